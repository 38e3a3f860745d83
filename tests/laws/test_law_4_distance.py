"""Law 4: far means far. A place nearer than the rule is offered to nobody without an exception that two people made."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from havre.countries.fr.policy import MIN_KM
from havre.placements.distance import reach
from havre.placements.models import Offer, Override
from havre.placements.operations.offers import make_offer
from havre.placements.operations.overrides import (
    REVIEW,
    NotYourOwnReview,
    TwoPeople,
    ask_override,
    grant_override,
    review_override,
)
from havre.placements.operations.search import kept_searches, make_search
from havre.placements.policies import TooNear
from havre.record import clocks
from havre.record.models import OutboxMessage
from tests.cast import AT, Cast, shelter
from tests.stories import Situation, place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NIGHT = AT.replace(hour=22)  # 23 h in Paris


def ask(it: Situation, at: datetime = AT) -> Offer:
    it.house = it.cast.s002
    return make_offer(
        it.person,
        shelter_id=it.house.pk,
        place_id=place_of(it.house),
        answer_by=at + timedelta(days=1),
        by=it.nora,
        at=at,
    )


def exception(it: Situation, at: datetime = AT) -> Override:
    return ask_override(it.person, place_id=place_of(it.cast.s002), reason="sa sœur y vit", by=it.nora, at=at)


@pytest.mark.parametrize("level", ["low", "medium", "high", "very_high"])
def test_what_is_too_near_for_a_level_is_refused_at_that_level(cast: Cast, level: str) -> None:
    it = walk(cast, "searched", level=level)
    it.agree("join", hours=6)
    wanted = MIN_KM[level].value

    for area in ("FR-06", "FR-83", "FR-13", "FR-38", "FR-69", "FR-29"):
        house = shelter(f"T{area[3:]}{level[:1]}", area)
        km = reach(it.person.pk, area).km
        assert km is not None
        try:
            offer = make_offer(
                it.person, shelter_id=house.pk, place_id=place_of(house), answer_by=it.at(30), several=True,
                by=cast.nora, at=it.at(7),
            )  # fmt: skip
        except TooNear:
            assert km < wanted
        else:
            assert km >= wanted
            assert offer.state == "asked"


def test_the_search_shows_a_near_place_among_those_that_do_not_fit(cast: Cast) -> None:
    it = walk(cast, "searched")
    make_search(it.person, by=cast.nora, at=it.at(7))

    for _search, kept in kept_searches(it.person):
        assert kept.result is not None
        assert str(place_of(cast.s002)) not in kept.result["scores"]


def test_asking_alone_opens_nothing_a_second_person_does(cast: Cast) -> None:
    it = walk(cast, "searched")
    it.agree("join", hours=6)
    asked = exception(it)

    with pytest.raises(TooNear):
        ask(it)
    with pytest.raises(TwoPeople):
        grant_override(asked, by=cast.nora, at=AT)
    with pytest.raises(TooNear):
        ask(it)
    grant_override(Override.objects.get(pk=asked.pk), by=cast.marc, at=AT)

    assert ask(it).unseal("terms")["override"] == str(asked.pk)


def test_an_exception_is_for_one_person_and_one_place(cast: Cast) -> None:
    first, second = walk(cast, "searched"), walk(cast, "searched")
    for it in (first, second):
        it.agree("join", hours=6)
    grant_override(exception(first), by=cast.marc, at=AT)
    other = shelter("S003", "FR-13")

    with pytest.raises(TooNear):
        ask(second)
    with pytest.raises(TooNear):
        make_offer(
            first.person, shelter_id=other.pk, place_id=place_of(other), answer_by=first.at(30), by=cast.nora, at=AT
        )


@pytest.mark.parametrize(("who", "at", "granted"), [
    ("judith", NIGHT, True), ("judith", AT, False), ("marc", NIGHT, False), ("head", NIGHT, False),
])  # fmt: skip
def test_alone_at_night_and_on_duty_only_and_loudly(cast: Cast, who: str, at: datetime, granted: bool) -> None:
    it = walk(cast, "searched", coordinator=getattr(cast, who))
    it.agree("join", hours=6)
    with time_machine.travel(at, tick=False):
        asked = exception(it, at)
        before = OutboxMessage.objects.count()

        if not granted:
            with pytest.raises(TwoPeople):
                grant_override(asked, by=it.nora, at=at)
            return
        grant_override(asked, by=it.nora, at=at)

    assert OutboxMessage.objects.count() > before
    assert REVIEW in [clock.code for clock in clocks.running(it.person.pk)]
    asked = Override.objects.get(pk=asked.pk)
    with pytest.raises(NotYourOwnReview):
        review_override(asked, stands=True, answer="oui", by=grant_as_head(cast, who), at=at + timedelta(hours=10))
    review_override(asked, stands=False, answer="trop près", by=cast.head, at=at + timedelta(hours=10))
    with pytest.raises(TooNear):
        ask(it, at + timedelta(hours=11))


def grant_as_head(cast: Cast, who: str) -> object:
    """Whoever granted it, with the head's right to review on top."""
    from havre.accounts.models import User
    from havre.directory.operations.accounts import grant_role

    user = User.objects.get(pk=getattr(cast, who).pk)
    grant_role(user, role="head", by=None, at=AT)
    return user
