"""What the network lacks: said of houses plainly, of persons only as far as a number may be told."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from havre.common.disclosure import INSIDE
from havre.desk import lacks
from havre.desk.lacks_words import lines
from havre.directory.profiles import Accepts, Agreement, Place, ShelterProfile
from havre.evaluation.figures import read_years
from havre.people.profiles import Member, Needs, Profile
from havre.placements.capacity import Known
from havre.placements.coarse import needs_of
from havre.placements.operations.search import unable_to_place
from havre.record import guard
from havre.record.facts import write_pending
from havre.record.models import Fact
from tests.cast import AT, Cast
from tests.stories import walk

NORTH, SOUTH, ISLAND = "FR-50", "FR-13", "FR-974"


def house(area: str, **has: object) -> ShelterProfile:
    return ShelterProfile(area=area, **has)  # type: ignore[arg-type]


def said(found: list[lacks.Lack]) -> set[str]:
    return {line.text for line in lines(found, 2026)}


def test_what_no_house_has_is_said_of_the_whole_network_and_what_half_of_it_lacks_of_that_half() -> None:
    ramp = Place("a", "1", size=4, accessible=True)
    wide = Accepts(["Feminine", "Masculine"], children=True, pregnant=True)
    houses = [
        house(SOUTH, places=[ramp], accepts=wide, languages=["fr", "en"], night_staff=True),
        house(NORTH, accepts=wide, night_staff=True, places=[Place("b", "1", size=4)]),
        house(ISLAND, accepts=Accepts(animals=True)),
    ]

    found = lacks.lacks(houses, {})

    assert [(one.need, one.where, one.houses) for one in found if not one.is_language] == [
        ("accessible", lacks.NORTH, 1), ("animals", lacks.NORTH, 1),
    ]  # fmt: skip
    assert "Aucune place accessible en fauteuil au nord de la Loire" in said(found)
    assert not any("anglais" in text for text in said(found))
    assert "Aucun lieu n’accueille d’hommes" in said(lacks.lacks([house(NORTH)], {}))


def test_a_broken_place_is_no_supply_and_a_paused_house_still_is() -> None:
    broken = Place("a", "1", accessible=True, status="out_of_service")

    assert not lacks.answers(house(NORTH, places=[broken]), "accessible")
    assert lacks.answers(house(NORTH, languages=["ro"]), "speaks_ro")


def test_only_a_number_that_is_told_moves_a_lack_up() -> None:
    told = lacks.lacks([], {"speaks_ro": 7, "men": None, "animals": 0})
    hidden = lacks.lacks([], {"speaks_ro": None, "men": None, "animals": None})
    nobody = lacks.lacks([], {})

    assert told[0].need == "speaks_ro"
    assert [one.need for one in hidden] == [one.need for one in nobody]
    first, *rest = lines(told, 2026)
    assert (first.text, first.needed) == (
        "Personne ne parle roumain", "7 recherches sans place en avaient besoin en 2026.",
    )  # fmt: skip
    assert not any(line.needed for line in rest)
    assert sum("Personne ne parle" in line.text for line in rest) == 1


def test_needs_are_wide_classes() -> None:
    rare = Profile(household=[Member("Masculine", 30)], languages=["ti", "ro"], needs=Needs(accessible=True))
    family = Profile(household=[Member("Feminine", 30), *[Member("Masculine", 4, "child")] * 3], languages=["fr", "ti"])

    assert needs_of(rare) == ["accessible", "men", "speaks_ro", "speaks_other"]
    assert needs_of(family) == ["children", "large"]


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_search_without_a_place_leaves_its_needs_apart_from_each_other(cast: Cast) -> None:
    it = walk(cast, "searching", profile=Profile(household=[Member("Feminine", 25)], pregnant=True, languages=["ro"]))

    unable_to_place(it.person, reason="rien", by=cast.nora, at=it.at(9))
    write_pending(it.at(20))

    rows = Fact.objects.filter(kind__in=["unplaced", "unmet"])
    assert sorted((row.kind, *row.values.values()) for row in rows if row.kind == "unmet") == [
        ("unmet", "pregnant"), ("unmet", "speaks_ro"),
    ]  # fmt: skip
    assert all(len(row.values) == 1 for row in rows)
    year = read_years(k=INSIDE, today=AT.date())[AT.year]
    assert year.unmet["pregnant"] is None  # one person is hidden
    assert set(year.unmet.values()) == {None}  # and so is who did not need it


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_page_is_for_those_who_keep_the_directory_and_who_waits_for_the_coordination(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with guard.housekeeping("a year of facts"):
        year = timezone.localdate().year
        Fact.objects.bulk_create(
            [Fact(kind="unplaced", year=year, values={"obstacle": "several"}) for _ in range(12)]
            + [Fact(kind="unmet", year=year, values={"need": "speaks_ro"}) for _ in range(6)]
            + [Fact(kind="unmet", year=year, values={"need": "men"}) for _ in range(3)]
        )
    where = reverse("desk:lacks")

    client.force_login(cast.nora)
    with django_assert_max_num_queries(24):
        page = client.get(where).content.decode()
    client.force_login(cast.project)
    officers = client.get(where).content.decode()

    assert "Personne ne parle roumain" in page
    assert "6 recherches sans place" in page
    assert "3 recherches" not in page
    assert "Aucune place accessible en fauteuil" in page
    assert "Qui attend" in page
    assert "Qui attend" not in officers
    for user in (cast.lawyer, cast.claire, cast.anne, cast.officer, cast.administrator):
        client.force_login(user)
        assert client.get(where).status_code == 404


def test_a_house_that_left_counts_no_more() -> None:
    gone = house(NORTH, agreement=Agreement(until=AT.date().replace(day=1)))
    stays = house(SOUTH)

    known = [Known(uuid.uuid4(), 1, f"S00{number}", profile) for number, profile in enumerate((gone, stays))]

    assert lacks.members(known, AT.date()) == [stays]
