"""Two persons who must not meet and one house: an alarm, whatever the way they came to it; none where they do not meet."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.directory.operations.places import add_place
from havre.people.apart import keep_apart
from havre.people.handing import take_over_case
from havre.people.models import Person
from havre.placements.content import AlarmContent, read
from havre.placements.models import Alarm
from havre.placements.operations.alarms import TOGETHER, clear_alarm, clear_for_arrival
from havre.placements.operations.offers import accept_offer, make_offer
from havre.placements.operations.transfers import record_arrival
from havre.record.operations import operation
from tests.cast import Cast, shelter
from tests.stories import Situation, ask, place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def alarmed() -> list[tuple[Person, list[str]]]:
    """Whose alarms are open, and whom each names."""
    rows = [(row, read(row, "content", AlarmContent)) for row in Alarm.objects.filter(state__in=("open", "taken"))]
    return [
        (Person.objects.get(pk=row.situation_id), content.others) for row, content in rows if content.kind == TOGETHER
    ]


def apart(one: Situation, other: Situation, hours: float = 60) -> None:
    keep_apart(one.person, reference=other.person.reference, by=one.person.coordinator, at=one.at(hours))


@pytest.fixture
def two_places(cast: Cast) -> Cast:
    """A house with a place for each of them."""
    add_place(
        cast.s058,
        label="2",
        kind="flat",
        size=2,
        free_from=cast.s058.read_profile().places[0].free_from,
        by=cast.claire,
        at=walk(cast, "called").at(0),
    )
    return cast


def test_noted_while_both_live_in_one_house(two_places: Cast, client: Client) -> None:
    cast = two_places
    there, newcomer = walk(cast, "arrived"), walk(cast, "searched")
    record_arrival(
        newcomer.person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058, 1), by=cast.nora, at=newcomer.at(58)
    )
    take_over_case(there.person, reason="load", by=cast.marc, at=there.at(59))
    before = newcomer.assessment.risk_level

    apart(newcomer, there)

    assert alarmed() == [(newcomer.person, [str(there.person.pk)])], "one for the two of them"
    content = read(Alarm.objects.get(), "content", AlarmContent)
    assert {str(cast.nora.pk), str(cast.marc.pk), str(cast.judith.pk)} <= set(content.told), (
        "both coordinators, the duty"
    )
    assert newcomer.assessment.risk_level == before
    with time_machine.travel(newcomer.at(61), tick=False):
        client.force_login(cast.judith)
        for path in ("/", reverse("placements:alarm", args=[Alarm.objects.get().pk])):
            page = client.get(path).content.decode()
            assert "quelqu’un à ne pas croiser a le même lieu" in page
            assert there.person.reference not in page[: page.index("<h1")] and "S058" not in page
    _clear_for_arrival(newcomer.person.pk, by=None, at=newcomer.at(61))
    assert alarmed(), "an arrival that is confirmed does not answer it"
    clear_alarm(Alarm.objects.get(), reason="deux étages, deux entrées", by=cast.judith, at=newcomer.at(62))
    assert alarmed() == []


@operation
def _clear_for_arrival(person_id, *, by, at) -> None:  # type: ignore[no-untyped-def]
    clear_for_arrival(person_id, reason="elle est là", by=by, at=at)


def test_she_arrives_by_telephone_where_the_other_lives(two_places: Cast) -> None:
    cast = two_places
    there, newcomer = walk(cast, "arrived"), walk(cast, "searched")
    apart(there, newcomer)
    assert alarmed() == []

    record_arrival(
        newcomer.person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058, 1), by=cast.nora, at=newcomer.at(61)
    )

    assert alarmed() == [(newcomer.person, [str(there.person.pk)])]


def test_a_second_one_is_asked_for_where_a_place_is_held_for_the_first(two_places: Cast) -> None:
    cast = two_places
    first, second = walk(cast, "accepted"), walk(cast, "searched")
    second.place = place_of(cast.s058, 1)
    apart(first, second, hours=9)
    assert alarmed() == []

    ask(second)

    assert alarmed() == [(second.person, [str(first.person.pk)])]


def test_of_two_who_are_only_asked_for_none_and_then_one_is_held(two_places: Cast) -> None:
    cast = two_places
    first, second = walk(cast, "asked"), walk(cast, "searched")
    second.place = place_of(cast.s058, 1)
    apart(first, second, hours=6)
    ask(second)
    assert alarmed() == [], "asking holds nothing"

    accept_offer(first.offer, by=cast.claire, at=first.at(8))

    assert alarmed() == [(first.person, [str(second.person.pk)])]


def test_two_houses_or_nobody_to_avoid_raise_none(two_places: Cast) -> None:
    cast = two_places
    elsewhere = shelter("S940", "FR-29", at=walk(cast, "called").at(0))
    there, far, friend = walk(cast, "arrived"), walk(cast, "searched"), walk(cast, "searched")
    apart(there, far)
    far.agree("join", hours=61)
    make_offer(
        far.person,
        shelter_id=elsewhere.pk,
        place_id=place_of(elsewhere),
        answer_by=far.at(90),
        by=cast.nora,
        at=far.at(62),
    )
    record_arrival(
        friend.person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058, 1), by=cast.nora, at=friend.at(63)
    )

    assert alarmed() == []
