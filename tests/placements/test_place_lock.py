"""The last place goes to one person, however many say yes at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections

from havre.placements.holds import taken_by
from havre.placements.models import Offer
from havre.placements.operations.offers import accept_offer
from havre.placements.policies import PlaceTaken
from havre.record import audit
from tests.cast import Cast
from tests.placements.stories import asked, at, place_of, somebody

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
AT_ONCE = 50


def test_fifty_acceptances_at_once_one_wins_and_49_are_told_so(cast: Cast) -> None:
    offers = [asked(cast, somebody(cast)) for _number in range(AT_ONCE)]
    start = threading.Barrier(AT_ONCE)
    answers: list[str] = []

    def accept(offer: Offer) -> None:
        start.wait()
        try:
            accept_offer(Offer.objects.get(pk=offer.pk), by=cast.nora, at=at(1))
            answers.append("won")
        except PlaceTaken as refusal:
            answers.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=(offer,)) for offer in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == sorted(["won", *[str(PlaceTaken())] * (AT_ONCE - 1)])
    assert Offer.objects.filter(state="accepted").count() == 1
    assert len(taken_by(place_of(cast.s058), at(1) + timedelta(hours=1))) == 1
    assert audit.verify().holds
