"""The journey to the door, the alarm that nobody answers, and everything by telephone in the wrong order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.assessments.models import Assessment
from havre.assessments.operations.opening import start
from havre.people.models import Person
from havre.people.operations import open_situation
from havre.people.profiles import Profile
from havre.placements.content import AlarmContent, Route, StayTerms, Times, read
from havre.placements.distance import reach
from havre.placements.holds import taken_by
from havre.placements.models import Alarm, Offer, Stay, Transfer, escorted_by
from havre.placements.operations.alarms import LEAK, ReasonNeeded, clear_alarm, raise_alarm, take_alarm
from havre.placements.operations.offers import accept_offer, confirm_offer, keep_place
from havre.placements.operations.stays import begin_relay_stay
from havre.placements.operations.transfers import (
    Backwards,
    NoLeg,
    OneJourney,
    PastJourney,
    Plan,
    cancel_transfer,
    change_transfer,
    confirm_arrival,
    depart,
    enter_owed,
    open_handover,
    open_sheet,
    plan_transfer,
    postpone,
    record_arrival,
    watch_arrivals,
    watching,
)
from havre.placements.owed import CHECKLIST, owed
from havre.placements.policies import PlaceTaken
from havre.record import audit, timeline
from havre.record.models import OutboxMessage, PendingFact
from havre.record.operations import NotAllowed, OnBehalf, Stale
from havre.record.transitions import NotNow
from tests.cast import AT, Cast, account
from tests.placements.stories import (
    agree,
    arrived,
    asked,
    at,
    kept,
    place_of,
    plan,
    somebody,
    travelling,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def risk_of(person: Person) -> str:
    return Assessment.objects.get(person=person).risk_level


def events_of(person: Person) -> list[str]:
    return [line.event for line in timeline.read(person.pk)]


def test_an_arrival_confirmed_by_the_house_begins_the_stay(cast: Cast) -> None:
    person = somebody(cast)

    stay = arrived(cast, person)

    terms = read(stay, "terms", StayTerms)
    assert (stay.kind, stay.state, terms.began_on.isoformat()) == ("place", "present", "2026-03-19")
    assert terms.owed == []
    assert taken_by(place_of(cast.s058), at(999)) == {person.pk}
    transfer, offer = Transfer.objects.get(), Offer.objects.get()
    assert (transfer.state, transfer.person, transfer.shelter, transfer.route) == ("arrived", None, None, None)
    assert (offer.state, offer.person, offer.place, offer.terms) == ("fulfilled", None, None, None)
    assert "stay_began" in events_of(person)
    assert PendingFact.objects.count() == 2  # who she is, and how long she waited, apart


def test_the_house_calls_her_by_the_reference_it_was_asked_under(cast: Cast) -> None:
    person = somebody(cast)
    offer = asked(cast, person)
    reference = offer.unseal("terms")["reference"]

    stay = record_arrival(person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058), by=cast.nora, at=at(9))

    assert read(stay, "terms", StayTerms).reference == reference != person.reference


def test_legs_follow_each_other_and_arrive_in_the_future(cast: Cast) -> None:
    offer = kept(cast, somebody(cast))
    good = plan()

    with pytest.raises(NoLeg):
        plan_transfer(offer, plan=Plan(Route(), at(60)), by=cast.nora, at=at(27))
    with pytest.raises(Backwards):
        plan_transfer(offer, plan=Plan(good.route, good.route.legs[0].at), by=cast.nora, at=at(27))
    with pytest.raises(PastJourney):
        plan_transfer(offer, plan=good, by=cast.nora, at=at(58))
    plan_transfer(offer, plan=good, by=cast.nora, at=at(27))
    with pytest.raises(OneJourney):
        plan_transfer(offer, plan=good, by=cast.nora, at=at(27))


def test_a_change_replaces_the_route_and_a_stale_one_does_not(cast: Cast) -> None:
    transfer = travelling(cast, somebody(cast))
    shown, twin = transfer.version, Transfer.objects.get(pk=transfer.pk)

    change_transfer(transfer, plan=plan(cast.escort, leaves=50, arrives=60), version=shown, by=cast.nora, at=at(28))

    assert (transfer.escort, read(transfer, "times", Times).expected_at) == (cast.escort.pk, at(60))
    with pytest.raises(Stale):
        change_transfer(twin, plan=plan(), version=shown, by=cast.nora, at=at(28))


def test_asked_at_15_minutes_alarm_at_60_and_not_before(cast: Cast) -> None:
    person = somebody(cast)
    travelling(cast, person)
    expected = at(57)
    quiet = OutboxMessage.objects.count()

    assert watch_arrivals(expected + timedelta(minutes=14)) == 0
    assert OutboxMessage.objects.count() == quiet
    watch_arrivals(expected + timedelta(minutes=15))
    assert events_of(person)[0] == "arrival_asked"
    assert OutboxMessage.objects.count() == quiet + 3  # Claire, Karim and the duty
    watch_arrivals(expected + timedelta(minutes=59))
    assert (Alarm.objects.count(), risk_of(person)) == (0, "high")
    watch_arrivals(expected + timedelta(minutes=60))
    watch_arrivals(expected + timedelta(minutes=61))

    alarm = Alarm.objects.get()
    assert (alarm.state, risk_of(person)) == ("open", "very_high")
    told = read(alarm, "content", AlarmContent).told
    assert set(told) == {str(cast.nora.pk), str(cast.judith.pk)}


def test_an_alarm_is_cleared_by_somebody_with_a_reason_only(cast: Cast) -> None:
    person = somebody(cast)
    travelling(cast, person)
    late = at(58)
    watch_arrivals(late)
    alarm = Alarm.objects.get()
    take_alarm(alarm, by=cast.judith, at=late)

    for stranger in (cast.claire, cast.escort, cast.anne):
        with pytest.raises(NotAllowed):
            clear_alarm(Alarm.objects.get(), reason="elle va bien", by=stranger, at=late)
    with pytest.raises(ReasonNeeded):
        clear_alarm(alarm, reason=" ", by=cast.judith, at=late)
    assert risk_of(person) == "very_high"
    clear_alarm(alarm, reason="elle a rappelé, train en retard", by=cast.judith, at=late)

    assert risk_of(person) == "high"
    row = Alarm.objects.get()
    assert (row.state, row.person, row.transfer, row.content) == ("cleared", None, None, None)
    watch_arrivals(late + timedelta(minutes=59))
    assert not Alarm.objects.filter(state="open").exists()
    watch_arrivals(late + timedelta(minutes=60))
    assert Alarm.objects.filter(state="open").count() == 1


def test_the_risk_goes_back_when_the_last_alarm_is_cleared(cast: Cast) -> None:
    person = somebody(cast)
    travelling(cast, person)
    watch_arrivals(at(58))
    leak = raise_alarm(person.pk, kind=LEAK, by=cast.nora, at=at(58))
    first = Alarm.objects.exclude(pk=leak.pk).get()

    clear_alarm(first, reason="retrouvée", by=cast.nora, at=at(59))
    assert risk_of(person) == "very_high"
    clear_alarm(leak, reason="vérifié", by=cast.nora, at=at(60))

    assert risk_of(person) == "high"


def test_a_confirmed_arrival_answers_the_alarm(cast: Cast) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person)
    watch_arrivals(at(58))

    confirm_arrival(Transfer.objects.get(pk=transfer.pk), by=cast.claire, at=at(59))

    assert (Alarm.objects.get().state, risk_of(person)) == ("cleared", "high")


def test_one_row_that_fails_hides_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = somebody(cast), somebody(cast)
    broken = travelling(cast, first)
    offer = asked(cast, second, cast.s017)
    record_offer_kept(cast, second, offer)
    plan_transfer(Offer.objects.get(pk=offer.pk), plan=plan(), by=cast.nora, at=at(27))
    chase = watching._chase

    def fail_for_one(transfer: Transfer, **options: object) -> None:
        if transfer.pk == broken.pk:
            raise RuntimeError
        chase(transfer, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "_chase", fail_for_one)
    watch_arrivals(at(58))

    assert [alarm.person for alarm in Alarm.objects.all()] == [second.pk]


def record_offer_kept(cast: Cast, person: Person, offer: Offer) -> None:
    accept_offer(offer, by=cast.nora, at=at(1))
    confirm_offer(offer, by=cast.nora, at=at(2))
    agree(person, cast, "place", offer.pk)
    keep_place(offer, by=cast.nora, at=at(3))


@pytest.mark.parametrize("who", ["escort", "karim", "nora", "judith"])
def test_escort_house_or_coordination_postpones_by_one_act(cast: Cast, who: str) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person, escort=cast.escort)

    postpone(transfer, minutes=60, by=getattr(cast, who), at=at(50))

    assert read(transfer, "times", Times).expected_at == at(58)
    watch_arrivals(at(58.9))
    assert not Alarm.objects.exists()
    watch_arrivals(at(59))
    assert Alarm.objects.count() == 1


def test_the_escort_acts_on_the_days_of_the_journey_only(cast: Cast) -> None:
    transfer = travelling(cast, somebody(cast), escort=cast.escort)
    other = account("Zoé Q.", "escort")
    first_day, last_day = at(48), at(57)
    before, after = first_day - timedelta(hours=24), last_day + timedelta(hours=24)

    for moment in (before, after):
        for act in (open_sheet, depart):
            with pytest.raises(NotAllowed):
                act(Transfer.objects.get(pk=transfer.pk), by=cast.escort, at=moment)
    for stranger in (other, cast.karim, cast.marc, cast.anne, cast.lawyer):
        with pytest.raises(NotAllowed):
            open_sheet(Transfer.objects.get(pk=transfer.pk), by=stranger, at=first_day)
    assert list(escorted_by(cast.escort)) == [transfer]
    assert list(escorted_by(other)) == []
    depart(transfer, by=cast.escort, at=first_day)
    assert transfer.state == "under_way"


def test_the_sheet_tells_the_next_leg_and_no_more(cast: Cast) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person, escort=cast.escort)

    first = open_sheet(transfer, by=cast.escort, at=at(47))
    second = open_sheet(transfer, by=cast.escort, at=at(49))

    assert (first.leg.end, first.meeting_point, first.handover) == ("Paris Gare de Lyon", "devant le kiosque", "")
    assert "Cherbourg" not in repr(first)
    assert (second.leg.end, second.meeting_point, second.handover) == ("Cherbourg", "", "sortie nord, voiture grise")
    assert "Nice" not in repr(second)
    assert events_of(person).count("sheet_opened") == 2
    assert open_sheet(transfer, by=cast.nora, at=at(30)).number == 1
    assert open_sheet(transfer, by=cast.judith, at=at(30)).number == 1
    with pytest.raises(NotAllowed):
        open_sheet(transfer, by=cast.marc, at=at(30))


def test_the_house_reads_how_to_meet_her_and_never_the_route(cast: Cast) -> None:
    transfer = travelling(cast, somebody(cast))

    told = open_handover(transfer, by=cast.karim, at=at(50))

    assert (told.where, told.code_word) == ("sortie nord, voiture grise", "mimosa")
    assert "Nice" not in repr(told)
    with pytest.raises(NotAllowed):
        open_handover(transfer, by=cast.other_manager, at=at(50))


def test_a_cancelled_journey_leaves_the_place_hers(cast: Cast) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person)

    cancel_transfer(transfer, reason="fièvre", by=cast.nora, at=at(30))

    assert (Transfer.objects.get().state, Offer.objects.get().state) == ("cancelled", "kept")
    assert taken_by(place_of(cast.s058), at(31)) == {person.pk}
    with pytest.raises(NotNow):
        confirm_arrival(Transfer.objects.get(), by=cast.nora, at=at(31))


def test_an_arrival_by_telephone_with_nothing_before_owes_every_step(cast: Cast) -> None:
    person = somebody(cast, joins=False)
    spoken = OnBehalf("Karim S.", at(-3))

    stay = record_arrival(
        person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058), by=cast.judith, at=AT, on_behalf_of=spoken
    )

    assert read(stay, "terms", StayTerms).began_at == at(-3)
    assert owed(person.pk) == [
        "join_agreement", "offer", "shelter_answer", "interview", "shelter_confirmation", "place_agreement", "transfer",
    ]  # fmt: skip
    line = next(line for line in timeline.read(person.pk) if line.event == "stay_began")
    assert (line.on_behalf_of, line.happened_at) == ("Karim S.", at(-3))


def test_what_is_owed_shrinks_as_it_is_entered(cast: Cast) -> None:
    person = somebody(cast, joins=False)
    stay = record_arrival(person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058), by=cast.nora, at=AT)

    agree(person, cast, "join")
    agree(person, cast, "place")
    for code in ("offer", "shelter_answer", "interview", "shelter_confirmation"):
        enter_owed(stay, code=code, by=cast.nora, at=at(1), on_behalf_of=OnBehalf("Claire M.", at(-20)))
    with pytest.raises(NotNow):
        enter_owed(stay, code="offer", by=cast.nora, at=at(1))

    assert owed(person.pk) == ["transfer"]
    assert events_of(person).count("owed_entered") == 4


def test_an_arrival_fulfils_the_offer_of_that_place_and_releases_the_others(cast: Cast) -> None:
    person = somebody(cast)
    here, elsewhere = asked(cast, person), asked(cast, person, cast.s017, several=True)

    record_arrival(person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058), by=cast.nora, at=at(5))

    assert Offer.objects.get(pk=here.pk).state == "fulfilled"
    assert Offer.objects.get(pk=elsewhere.pk).state == "released"
    assert owed(person.pk) == ["shelter_answer", "interview", "shelter_confirmation", "place_agreement", "transfer"]


def test_an_arrival_too_near_is_written_down_and_its_exception_owed(cast: Cast) -> None:
    person = somebody(cast, zone="FR-83")

    record_arrival(person, shelter_id=cast.s002.pk, place_id=place_of(cast.s002), by=cast.nora, at=at(5))

    assert "override" in owed(person.pk)


def test_an_arrival_confirms_the_journey_that_was_planned(cast: Cast) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person)

    record_arrival(person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058), by=cast.nora, at=at(57))

    assert Transfer.objects.get(pk=transfer.pk).state == "arrived"
    assert owed(person.pk) == []


def test_a_place_that_somebody_lives_in_takes_no_second(cast: Cast) -> None:
    arrived(cast, somebody(cast))
    second = somebody(cast)

    with pytest.raises(PlaceTaken):
        record_arrival(second, shelter_id=cast.s058.pk, place_id=place_of(cast.s058), by=cast.nora, at=at(60))

    assert not Stay.objects.of_person(second.pk).exists()


def test_arrival_ends_the_relay_apartment(cast: Cast) -> None:
    person = somebody(cast, zone="FR-59")
    relay = begin_relay_stay(person, shelter_id=cast.relay.pk, place_id=place_of(cast.relay), by=cast.nora, at=AT)

    arrived(cast, person)

    assert Stay.objects.get(pk=relay.pk).state == "ended"
    assert not taken_by(place_of(cast.relay), at(58))


def test_a_departure_without_telephone_safety_is_owed(cast: Cast) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person)

    depart(transfer, by=cast.nora, at=at(48))
    assert owed(person.pk) == ["phone_safety"]
    full = Plan(plan().route, at(57), checklist=list(CHECKLIST))
    change_transfer(transfer, plan=full, by=cast.nora, at=at(48))

    assert owed(person.pk) == []


def test_a_refused_second_confirmation_changes_nothing(cast: Cast) -> None:
    transfer = travelling(cast, somebody(cast))
    twin = Transfer.objects.get(pk=transfer.pk)
    confirm_arrival(transfer, version=transfer.version, by=cast.karim, at=at(57))

    with pytest.raises(Stale):
        confirm_arrival(twin, version=twin.version, by=cast.claire, at=at(57))

    assert Stay.objects.filter(state="present").count() == 1


def test_everything_so_far_verifies(cast: Cast) -> None:
    arrived(cast, somebody(cast))

    assert audit.verify().holds


def test_a_risk_that_nobody_set_counts_as_the_highest(cast: Cast) -> None:
    person = open_situation(profile=Profile(), by=cast.nora, at=AT)
    start(person, by=cast.nora, at=AT)

    assert reach(person.pk, "FR-83").min_km == 300
