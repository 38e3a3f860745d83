"""Up to three places side by side, and the price of a rare one in words."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from havre.assessments.content import Zone
from havre.directory.profiles import Accepts
from havre.people.profiles import Wishes
from havre.placements.comparing import Comparison, price_words, rare_words
from havre.placements.looking import Looking
from havre.placements.problem import table_for
from havre.placements.search_words import names_of
from tests.cast import AT, Cast, shelter
from tests.placements.stories import place_of, somebody
from tests.stories import mother, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_rare_place_says_so_and_a_common_one_keeps_silent(cast: Cast) -> None:
    common = [shelter(f"S1{n:02}", "FR-29", size=1, night_staff=False) for n in range(3)]
    rare = shelter("S200", "FR-67", accepts=Accepts(["Feminine"], children=True, animals=True))
    table = table_for(somebody(cast), AT)
    index = table.network.capacity.place_index

    said = rare_words(table, index[str(place_of(rare))])

    assert said == (
        "C’est la dernière place libre en région Grand Est et la dernière place libre qui accepte un animal."
    )
    assert rare_words(table, index[str(place_of(common[0]))]) == ""


def test_the_price_names_who_would_have_no_place_left(cast: Cast) -> None:
    """Two wait; one of them can go to S058 only: the others are too near her danger, or where she does not wish to go."""
    first = walk(cast, "searching")
    bound = walk(
        cast, "searching", zone=Zone(area="FR-29"), level="low", profile=mother(wishes=Wishes(avoid_areas=["FR-13"]))
    )
    for it in (first, bound):
        it.agree("join", hours=6)
    table = table_for(first.person, bound.at(7))
    [other] = [name for key, name in names_of(table.seekers).items() if key == str(bound.person.pk)]

    assert price_words(table, str(place_of(cast.s058))) == (
        f"Même tout bien réparti, il n’y aurait plus de place pour {other}."
    )
    assert price_words(table, str(place_of(cast.s017))) == "Tout bien réparti, personne d’autre n’y perd sa place."


def test_at_most_three_that_fit_are_compared(cast: Cast) -> None:
    for number in range(4):
        shelter(f"S1{number:02}", "FR-35")
    looking = Looking(table_for(somebody(cast), AT), AT, knows_all=True, all_places=True)
    places = [row.place for row in looking.rows]
    assert len(places) == 6

    found = Comparison(looking, [*places[:4], str(place_of(cast.s002)), "rien"])

    assert [one.row.place for one in found.places] == places[:3]
    assert found.left_out == 3
    assert Comparison(looking, []).title == "Cochez deux ou trois places pour les comparer."


def test_the_page_compares_for_the_coordination_only_and_holds_no_place_in_an_address(
    cast: Cast, client: Client
) -> None:
    person = somebody(cast)
    url = reverse("placements:search_compare", args=[person.pk])
    sent = {"place": [str(place_of(cast.s058)), str(place_of(cast.s017))]}
    client.force_login(cast.lawyer)
    assert client.post(url, sent).status_code == 404
    client.force_login(cast.marc)

    page = client.post(url, sent).content.decode()

    assert f"Deux places pour {person.pseudonym}, côte à côte." in page
    assert "soutien psychologique" in page
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert not [address for address in addresses if str(place_of(cast.s058)) in address]
