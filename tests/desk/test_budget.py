"""Every page that a link leads to asks few statements of both databases together, and no more when there is twice as much."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.directory.operations.accounts import grant_role
from havre.directory.operations.shelters import pause_shelter
from havre.network.operations import send_letter
from havre.people.operations import give_agreement
from havre.placements.calling import FREE, NO
from havre.placements.operations.alarms import CHECK_IN, raise_alarm
from havre.placements.operations.answers import Answer, answer_call
from havre.placements.operations.rounds import start_round
from havre.placements.operations.search import make_search
from havre.record import undo
from tests.cast import AT, Cast, shelter
from tests.network.story import a_letter, a_topic, address_of, tell
from tests.resources.story import answered, ask, card
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MOST = 25
READERS = ("nora", "head", "lawyer", "project", "claire", "anne")
STAGES = ("called", "assessed", "searched", "asked", "kept", "travelling", "arrived", "ended")
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SET")
"""What opens, checks and closes a transaction is not counted: PostgreSQL checks its constraints by a ``SET``."""
_LINK = re.compile(r'href="(/[^"#?]*)"')


def fill(cast: Cast, letter: str) -> list[str]:
    """One situation in each of the stages, each with a house of Claire's; one is called for and a house answered, two
    ring. Returns the addresses of the search for the one who is called for and for the one who has a place already."""
    searches = []
    for number, stage in enumerate(STAGES):
        house = shelter(f"{letter}{number:03}", "FR-29", at=AT)
        grant_role(cast.claire, role="shelter_manager", organisation=house.organisation, by=None, at=AT)
        cast.claire = User.objects.get(pk=cast.claire.pk)
        person = walk(cast, stage, house=house, manager=cast.claire).person
        if stage == "searched":
            give_agreement(person, kind="join", how="spoken", by=cast.nora, at=timezone.now())
            row = start_round(person, by=cast.nora, at=timezone.now())
            answer_call(row, house=0, answer=Answer(FREE), by=cast.judith, at=timezone.now())
            make_search(person, by=cast.nora, at=timezone.now())
        if stage in ("searched", "arrived"):
            searches.append(reverse("placements:search", args=[person.pk]))
        answered(cast.anne, cast.nora, card())
        a_topic(cast.nora, tell(cast.claire, house.organisation))
        send_letter(a_letter(cast.nora, cast.s058.organisation), address_of=address_of, by=cast.nora, at=AT)
        ask(cast.anne)
        if stage in ("called", "assessed"):
            raise_alarm(person.pk, kind=CHECK_IN, by=None, at=timezone.now())
    return searches


def cost(client: Client, path: str) -> int:
    """Statements on both databases; the figures of the navigation are counted anew, as every fifteen seconds."""
    cache.delete("shell.counts")
    with CaptureQueriesContext(connections["default"]) as data, CaptureQueriesContext(connections["keys"]) as keys:
        client.get(path)
    asked = [query["sql"].split(maxsplit=1)[0].upper() for query in [*data.captured_queries, *keys.captured_queries]]
    return sum(verb not in TRANSACTION for verb in asked)


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """(name, path) of one page of each kind that links lead to, from the first page on; each was read once."""
    waiting, seen = ["/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        try:
            name = resolve(path).view_name
        except Resolver404:
            continue
        if name in seen or "account" in name:
            continue
        answer = client.get(path)
        if answer.status_code == 404:
            continue
        seen.add(name)
        if answer.status_code == 302:
            waiting.append(answer["Location"].partition("?")[0])
        if answer.status_code == 200 and "text/html" in answer["Content-Type"] and not answer.streaming:
            yield name, path
            waiting += [html.unescape(link) for link in _LINK.findall(answer.content.decode())]


def reader(cast: Cast, who: str) -> Client:
    user: User = getattr(cast, who)
    client = Client()
    client.force_login(user)
    return client


def test_no_page_asks_much_and_none_asks_more_when_there_is_twice_as_much(cast: Cast) -> None:
    searches = fill(cast, "Y")
    found = {(who, *page): 0 for who in READERS for page in pages(reader(cast, who))}
    found |= {(who, "placements:search", path): 0 for who in ("nora", "head") for path in searches}
    once = {key: cost(reader(cast, key[0]), key[2]) for key in found}

    fill(cast, "Z")
    reader(cast, "nora").get("/")  # what houses say of themselves is read again once they have changed
    twice = {key: cost(reader(cast, key[0]), key[2]) for key in found}

    assert len({name for _who, name, _path in found}) > 50
    assert {key[:2]: count for key, count in once.items() if count > MOST} == {}
    assert {key[:2]: (once[key], count) for key, count in twice.items() if count > max(once[key], 1)} == {}


def test_a_day_of_every_kind_of_act_that_goes_back_asks_no_more(cast: Cast) -> None:
    for number, stage in enumerate(("searched", "searched", "asked", "accepted", "interview", "kept", "planned")):
        house, start = shelter(f"U{number:03}", "FR-29", at=AT), timezone.now() - timedelta(hours=9)
        it = walk(cast, stage, house=house, start=start, manager=cast.nora)
        if stage == "searched":
            give_agreement(it.person, kind="join", how="spoken", by=cast.nora, at=timezone.now())
        if stage == "searched" and number:
            row = start_round(it.person, by=cast.nora, at=timezone.now())
            answer_call(row, house=0, answer=Answer(NO, reason="no_place"), by=cast.nora, at=timezone.now())
    pause_shelter(cast.s017, since=AT.date(), reason="travaux", by=cast.nora, at=timezone.now())

    ways = {act.event for act in undo.recent(cast.nora, timezone.now()) if act.way_back}
    assert len(ways) >= 7, ways
    assert cost(reader(cast, "nora"), "/recent/") <= MOST
