"""A case opens with the first work on a situation and closes with a reason."""

from __future__ import annotations

import itertools

import pytest

from havre.cases.models import Case
from havre.cases.operations import close_case, open_case, reopen_case
from havre.cases.policies import StillUnderWay
from havre.cases.states import CASE
from havre.placements.operations.offers import make_offer
from havre.record import clocks, timeline
from havre.record.operations import NotAllowed, Stale
from havre.record.transitions import NotNow
from havre.referrals.content import Recipient, Referrer, Submission
from havre.referrals.models import Referral
from havre.referrals.operations import hand_over, submit_referral, take_up
from tests.assessments.story import assessed
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def taken_up(cast: Cast) -> Referral:
    referral = submit_referral(data=Submission(referrer=Referrer(phone="0600000000")), by=cast.nora, at=AT)
    take_up(referral, by=cast.nora, at=AT)
    return referral


def case_of(referral: Referral) -> Case:
    return Case.objects.select_related("person").get(person=referral.person_id)


def test_taking_a_situation_up_opens_its_case_once(cast: Cast) -> None:
    referral = taken_up(cast)

    open_case(referral.person_id, by=cast.nora, at=AT)

    assert case_of(referral).state == "open"


def test_every_pair_of_states_is_reached_only_as_the_table_says(cast: Cast) -> None:
    verbs = {
        "close": lambda case: close_case(case, reason="lost_contact", by=cast.nora, at=AT),
        "reopen": lambda case: reopen_case(case, by=cast.nora, at=AT),
    }

    for state, verb in itertools.product([s.code for s in CASE.states], verbs):
        referral = taken_up(cast)
        if state == "closed":
            verbs["close"](case_of(referral))
        found = CASE.find(verb, state)
        if found is None:
            with pytest.raises(NotNow):
                verbs[verb](case_of(referral))
            assert case_of(referral).state == state
        else:
            verbs[verb](case_of(referral))
            assert case_of(referral).state == found.target


def test_a_case_does_not_close_while_a_shelter_is_asked(cast: Cast) -> None:
    from havre.people.operations import give_agreement

    assessment = assessed(cast, zones=[])
    person = assessment.person
    case = open_case(person.pk, by=cast.nora, at=AT)
    give_agreement(person, kind="join", how="spoken", by=cast.nora, at=AT)
    place = cast.s058.unseal("profile")["places"][0]["id"]
    make_offer(person, shelter_id=cast.s058.pk, place_id=place, answer_by=AT.replace(hour=20), by=cast.nora, at=AT)

    with pytest.raises(StillUnderWay):
        close_case(case, reason="declined", by=cast.nora, at=AT)

    assert Case.objects.get(pk=case.pk).state == "open"


def test_the_reason_stands_on_the_thread_and_two_clicks_close_once(cast: Cast) -> None:
    referral = taken_up(cast)
    case, same = case_of(referral), case_of(referral)

    close_case(case, reason="declined", version=case.version, by=cast.nora, at=AT)
    with pytest.raises(Stale):
        close_case(same, reason="declined", version=same.version - 1, by=cast.nora, at=AT)
    with pytest.raises((Stale, NotNow)):
        close_case(same, reason="declined", by=cast.nora, at=AT)

    lines = [line.text.replace("\u00a0", " ") for line in timeline.read(referral.person_id)]
    assert lines.count("Dossier clos : La personne ne le souhaite pas") == 1


def test_reopening_stops_the_time_of_retention(cast: Cast) -> None:
    referral = taken_up(cast)
    close_case(case_of(referral), reason="lost_contact", by=cast.nora, at=AT)

    reopen_case(case_of(referral), by=cast.nora, at=AT)

    assert "RET" not in {clock.code for clock in clocks.running(referral.person_id)}


def test_handing_over_closes_the_case_and_still_chases_the_receipt(cast: Cast) -> None:
    referral = taken_up(cast)

    hand_over(referral, recipient=Recipient("ASE", "Mme V.", "0100000000"), by=cast.nora, at=AT)

    assert case_of(referral).state == "closed"
    assert {clock.code for clock in clocks.running(referral.person_id)} == {"R34", "RET"}


@pytest.mark.parametrize("who", ["lawyer", "claire", "anne", "officer"])
def test_only_the_coordination_closes(cast: Cast, who: str) -> None:
    referral = taken_up(cast)

    with pytest.raises(NotAllowed):
        close_case(case_of(referral), reason="declined", by=getattr(cast, who), at=AT)
