"""Law 5: the person decides. What offers, transfers or shares demands her agreement; taking it back stops the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from havre.assessments.operations.common import danger_of
from havre.assessments.operations.danger import copy_danger_fact
from havre.countries.fr.danger import JUSTICE_FACTS
from havre.people.models import Agreement, AgreementState
from havre.people.operations import withdraw_agreement
from havre.people.policies import NoAgreement
from havre.placements.models import Interview, Offer, Stay, Transfer
from havre.placements.operations.interviews import plan_interview
from havre.placements.operations.offers import keep_place, make_offer
from havre.placements.operations.search import make_search
from havre.placements.operations.stays import begin_relay_stay
from havre.placements.operations.transfers import plan_transfer
from havre.record import guard
from havre.referrals.models import Referral
from tests.cast import Cast, shelter
from tests.stories import Situation, journey, place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def ask(it: Situation) -> object:
    return make_offer(
        it.person, shelter_id=it.house.pk, place_id=it.place, answer_by=it.at(30), by=it.nora, at=it.at(6)
    )


def meet(it: Situation) -> object:
    from havre.placements.content import Link, Meeting

    return plan_interview(
        it.offer, meeting=Meeting(it.at(60)), link=Link("https://visio.example/x"), by=it.nora, at=it.at(30)
    )


def share(it: Situation) -> object:
    return copy_danger_fact(it.assessment, kind=next(iter(JUSTICE_FACTS)), text="le 3 avril", by=it.nora, at=it.at(30))


def go_to_relay(it: Situation) -> object:
    relay = shelter("RB", "FR-29", kind="relay")
    return begin_relay_stay(it.person, shelter_id=relay.pk, place_id=place_of(relay), by=it.nora, at=it.at(30))


DEMANDS: dict[str, tuple[str, Callable[[Situation], object], tuple[str, ...]]] = {
    "offer": ("searched", ask, ("join",)),
    "interview": ("accepted", meet, ("join",)),
    "keep, having joined": ("confirmed", lambda it: keep_place(it.offer, by=it.nora, at=it.at(30)), ("join",)),
    "keep, this place": ("confirmed", lambda it: keep_place(it.offer, by=it.nora, at=it.at(30)), ("place",)),
    "journey, having joined": ("kept", lambda it: plan_transfer(it.offer, plan=journey(it), by=it.nora, at=it.at(30)), ("join",)),
    "journey, this place": ("kept", lambda it: plan_transfer(it.offer, plan=journey(it), by=it.nora, at=it.at(30)), ("place",)),
    "sharing": ("assessed", share, ("share",)),
    "relay apartment": ("searching", go_to_relay, ("refer", "join")),
}  # fmt: skip
"""Act → how far she has come, the act, and the agreement without which it is refused."""


@pytest.mark.parametrize("act", DEMANDS)
def test_without_her_agreement_it_is_refused_and_changes_nothing(cast: Cast, act: str) -> None:
    until, attempt, kinds = DEMANDS[act]
    it = walk(cast, until)
    with guard.housekeeping("an agreement that is not there"):  # its withdrawal would already have stopped the rest
        Agreement.objects.filter(person=it.person, kind__in=kinds).update(state=AgreementState.WITHDRAWN)
    before = [model.objects.count() for model in (Offer, Interview, Transfer, Stay)]

    with pytest.raises(NoAgreement):
        attempt(it)

    assert [model.objects.count() for model in (Offer, Interview, Transfer, Stay)] == before


@pytest.mark.parametrize("act", [act for act in DEMANDS if act not in ("sharing", "offer")])
def test_with_it_the_same_act_is_done(cast: Cast, act: str) -> None:
    until, attempt, _kinds = DEMANDS[act]

    attempt(walk(cast, until))


def test_looking_for_a_place_asks_for_no_agreement(cast: Cast) -> None:
    it = walk(cast, "searching")
    for agreement in Agreement.objects.filter(person=it.person):
        with guard.housekeeping("an agreement that is not there"):
            Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.WITHDRAWN)

    make_search(it.person, by=cast.nora, at=it.at(6))


def take_back(it: Situation, kind: str) -> None:
    given = Agreement.objects.filter(person=it.person, kind=kind, state="given")
    assert given.exists()
    for agreement in given:
        withdraw_agreement(agreement, by=it.nora, at=it.at(40))


@pytest.mark.parametrize("until", ["asked", "accepted", "interview", "confirmed", "kept", "planned", "travelling"])
@pytest.mark.parametrize("kind", ["refer", "join", "place"])
def test_what_depends_on_it_stops_with_it(cast: Cast, until: str, kind: str) -> None:
    if kind == "place" and until in ("asked", "accepted", "interview"):
        return  # she has not been asked yet
    it = walk(cast, until)

    take_back(it, kind)

    assert Offer.objects.get(pk=it.offer.pk).state == "released"
    assert not Offer.objects.visible_to(cast.claire).exists()
    assert not Transfer.objects.filter(state__in=["planned", "under_way"]).exists()
    assert not Interview.objects.filter(state="planned").exists()
    if kind == "refer":
        assert Referral.objects.get(pk=it.referral.pk).state == "withdrawn"


def test_a_shared_fact_goes_with_the_agreement_to_share_it(cast: Cast) -> None:
    it = walk(cast, "assessed")
    copy_danger_fact(
        it.assessment, kind=next(iter(JUSTICE_FACTS)), text="le 3 avril", agreed_how="spoken", agreed_language="pcm",
        by=cast.nora, at=it.at(5),
    )  # fmt: skip
    assert len(danger_of(it.assessment).facts) == 1

    take_back(it, "share")

    assert danger_of(it.assessment).facts == []


def test_who_is_there_stays_there(cast: Cast) -> None:
    """A withdrawn agreement stops what is to come; nobody loses the roof she has."""
    it = walk(cast, "arrived")

    take_back(it, "join")

    assert Stay.objects.get(pk=it.stay.pk).state == "present"


def test_each_agreement_says_how_in_which_language_and_relayed_by_whom(cast: Cast) -> None:
    it = walk(cast, "arrived")

    kinds = set()
    for agreement in Agreement.objects.filter(person=it.person):
        terms = agreement.unseal("terms")
        kinds.add(agreement.kind)
        assert terms["at"]
        assert terms["how"] == "spoken"
        assert terms["language"] == "pcm"
    assert kinds == {"refer", "join", "place"}
