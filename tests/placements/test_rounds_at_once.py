"""Two coordinators on one call round at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from havre.accounts.models import User
from havre.placements.calling import NOBODY, YES, RoundContent
from havre.placements.content import read
from havre.placements.models import CallRound, Offer
from havre.placements.operations import rounds
from havre.placements.operations.answers import Answer, answer_call
from havre.record import audit
from havre.record.operations import Refusal
from tests.cast import AT, Cast, shelter
from tests.placements.stories import somebody

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of them together; the names of what refused, or ``done``."""
    start = threading.Barrier(len(acts))
    found: list[str] = []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            found.append("done")
        except Refusal as refusal:
            found.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def test_two_at_once_never_call_one_house_nor_lose_an_answer_nor_hold_two_places(cast: Cast) -> None:
    for number in range(6):
        shelter(f"S1{number:02}", "FR-35")
    person = somebody(cast)

    begun = at_once(*[lambda: rounds.start_round(person, by=cast.nora, at=AT)] * 2)
    row = CallRound.objects.get()
    rounds.invite(row, colleague=cast.marc, by=cast.nora, at=AT)

    def call(house: int, by: User) -> Callable[[], object]:
        return lambda: rounds.take_line(row, house=house, by=by, at=AT + timedelta(minutes=1))

    def say(house: int, kind: str, by: User, minutes: float) -> Callable[[], object]:
        at = AT + timedelta(minutes=minutes)
        return lambda: answer_call(row, house=house, answer=Answer(kind), by=by, at=at)

    same = at_once(call(0, cast.nora), call(0, cast.marc))
    other = at_once(call(1, cast.nora), call(2, cast.marc))
    answers = at_once(*[say(n, NOBODY, (cast.nora, cast.marc)[n % 2], 2) for n in range(6)])
    content = read(CallRound.objects.get(), "content", RoundContent)
    both_yes = at_once(say(3, YES, cast.nora, 3), say(4, YES, cast.marc, 3))

    assert begun == ["RoundOpen", "done"]
    assert same == ["OnTheLine", "done"]
    assert other == ["done", "done"]
    assert answers == ["done"] * 6
    assert [len(house.entries) for house in content.houses[:6]] == [1] * 6
    assert both_yes == ["RoundOver", "done"]
    assert [offer.state for offer in Offer.objects.linked()] == ["accepted"]
    assert audit.verify().holds
