"""Taking back what was noted by mistake: only one's own, only while nothing was built on it, always on record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from havre.accounts.models import User
from havre.directory.models import Shelter
from havre.directory.operations.places import NewerWord, confirm_places, set_place_status, take_back_word
from havre.directory.profiles import AVAILABLE, BLOCKED
from havre.journey.page import agreement_lines
from havre.people.models import Agreement
from havre.people.operations import AlreadyWithdrawn, strike_agreement
from havre.people.policies import agreement_in_force, took_back_referral
from havre.people.views.agreements import agreement_lines as all_agreements
from havre.placements.calling import FREE, NO
from havre.placements.content import Meeting, OfferTerms, read
from havre.placements.holds import HOLD_TIME, taken_by
from havre.placements.models import CallRound, Interview, Offer
from havre.placements.operations import interviews, offers, rounds, undoing
from havre.placements.operations.answers import Answer, answer_call
from havre.record import timeline, undo
from havre.record.audit import read_details, verify
from havre.record.models import AuditEntry
from havre.record.operations import OnBehalf, Refusal
from tests.cast import AT, Cast, shelter
from tests.stories import Situation, place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def take_back(event: str, *, by: User, at: datetime) -> str:
    """Undo the last act of that kind."""
    return undo.undo(AuditEntry.objects.filter(event=event).latest("sequence").sequence, by=by, at=at)


def told_by_telephone(cast: Cast) -> Situation:
    """A house's yes, noted by the coordinator of the case."""
    it = walk(cast, "asked")
    offers.accept_offer(it.offer, by=cast.nora, at=it.at(7), on_behalf_of=OnBehalf("Claire M."))
    return it


def test_a_yes_noted_by_mistake_frees_the_place_and_the_offer_waits_again(cast: Cast) -> None:
    it = told_by_telephone(cast)
    assert taken_by(it.place, it.at(7)) == {it.person.pk}

    with pytest.raises(undo.MovedOn):
        take_back("offer_accepted", by=cast.judith, at=it.at(8))
    take_back("offer_accepted", by=cast.nora, at=it.at(8))

    offer = Offer.objects.get(pk=it.offer.pk)
    terms = read(offer, "terms", OfferTerms)
    assert (offer.state, terms.hold_until, terms.answered_at) == ("asked", None, None)
    assert taken_by(it.place, it.at(8)) == set()
    assert it.person.journey.state == "proposed"
    undone = AuditEntry.objects.get(event="act_undone")
    assert (
        read_details(undone)["entry"] == AuditEntry.objects.filter(event="offer_accepted").latest("sequence").sequence
    )
    assert {line.event for line in timeline.read(it.person.pk)[:2]} == {"offer_yes_undone", "act_undone"}
    assert verify().holds
    with pytest.raises(undo.MovedOn):
        take_back("offer_accepted", by=cast.nora, at=it.at(8))


def test_a_yes_on_which_something_was_built_stays(cast: Cast) -> None:
    it = told_by_telephone(cast)
    it.agree("place", hours=7, offer_id=it.offer.pk)
    with pytest.raises(undoing.Followed):
        take_back("offer_accepted", by=cast.nora, at=it.at(8))

    other = shelter("S901", "FR-35")
    two = walk(cast, "asked", house=cast.s017)
    offers.make_offer(
        two.person, shelter_id=other.pk, place_id=place_of(other), answer_by=two.at(30), several=True, by=cast.nora, at=two.at(6)
    )  # fmt: skip
    offers.accept_offer(two.offer, by=cast.nora, at=two.at(7))
    with pytest.raises(undo.MovedOn):
        take_back("offer_accepted", by=cast.nora, at=two.at(8))
    with pytest.raises(undoing.OthersReleased):
        undoing.take_back_yes(Offer.objects.get(pk=two.offer.pk), by=cast.nora, at=two.at(8))


def test_a_confirmation_and_a_longer_hold_go_back_to_the_hold_before(cast: Cast) -> None:
    it = told_by_telephone(cast)
    first = it.at(7) + HOLD_TIME
    offers.extend_hold(Offer.objects.get(pk=it.offer.pk), by=cast.nora, at=it.at(20))
    take_back("hold_extended", by=cast.nora, at=it.at(21))
    assert read(Offer.objects.get(pk=it.offer.pk), "terms", OfferTerms).hold_until == first

    offers.confirm_offer(Offer.objects.get(pk=it.offer.pk), by=cast.nora, at=it.at(30))
    with pytest.raises(undo.MovedOn):
        take_back("hold_extended", by=cast.nora, at=it.at(31))
    take_back("offer_confirmed", by=cast.nora, at=it.at(31))

    offer = Offer.objects.get(pk=it.offer.pk)
    assert (offer.state, read(offer, "terms", OfferTerms).hold_until) == ("accepted", first)
    with pytest.raises(undoing.Followed):
        undoing.shorten_hold(offer, by=cast.nora, at=it.at(31))


def test_what_the_interview_ended_with_is_not_a_slip_of_the_finger(cast: Cast) -> None:
    it = walk(cast, "confirmed")
    with pytest.raises(undo.MovedOn):
        take_back("offer_confirmed", by=cast.nora, at=it.at(26))
    with pytest.raises(undoing.Followed):
        undoing.take_back_confirmation(Offer.objects.get(pk=it.offer.pk), by=cast.nora, at=it.at(26))


