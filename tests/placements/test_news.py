"""What a house says in a call round stands at once on the pages of the directory, by its day and for nobody in particular."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from havre.desk.capacity import capacity_map
from havre.directory.models import Shelter
from havre.directory.operations.places import confirm_places, take_back_word
from havre.directory.operations.shelters import NotPaused, resume_shelter
from havre.placements.calling import FREE, YES, House
from havre.placements.models import PlaceNews
from havre.placements.operations import keeping
from havre.placements.operations.answers import Answer
from tests.cast import Cast
from tests.placements.test_rounds import as_, at, begun, content_of, no, say, text_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SENTENCE = "Dit au téléphone aujourd’hui : la liste en tient déjà compte."
LATER = date(2026, 5, 4)


def page(user: Any, house: House) -> str:
    return text_of(as_(user).get(reverse("directory:shelter", args=[house.shelter])))


def network_list(user: Any) -> str:
    return text_of(as_(user).get(reverse("directory:list")))


def free_on_the_map(cast: Cast, minutes: float) -> int:
    counted = capacity_map(cast.nora, at(minutes))
    assert counted is not None
    return counted.confirmed + counted.said_free


@time_machine.travel(at(10), tick=False)
def test_an_answer_stands_at_once_where_the_directory_is_read(cast: Cast) -> None:
    person, row = begun(cast)
    houses = content_of(row).houses
    free, versions = free_on_the_map(cast, 0), dict(Shelter.objects.values_list("pk", "version"))
    assert "téléphone" not in network_list(cast.nora)

    say(row, 0, no("not_ready", LATER), cast.nora, 1)
    say(row, 1, no("team_overloaded", LATER), cast.nora, 2)
    say(row, 2, Answer(FREE), cast.nora, 3)

    for reader in (cast.marc, cast.project):
        later, resting, now = (page(reader, house) for house in houses[:3])
        assert f"pas libre libre à partir du 4 mai {SENTENCE}" in later
        assert "En pause du 17 mars au 3 mai : " in resting
        assert f"libre {SENTENCE}" in now
        assert not any(word in later + resting + now for word in (person.reference, person.pseudonym, "10 h 15"))
    assert network_list(cast.project).count("nouvelles au téléphone aujourd’hui") == 3
    assert free_on_the_map(cast, 9) == free - 2
    assert dict(Shelter.objects.values_list("pk", "version")) == versions  # law 2

    for reader in (cast.lawyer, cast.other_referrer):  # who learns no place, and who reads no directory
        told = page(reader, houses[0]) + page(reader, houses[2]) + network_list(reader)
        assert "téléphone" not in told
    keeping.write_news(at(60 * 18))
    assert "téléphone aujourd’hui" not in page(cast.marc, houses[0])
    assert "pas libre libre à partir du 4 mai" in page(cast.marc, houses[0])


@time_machine.travel(at(10), tick=False)
def test_a_house_that_said_yes_is_only_taken(cast: Cast) -> None:
    """That it was telephoned to just now would say who is to come (law 2)."""
    _person, row = begun(cast)
    house = content_of(row).houses[0]
    say(row, 0, Answer(YES), cast.nora, 1)

    assert PlaceNews.objects.exists()
    assert "prise" in page(cast.marc, house)
    assert SENTENCE not in page(cast.marc, house)
    assert "téléphone" not in network_list(cast.marc)


@time_machine.travel(at(10), tick=False)
def test_the_house_reads_its_own_news_and_its_own_later_word_counts_even_when_it_is_the_same(cast: Cast) -> None:
    _person, row = begun(cast)
    houses = content_of(row).houses
    number = next(n for n, house in enumerate(houses) if house.shelter == str(cast.s058.pk))
    place, address = houses[number].place, reverse("directory:places")
    confirm_places(cast.s058, place_ids=[place], still_free=True, by=cast.claire, at=at())
    say(row, number, no(), cast.nora, 1)
    home = reverse("placements:shelter_home")
    assert SENTENCE in text_of(as_(cast.claire).get(address))
    assert SENTENCE in text_of(as_(cast.claire).get(home))

    confirm_places(cast.s058, place_ids=[place], still_free=True, by=cast.claire, at=at(2))

    assert SENTENCE not in text_of(as_(cast.claire).get(address))
    assert "Une place libre" in text_of(as_(cast.claire).get(address))
    cast.s058.refresh_from_db()
    version = cast.s058.version
    keeping.write_news(at(3))
    written = Shelter.objects.get(pk=cast.s058.pk)
    assert written.version == version + 1
    assert written.read_profile().places[0].free_from == at().date()


@time_machine.travel(at(10), tick=False)
def test_a_word_that_is_taken_back_leaves_what_was_telephoned(cast: Cast) -> None:
    _person, row = begun(cast)
    house = content_of(row).houses[0]
    say(row, 0, no("not_ready", LATER), cast.nora, 1)
    own = Shelter.objects.get(pk=house.shelter)
    confirm_places(own, place_ids=[house.place], still_free=True, by=cast.nora, at=at(2))
    assert SENTENCE not in page(cast.marc, house)

    take_back_word(own, by=cast.nora, at=at(3))

    assert SENTENCE in page(cast.marc, house)


@time_machine.travel(at(10), tick=False)
def test_a_pause_that_was_only_telephoned_can_be_ended_once(cast: Cast) -> None:
    _person, row = begun(cast)
    house = content_of(row).houses[1]
    own = Shelter.objects.get(pk=house.shelter)
    with pytest.raises(NotPaused):
        resume_shelter(own, by=cast.marc, at=at())
    say(row, 1, no("team_overloaded", LATER), cast.nora, 1)
    assert "Finir la pause" in page(cast.marc, house)

    resume_shelter(own, by=cast.marc, at=at(2))

    assert "En pause" not in page(cast.marc, house)
    keeping.write_news(at(3))
    assert Shelter.objects.get(pk=house.shelter).read_profile().pause is None
    with pytest.raises(NotPaused):
        resume_shelter(own, by=cast.marc, at=at(4))
