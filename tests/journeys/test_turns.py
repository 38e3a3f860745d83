"""The way takes turns: three shelters say no, she changes her mind, nobody opens the door, the telephone brings all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from havre.accounts.models import User
from havre.cases.models import Case
from havre.directory.models import Shelter
from havre.journey.models import Journey
from havre.journey.operations import recompute
from havre.people.models import Agreement, Person
from havre.people.operations import change_profile, withdraw_agreement
from havre.people.policies import NoAgreement, NotAnAdult, agreement_in_force
from havre.people.profiles import Member
from havre.placements.models import Alarm, Interview, Offer, Override, Stay, Transfer
from havre.placements.operations.alarms import ReasonNeeded, clear_alarm, take_alarm
from havre.placements.operations.interviews import enter_interview
from havre.placements.operations.offers import accept_offer, keep_place, make_offer, refuse_offer
from havre.placements.operations.overrides import review_override
from havre.placements.operations.search import make_search, unable_to_place
from havre.placements.operations.stays import (
    InsideZone,
    RelayTooNear,
    begin_relay_stay,
    check_in,
)
from havre.placements.operations.transfers import (
    NotKept,
    confirm_arrival,
    enter_owed,
    plan_transfer,
    record_arrival,
    watch_arrivals,
)
from havre.placements.owed import owed
from havre.placements.policies import NotAdult, TooNear
from havre.record import audit, clocks, timeline
from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed, OnBehalf
from havre.referrals.content import Agreed, Recipient, Referrer, Submission
from havre.referrals.models import HandOver
from havre.referrals.operations import hand_over, receive_hand_over, reopen_as_adult, submit_referral, take_up
from tests.cast import AT, Cast, account, shelter
from tests.stories import Situation, go_on, journey, mother, place_of, submission, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def state_of(it: Situation) -> str:
    return Journey.objects.get(person=it.person).state


@pytest.fixture(autouse=True)
def _the_rows_and_the_record_agree_at_the_end(db: None) -> object:
    """Whatever the turn: the rows of the way say what the rooms say, and the chain holds."""
    yield
    assert recompute() == []
    assert audit.verify().holds


# Refused by three shelters


def test_three_shelters_say_no_and_the_fourth_takes_her_in(cast: Cast) -> None:
    it = walk(cast, "searched")
    it.agree("join", hours=6)
    houses = [shelter(f"S10{n}", area) for n, area in enumerate(("FR-29", "FR-59", "FR-35"))]
    managers = [account(f"Mona{n}", "shelter_manager", house.organisation) for n, house in enumerate(houses)]

    for house, manager, reason in zip(houses, managers, ("no_place", "team_overloaded", "not_ready"), strict=True):
        offer = ask(it, house)
        assert state_of(it) == "proposed"
        refuse_offer(offer, reason=reason, said="désolée", next_step="dans un mois", by=manager, at=it.at(8))
        assert state_of(it) == "searching"
    it.offer = ask(it, cast.s058)
    go_on(it, "arrived", after="asked")

    past = it.person.unseal("past")["offers"]
    assert [entry["reason"] for entry in past if entry["state"] == "refuse"] == [
        "no_place",
        "team_overloaded",
        "not_ready",
    ]
    references = {entry["reference"] for entry in past}
    assert len(references) == 4, "each house had a reference of its own"
    assert state_of(it) == "accommodated"


def ask(it: Situation, house: Shelter) -> Offer:
    return make_offer(
        it.person, shelter_id=house.pk, place_id=place_of(house), answer_by=it.at(30), by=it.nora, at=it.at(7)
    )


def test_nobody_can_be_found_and_it_is_written_down(cast: Cast) -> None:
    it = walk(cast, "searching")

    unable_to_place(it.person, reason="personne avant lundi", by=cast.nora, at=it.at(10))

    assert "Aucune place trouvée à temps\u00a0: personne avant lundi" in {
        line.text for line in timeline.read(it.person.pk)
    }
    assert state_of(it) == "searching"


# An agreement is taken back


def test_she_takes_her_agreement_back_half_way_and_the_house_sees_nothing_more(cast: Cast) -> None:
    it = walk(cast, "planned")
    offer_id, transfer_id = it.offer.pk, it.transfer.pk
    assert Offer.objects.visible_to(cast.claire).filter(pk=offer_id).exists()

    joined = agreement_in_force(it.person.pk, "join")
    assert joined is not None
    withdraw_agreement(joined, reason="elle reste près de sa sœur", by=cast.nora, at=it.at(30))

    assert not Offer.objects.visible_to(cast.claire).filter(pk=offer_id).exists()
    offer, transfer = Offer.objects.get(pk=offer_id), Transfer.objects.get(pk=transfer_id)
    assert (offer.state, transfer.state) == ("released", "cancelled")
    for row in (offer, transfer):
        assert (row.person, row.shelter, row.place) == (None, None, None)
    assert (offer.for_shelter, offer.terms, offer.questions) == (None, None, None)
    assert (transfer.route, transfer.times, transfer.escort) == (None, None, None)
    assert state_of(it) == "searching"
    with pytest.raises(NoAgreement):
        ask(it, cast.s058)


def test_she_may_come_back_after_she_took_everything_back(cast: Cast) -> None:
    it = walk(cast, "accepted")
    for agreement in Agreement.objects.filter(person=it.person, state="given").exclude(kind="refer"):
        withdraw_agreement(agreement, by=cast.nora, at=it.at(8))

    it.agree("join", hours=20)
    it.offer = ask(it, cast.s058)
    go_on(it, "arrived", after="asked")

    assert state_of(it) == "accommodated"


# Nobody confirms the arrival


def test_an_arrival_that_nobody_confirms_wakes_the_house_until_somebody_knows(cast: Cast) -> None:
    it = walk(cast, "travelling", level="medium")
    expected = it.at(57)

    watch_arrivals(expected + timedelta(minutes=14))
    assert not told("arrival_asked")
    watch_arrivals(expected + timedelta(minutes=15))
    assert {"arrival_asked"} == told("arrival_asked")
    watch_arrivals(expected + timedelta(minutes=59))
    assert not Alarm.objects.exists()

    watch_arrivals(expected + timedelta(minutes=60))
    watch_arrivals(expected + timedelta(minutes=61))
    [alarm] = Alarm.objects.all()
    assert it.assessment.risk_level == "very_high"
    assert Journey.objects.get(person=it.person).next_code == "clear_alarm"

    take_alarm(alarm, by=cast.judith, at=expected + timedelta(minutes=65))
    assert it.assessment.risk_level == "very_high"
    with pytest.raises(ReasonNeeded):
        clear_alarm(alarm, reason=" ", by=cast.judith, at=expected + timedelta(minutes=70))
    clear_alarm(alarm, reason="train en retard, elle répond", by=cast.judith, at=expected + timedelta(minutes=70))

    assert it.assessment.risk_level == "medium"
    confirm_arrival(Transfer.objects.get(pk=it.transfer.pk), by=cast.karim, at=expected + timedelta(hours=2))
    assert state_of(it) == "accommodated"


def told(kind: str) -> set[str]:
    return {message.unseal("message")["kind"] for message in OutboxMessage.objects.all()} & {kind}


# A relay apartment while the search goes on


def test_a_night_in_the_relay_apartment_while_the_search_goes_on(cast: Cast) -> None:
    it = walk(cast, "searching")
    nearer = shelter("RB", "FR-13", kind="relay")  # outside the zone, nearer to it than her risk allows

    with pytest.raises(InsideZone):  # the Var touches it
        shelter_for_the_night(it, cast.relay, by=cast.judith, reason="elle dort dehors")
    with pytest.raises(RelayTooNear):
        shelter_for_the_night(it, nearer, by=cast.judith)
    with pytest.raises(RelayTooNear):
        shelter_for_the_night(it, nearer, by=cast.nora, reason="elle dort dehors")
    stay = shelter_for_the_night(it, nearer, by=cast.judith, reason="elle dort dehors")
    assert told("relay_exception")
    assert state_of(it) == "searching", "a roof for some nights is not yet a place"

    check_in(stay, by=cast.nora, at=it.at(24))
    exception = Override.objects.get(person=it.person.pk, state="granted")
    review_override(exception, stands=True, answer="vu", by=cast.head, at=it.at(25))
    it.start = it.at(26)
    go_on(it, "arrived", after="searching")

    assert Stay.objects.get(pk=stay.pk).state == "ended"
    assert [entry["kind"] for entry in it.person.unseal("past")["stays"]] == ["relay"]
    assert state_of(it) == "accommodated"


def shelter_for_the_night(it: Situation, house: Shelter, *, by: User, reason: str = "") -> Stay:
    return begin_relay_stay(it.person, shelter_id=house.pk, place_id=place_of(house), reason=reason, by=by, at=it.at(5))


# Everything by telephone, in the wrong order


def test_everything_by_telephone_in_the_order_the_day_brought(cast: Cast) -> None:
    called_at = AT - timedelta(hours=30)
    it = Situation(cast, cast.s058, place_of(cast.s058))
    it.referral = submit_referral(
        data=Submission(referrer=Referrer(phone="0600000000"), profile=mother(), agreed=Agreed("yes", language="en")),
        by=cast.nora, at=AT, on_behalf_of=OnBehalf("Anne F.", called_at),
    )  # fmt: skip
    take_up(it.referral, by=cast.nora, at=it.at(1))

    it.stay = record_arrival(
        it.person, shelter_id=it.house.pk, place_id=it.place, by=cast.nora, at=it.at(2),
        on_behalf_of=OnBehalf("Claire M.", it.at(-1)),
    )  # fmt: skip

    everything = [
        "join_agreement", "offer", "shelter_answer", "interview", "shelter_confirmation", "place_agreement", "transfer",
    ]  # fmt: skip
    assert owed(it.person.pk) == everything
    assert Journey.objects.get(person=it.person).state == "accommodated"
    [arrival] = [line for line in timeline.read(it.person.pk) if line.event == "stay_began"]
    assert (arrival.on_behalf_of, arrival.happened_at, arrival.written_at) == ("Claire M.", it.at(-1), it.at(2))

    it.agree("join", hours=3)
    it.agree("place", hours=3)
    for code in ("offer", "shelter_answer", "interview", "shelter_confirmation", "transfer"):
        stay = Stay.objects.get(pk=it.stay.pk)
        enter_owed(stay, code=code, by=cast.nora, at=it.at(4), on_behalf_of=OnBehalf("Claire M.", it.at(-2)))
    assert owed(it.person.pk) == []


def test_a_yes_and_an_interview_told_afterwards_count_from_when_they_were(cast: Cast) -> None:
    it = walk(cast, "asked")
    accept_offer(it.offer, by=cast.nora, at=it.at(20), on_behalf_of=OnBehalf("Claire M.", it.at(10)))

    enter_interview(
        it.offer, note="par téléphone", by=cast.nora, at=it.at(21), on_behalf_of=OnBehalf("Claire M.", it.at(12))
    )
    it.agree("place", hours=22, offer_id=it.offer.pk)
    it.offer.refresh_from_db()

    terms = it.offer.unseal("terms")
    assert datetime.fromisoformat(terms["hold_until"]) == it.at(10 + 72)
    assert datetime.fromisoformat(terms["interview"]["held_at"]) == it.at(12)


# An age in doubt


def test_a_girl_whose_age_is_in_doubt_is_handed_over_and_comes_back_at_eighteen(cast: Cast) -> None:
    it = Situation(cast, cast.s058, place_of(cast.s058))
    girl = mother(household=[Member("Feminine", None)], age_in_doubt=True)
    data = submission(girl)
    data.birth_date = None
    it.referral = submit_referral(data=data, organisation=cast.hospital, by=cast.anne, at=AT)
    assert [clock.code for clock in clocks.running(it.person.pk)] == ["R34", "WAIT3", "WAIT7"]

    with pytest.raises(NotAnAdult):
        take_up(it.referral, by=cast.nora, at=it.at(1))
    with pytest.raises(NotAdult):
        make_search(it.person, by=cast.nora, at=it.at(1))
    with pytest.raises(NotAdult):
        begin_relay_stay(
            it.person, shelter_id=cast.relay.pk, place_id=place_of(cast.relay), reason="x", by=cast.judith, at=it.at(1)
        )
    with pytest.raises(NotAdult):
        record_arrival(it.person, shelter_id=it.house.pk, place_id=it.place, by=cast.judith, at=it.at(1))

    hand_over(it.referral, recipient=Recipient("ASE 06", "Mme Roy", "0400000000"), by=cast.nora, at=it.at(2))
    assert state_of(it) == "handed_over"
    row = HandOver.objects.get(referral=it.referral)
    receive_hand_over(row, received_by="Mme Roy", by=cast.nora, at=it.at(30))
    assert list(clocks.running(it.person.pk)) == []

    with pytest.raises(NotAnAdult):
        reopen_as_adult(it.referral, by=cast.nora, at=it.at(31))
    grown = mother(household=[Member("Feminine", 18)])
    change_profile(it.person, profile=grown, by=cast.nora, at=it.at(31))
    with time_machine.travel(it.at(31), tick=False):
        it.referral.refresh_from_db()
        reopen_as_adult(it.referral, by=cast.nora, at=it.at(31))

    assert state_of(it) == "assessing"
    assert Case.objects.get(person=it.person).state == "open"
    it.start = it.at(32)
    go_on(it, "arrived", after="taken_up")
    assert state_of(it) == "accommodated"


def test_nothing_typed_of_a_minor_is_lost(cast: Cast) -> None:
    data = submission(mother(household=[Member("Feminine", 15)]))
    data.birth_date = date(2010, 6, 1)

    referral = submit_referral(
        data=data, organisation=cast.hospital, hand_over_to=Recipient("ASE 06", "Mme Roy"), by=cast.anne, at=AT
    )

    person = Person.objects.get(pk=referral.person_id)
    assert referral.state == "handed_over"
    assert person.unseal("profile")["household"][0]["age"] == 15
    assert opened(person, "identity", cast.judith)["names"] == "Blessing Osagie"


def opened(person: Person, name: str, by: User) -> dict[str, str]:
    from havre.accounts.permissions import Permission
    from havre.record.opening import Purpose, open_section

    found = open_section(
        person, [name], section=name, permission=Permission.OPEN_IDENTITY, purpose=Purpose.SAFETY, by=by, at=AT
    )
    return dict(found[name])


# Nearer than the rule


def test_a_near_place_is_nobodys_before_an_exception_was_granted(cast: Cast) -> None:
    it = walk(cast, "searched")
    it.agree("join", hours=6)

    with pytest.raises(TooNear):
        ask(it, cast.s002)

    assert not Offer.objects.exists()
    assert not Override.objects.exists()
    assert not Interview.objects.exists()


def test_a_place_that_is_not_hers_yet_starts_no_journey(cast: Cast) -> None:
    it = walk(cast, "confirmed")

    with pytest.raises(NotKept):
        plan_transfer(it.offer, plan=journey(it), by=cast.nora, at=it.at(26))
    with pytest.raises(NotAllowed):
        keep_place(it.offer, by=cast.claire, at=it.at(26))
    assert not Transfer.objects.exists()