def test_an_interview_moved_by_mistake_is_at_its_first_moment_again_once(cast: Cast) -> None:
    it = walk(cast, "interview")
    interviews.move_interview(
        it.interview, meeting=Meeting(it.at(30), participants=["person"]), by=cast.nora, at=it.at(9)
    )

    take_back("interview_moved", by=cast.nora, at=it.at(10))

    interview = Interview.objects.get(pk=it.interview.pk)
    meeting = read(interview, "when", Meeting)
    assert meeting.at == it.at(24) and len(meeting.participants) == 4
    assert interview.link is not None
    with pytest.raises(undo.MovedOn):
        take_back("interview_moved", by=cast.nora, at=it.at(10))
    interviews.move_interview(interview, meeting=Meeting(it.at(30)), by=cast.nora, at=it.at(11))
    with time_machine.travel(it.at(25), tick=False), pytest.raises(undoing.Followed):
        undoing.move_interview_back(Interview.objects.get(pk=interview.pk), by=cast.nora, at=it.at(25))


def test_an_agreement_noted_by_mistake_was_never_given_and_is_no_withdrawal(cast: Cast) -> None:
    it = walk(cast, "searched")
    it.agree("join", hours=6)

    take_back("agreement_given", by=cast.nora, at=it.at(7))

    struck = Agreement.objects.get(person=it.person, kind="join")
    assert struck.state == "struck" and agreement_in_force(it.person.pk, "join") is None
    assert not took_back_referral(it.person.pk)
    assert not AuditEntry.objects.filter(event="agreement_withdrawn").exists()
    assert any("effacé" in line.when for line in all_agreements(it.person))
    shown = agreement_lines(list(it.person.agreement_set.exclude(state="struck")))
    assert [line.shape for line in shown] == ["done", "received", "received"]
    with pytest.raises(AlreadyWithdrawn):
        strike_agreement(struck, by=cast.nora, at=it.at(8))
    it.agree("join", hours=9)
    assert agreement_in_force(it.person.pk, "join") is not None


@pytest.mark.parametrize(("stage", "kind"), [("asked", "join"), ("planned", "place"), ("arrived", "join")])
def test_an_agreement_on_which_something_stands_is_not_struck_out(cast: Cast, stage: str, kind: str) -> None:
    it = walk(cast, stage)
    agreement = agreement_in_force(it.person.pk, kind)
    assert agreement is not None

    with pytest.raises(undoing.Followed):
        strike_agreement(agreement, by=cast.nora, at=it.at(60))

    assert agreement_in_force(it.person.pk, kind) == agreement


def test_the_agreement_to_be_referred_and_what_was_shared_have_no_way_back(cast: Cast) -> None:
    it = walk(cast, "taken_up")
    it.agree("share", hours=2)

    with pytest.raises(undo.MovedOn):
        take_back("agreement_given", by=cast.nora, at=it.at(3))


def test_an_answer_of_a_call_round_goes_back_from_the_list_of_acts_too(cast: Cast) -> None:
    it = walk(cast, "searched", house=cast.s017)
    it.agree("join", hours=6)
    row = rounds.start_round(it.person, by=cast.nora, at=it.at(7))
    answer_call(row, house=0, answer=Answer(FREE), by=cast.nora, at=it.at(7.1))

    take_back("round_answered", by=cast.nora, at=it.at(7.2))

    content = CallRound.objects.get(pk=row.pk).unseal("content")
    assert content["houses"][0]["entries"] == []
    answer_call(row, house=0, answer=Answer(NO, reason="nationality"), by=cast.nora, at=it.at(8))
    with pytest.raises(Refusal):
        take_back("round_answered", by=cast.nora, at=it.at(8.1))


def test_a_word_on_places_goes_back_until_something_newer_is_said(cast: Cast) -> None:
    def place() -> object:
        return Shelter.objects.get(pk=cast.s017.pk).read_profile().places[0]

    before, at = place(), AT + timedelta(hours=1)
    confirm_places(cast.s017, place_ids=[str(place_of(cast.s017))], still_free=False, by=cast.nora, at=at)
    assert place() != before

    take_back("places_withdrawn", by=cast.nora, at=at)

    assert place() == before
    with pytest.raises(undo.MovedOn):
        take_back("places_withdrawn", by=cast.nora, at=at)
    house = Shelter.objects.get(pk=cast.s017.pk)
    with pytest.raises(NewerWord):
        take_back_word(house, by=cast.nora, at=at)
    confirm_places(house, place_ids=[str(place_of(house))], still_free=True, free_from=at.date(), by=cast.nora, at=at)
    confirm_places(house, place_ids=[str(place_of(house))], still_free=False, by=cast.nora, at=at)
    with pytest.raises(undo.MovedOn):
        take_back("places_confirmed", by=cast.nora, at=at)
    for status in (BLOCKED, AVAILABLE):
        set_place_status(house, place_id=str(place_of(house)), status=status, reason="peinture", by=cast.nora, at=at)
    take_back("places_withdrawn", by=cast.nora, at=at)
    assert place().free_from == at.date()  # type: ignore[attr-defined]
