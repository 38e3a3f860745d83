"""She is there: the relay apartment of 14 days, the daily word, the end that frees the place, the nightly count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from havre.assessments.models import Assessment
from havre.common.dataclass_json import from_json
from havre.directory.models import Shelter
from havre.directory.profiles import ShelterProfile
from havre.people.models import Person
from havre.people.operations import assign, open_situation, withdraw_agreement
from havre.people.policies import NoAgreement
from havre.people.profiles import Member, Profile
from havre.placements.admissions import count_admissions
from havre.placements.content import StayTerms, read
from havre.placements.events import MovePlanned
from havre.placements.holds import taken_by
from havre.placements.models import Alarm, Override, Stay
from havre.placements.operations.overrides import REVIEW, NotYourOwnReview, review_override
from havre.placements.operations.stays import (
    EndBeforeBeginning,
    InsideZone,
    NotRelay,
    RelayTooNear,
    SayWhyItEnds,
    TooLong,
    begin_relay_stay,
    check_in,
    end_stay,
    extend_stay,
    plan_move,
    watch_check_ins,
)
from havre.placements.operations.transfers import record_arrival
from havre.placements.policies import AlreadyThere, Incompatible
from havre.placements.stored import OverrideContent
from havre.record import clocks, events, timeline
from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed, OnBehalf
from havre.record.transitions import NotNow
from tests.cast import AT, Cast, shelter
from tests.placements.stories import arrived, assess, at, place_of, somebody

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def relay_stay(cast: Cast, person: Person, **options: object) -> Stay:
    arguments = {"shelter_id": cast.relay.pk, "place_id": place_of(cast.relay), "by": cast.nora, "at": AT} | options
    return begin_relay_stay(person, **arguments)  # type: ignore[arg-type]


def test_a_relay_stay_lasts_14_days_at_most(cast: Cast) -> None:
    person = somebody(cast, zone="FR-59")
    with pytest.raises(TooLong):
        relay_stay(cast, person, planned_end=date(2026, 4, 1))

    stay = relay_stay(cast, person)

    assert read(stay, "terms", StayTerms).planned_end == date(2026, 3, 31)
    for too_late in (date(2026, 4, 1), None):
        with pytest.raises(TooLong):
            extend_stay(Stay.objects.get(), planned_end=too_late, by=cast.nora, at=at(1))
    extend_stay(stay, planned_end=date(2026, 3, 20), by=cast.nora, at=at(1))
    assert read(Stay.objects.get(), "terms", StayTerms).planned_end == date(2026, 3, 20)


def test_nearer_than_the_rule_takes_the_duty_and_a_reason_and_the_head_knows_at_once(cast: Cast) -> None:
    touching, near = somebody(cast, zone="FR-06"), somebody(cast, zone="FR-30")
    with pytest.raises(InsideZone):
        relay_stay(cast, touching, by=cast.judith, reason="cette nuit")
    with pytest.raises(RelayTooNear):
        relay_stay(cast, near, by=cast.nora, reason="cette nuit")
    with pytest.raises(RelayTooNear):
        relay_stay(cast, near, by=cast.judith)
    relay_stay(cast, near, by=cast.judith, reason="menacée cette nuit")

    override = Override.objects.get()
    assert (override.state, override.place) == ("granted", place_of(cast.relay))
    assert read(override, "content", OverrideContent).alone
    assert OutboxMessage.objects.filter(recipient=cast.head.pk).count() == 1
    assert clocks.running(near.pk).filter(code=REVIEW).exists()
    with pytest.raises(NotYourOwnReview):
        review_override(override, stands=True, answer="oui", by=cast.judith, at=at(20))
    review_override(override, stands=True, answer="oui", by=cast.head, at=at(20))
    assert not clocks.running(near.pk).filter(code=REVIEW).exists()
    assert Override.objects.get().state == "reviewed"


def test_only_a_relay_apartment_takes_somebody_this_way(cast: Cast) -> None:
    person = somebody(cast)

    with pytest.raises(NotRelay):
        relay_stay(cast, person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058))


def test_an_emergency_stay_still_asks_what_she_wants(cast: Cast) -> None:
    person = open_situation(profile=Profile(household=[Member("Feminine", 30)]), by=cast.nora, at=AT)
    assign(person, coordinator=cast.nora, by=cast.nora, at=AT)
    assess(person, cast, risk="low", zone="FR-59")

    with pytest.raises(NoAgreement):
        relay_stay(cast, person)


def test_one_stay_at_a_time(cast: Cast) -> None:
    person = somebody(cast, zone="FR-59")
    relay_stay(cast, person)

    with pytest.raises(AlreadyThere):
        relay_stay(cast, person)


def test_a_missed_daily_word_opens_an_alarm_an_hour_later(cast: Cast) -> None:
    person = somebody(cast, zone="FR-59")
    stay = relay_stay(cast, person)

    assert watch_check_ins(at(23.9)) == 0
    watch_check_ins(at(24))
    watch_check_ins(at(24.9))
    assert [line.event for line in timeline.read(person.pk)].count("check_in_asked") == 1
    assert not Alarm.objects.exists()
    watch_check_ins(at(25))
    assert Assessment.objects.get(person=person).risk_level == "very_high"

    check_in(Stay.objects.get(pk=stay.pk), by=cast.judith, at=at(25.5), on_behalf_of=OnBehalf("Karim S.", at(25)))

    assert (Alarm.objects.get().state, Assessment.objects.get(person=person).risk_level) == ("cleared", "high")
    assert watch_check_ins(at(48.9)) == 0
    assert watch_check_ins(at(49)) == 1


def test_the_end_frees_the_place_and_keeps_the_stay_in_her_past(cast: Cast) -> None:
    person = somebody(cast)
    stay = arrived(cast, person)
    with pytest.raises(SayWhyItEnds):
        end_stay(stay, reason="", by=cast.claire, at=at(900))
    with pytest.raises(EndBeforeBeginning):
        end_stay(Stay.objects.get(), reason="private_housing", ended_on=date(2026, 1, 1), by=cast.claire, at=at(900))

    end_stay(Stay.objects.get(), reason="private_housing", by=cast.claire, at=at(900))

    row = Stay.objects.get()
    assert (row.state, row.person, row.shelter, row.place, row.terms) == ("ended", None, None, None, None)
    assert not taken_by(place_of(cast.s058), at(900))
    past = Person.objects.get(pk=person.pk).unseal("past")["stays"][0]
    assert (past["reason"], past["shelter"], past["began_on"]) == ("private_housing", str(cast.s058.pk), "2026-03-19")
    with pytest.raises(NotNow):
        end_stay(row, reason="private_housing", by=cast.claire, at=at(900))


def test_another_house_neither_sees_nor_ends_her_stay(cast: Cast) -> None:
    stay = arrived(cast, somebody(cast))

    assert not Stay.objects.visible_to(cast.other_manager).exists()
    with pytest.raises(NotAllowed):
        end_stay(stay, reason="private_housing", by=cast.other_manager, at=at(60))
    with pytest.raises(NotAllowed):
        extend_stay(stay, planned_end=date(2026, 9, 1), by=cast.other_manager, at=at(60))


def test_a_move_begins_a_new_search_while_she_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setitem(events._handlers, MovePlanned, [heard.append])
    person = somebody(cast)
    stay = arrived(cast, person)

    plan_move(stay, reason="vue par quelqu’un", by=cast.nora, at=at(100))

    assert heard == [MovePlanned(person.pk)]
    assert (stay.state, read(stay, "terms", StayTerms).moving) == ("present", "vue par quelqu’un")


def test_a_withdrawn_agreement_ends_no_stay(cast: Cast) -> None:
    person = somebody(cast)
    arrived(cast, person)

    withdraw_agreement(person.agreement_set.get(kind="join"), by=cast.nora, at=at(100))

    assert Stay.objects.get().state == "present"


def test_admissions_are_counted_for_all_houses_at_once_at_night(cast: Cast) -> None:
    arrived(cast, somebody(cast))
    ended = arrived_in(cast, cast.s017)
    end_stay(ended, reason="left_without_notice", by=cast.other_manager, at=at(60))
    before = dict(Shelter.objects.values_list("pk", "version"))

    count_admissions(at(57))
    assert admitted(cast.s058) == 0  # she came today: counted tomorrow
    count_admissions(at(57) + timedelta(days=1))
    count_admissions(at(57) + timedelta(days=2))

    assert [admitted(house) for house in (cast.s058, cast.s017, cast.s002)] == [1, 1, 0]
    assert all(Shelter.objects.get(pk=pk).version == version + 3 for pk, version in before.items())
    profile = from_json(ShelterProfile, Shelter.objects.get(pk=cast.s058.pk).unseal("profile"))
    assert profile.counted_on == date(2026, 3, 20)


def arrived_in(cast: Cast, house: Shelter) -> Stay:
    return record_arrival(somebody(cast), shelter_id=house.pk, place_id=place_of(house), by=cast.nora, at=at(57))


def admitted(house: Shelter) -> int:
    profile = from_json(ShelterProfile, Shelter.objects.get(pk=house.pk).unseal("profile"))
    return profile.admitted.get("2026", 0)


def test_a_relay_apartment_is_no_place_beside_somebody_of_her_network(cast: Cast) -> None:
    known = somebody(cast, zone="FR-59")
    beside = shelter("S083", "FR-83")
    record_arrival(known, shelter_id=beside.pk, place_id=place_of(beside), by=cast.nora, at=AT)

    with pytest.raises(Incompatible):
        relay_stay(cast, somebody(cast, zone="FR-59"))
