"""Law 2 on the pages: whoever is not of the case, on duty or of the house learns of nobody where she is."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from havre.accounts.models import User
from havre.directory.models import Shelter
from havre.people.profiles import Wishes
from havre.placements.operations.offers import make_offer
from havre.placements.operations.overrides import ask_override, grant_override
from tests.cast import Cast
from tests.stories import Situation, go_on, mother, place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PLACED = ("asked", "accepted", "kept", "travelling", "arrived", "ended")


def pages_about(it: Situation) -> Iterator[str]:
    """Every page that is addressed by something of this situation, and the lists it may stand in."""
    person = it.person.pk
    for path in ("", "profile", "agreements", "readers", "sealed"):
        yield f"/people/{person}/{path}/".replace("/profile/", "/").replace("//", "/")
    yield f"/situations/{person}/"
    yield f"/assessments/{person}/"
    yield f"/referrals/{it.referral.pk}/read/"
    for page in ("offers", "interview", "transfer", "stay"):
        yield f"/placements/{person}/{page}/"
    if hasattr(it, "offer"):
        yield f"/placements/offers/{it.offer.pk}/"
    yield from ("/", "/situations/", "/waiting/", "/placements/travel/", "/placements/overrides/")


def marks_of(house: Shelter, area: str, name: str, place: uuid.UUID) -> re.Pattern[str]:
    words = [house.code, str(house.pk), area, name, str(place)]
    return re.compile("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in words))


CAPACITY = "Où il reste de la place"
"""The map of free places is the same for every coordinator and shows no person: a place that is held is not free on it."""


def telling(user: User, it: Situation) -> list[str]:
    """The pages on which the house where she is stands out from another one just like it."""
    client = Client()
    client.force_login(user)
    hers = marks_of(it.house, "FR-50", "Manche", it.place)
    other = marks_of(it.cast.s017, "FR-29", "Finistère", place_of(it.cast.s017))
    found = []
    for path in pages_about(it):
        answer = client.get(path)
        text = answer.content.decode() if answer.status_code == 200 else ""
        text = text.split(CAPACITY)[0]
        if len(hers.findall(text)) != len(other.findall(text)):
            found.append(path.replace(str(it.person.pk), "…"))
    return found


@pytest.mark.parametrize("stage", PLACED)
def test_a_colleague_the_head_and_the_lawyer_read_the_file_without_the_place(cast: Cast, stage: str) -> None:
    it = walk(cast, stage, profile=mother(wishes=Wishes()))

    with time_machine.travel(it.at(0), tick=False):
        told = {who: telling(getattr(cast, who), it) for who in ("marc", "head", "lawyer")}

    assert told == {"marc": [], "head": [], "lawyer": []}


def test_her_own_coordinator_does_see_the_house(cast: Cast) -> None:
    it = walk(cast, "accepted", profile=mother(wishes=Wishes()))

    assert telling(cast.nora, it)


@pytest.mark.parametrize("stage", ["accepted", "kept", "travelling", "arrived"])
def test_once_a_house_says_yes_the_search_no_longer_says_which_one_was_chosen(cast: Cast, stage: str) -> None:
    """Otherwise the rank would name the house to every colleague who looks at the list beside it."""
    it = walk(cast, stage, profile=mother(wishes=Wishes()))

    def said(user: User) -> str:
        client = Client()
        with time_machine.travel(it.at(28), tick=False):
            client.force_login(user)
            return client.get(f"/placements/{it.person.pk}/search/").content.decode()

    assert "a choisi la place" in said(cast.nora)
    for colleague in (cast.marc, cast.head):
        text = said(colleague)
        assert "Nora B. a choisi" in text
        assert "a choisi la place" not in text


@pytest.mark.parametrize("stage", ["asked", "kept", "arrived"])
def test_an_exception_shows_a_colleague_a_distance_and_no_house(cast: Cast, stage: str) -> None:
    """Whoever agrees to it judges kilometres and reasons; the house is learnt by who may learn it."""
    it = walk(cast, "searched", profile=mother(wishes=Wishes()))
    it.house, it.place, it.manager = cast.s002, place_of(cast.s002), cast.nora
    exception = ask_override(it.person, place_id=it.place, reason="sa sœur y vit", by=cast.nora, at=it.at(5))
    grant_override(exception, by=cast.judith, at=it.at(5))
    it.agree("join", hours=6)
    it.offer = make_offer(
        it.person, shelter_id=it.house.pk, place_id=it.place, answer_by=it.at(30), by=cast.nora, at=it.at(6)
    )
    if stage != "asked":
        go_on(it, stage, after="asked")
    client = Client()
    client.force_login(cast.marc)

    pages = ["/placements/overrides/", f"/placements/overrides/{exception.pk}/"]
    text = "".join(client.get(path).content.decode() for path in pages)

    assert "sa sœur y vit" in text
    for mark in ("S002", "FR-13", "Bouches-du-Rhône", str(it.house.pk)):
        assert mark not in text
