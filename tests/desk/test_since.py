"""«Depuis votre départ»: what happened, by situation; what does not wait stands first; paper has references only."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import havre.urls
from havre.accounts.models import User
from havre.desk.forms import SinceForm
from havre.intake.listing import number_of
from havre.journey.operations import add_note
from havre.placements.operations.alarms import CHECK_IN, raise_alarm, take_alarm
from havre.record import timeline, words
from tests.cast import Cast
from tests.desk.test_watch import promised
from tests.stories import Situation, ask, be_assessed, call, go_on, place_of, say_yes, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EVENING = datetime.fromisoformat("2026-03-18T18:00:00+01:00")
NOW = EVENING + timedelta(hours=15)


def text_of(client: Client, user: User, **asked: str) -> str:
    with time_machine.travel(NOW, tick=False):
        client.force_login(user)
        answer = client.get("/since/", asked)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def on_paper(page: str) -> str:
    """What the printer gets: without what is marked as for the screen."""
    return re.sub(r'<span class="no-print">.*?</span>', "", page[page.index("<main") :])


def test_what_happened_since_the_evening_stands_by_situation(cast: Cast, client: Client) -> None:
    quiet = walk(cast, "assessed")
    moved = walk(cast, "searched")
    moved.start = EVENING - timedelta(hours=5)
    ask(moved)
    say_yes(moved)
    add_note(moved.person, text="Sa sœur a appelé de Nice.", by=cast.marc, at=EVENING + timedelta(hours=3))

    page = text_of(client, cast.marc)

    assert "Une situation a bougé." in page
    shown = page[page.index('id="situation-1"') :]
    assert moved.person.reference in shown and quiet.person.reference not in shown
    assert shown.index("Note") < shown.index("Accord") and "par vous" in shown
    for secret in ("Sa sœur", "Nice", "S058", "Maison", "Claire M."):
        assert secret not in page, secret
    assert "le lieu d’accueil" in shown
    assert moved.person.pseudonym in page and moved.person.pseudonym not in on_paper(page)

    assert "Rien n’a bougé." in text_of(client, cast.marc, a="moi")
    assert quiet.person.reference in text_of(client, cast.marc, depuis="moment", le="2026-03-17T08:00")


def test_alarms_what_is_owed_and_what_is_late_come_first(cast: Cast, client: Client) -> None:
    travelling, late_call = walk(cast, "travelling"), promised(cast, hours=1, for_all=True)
    alarm = raise_alarm(travelling.person.pk, kind=CHECK_IN, by=None, at=EVENING)
    take_alarm(alarm, by=cast.judith, at=EVENING)
    waiting = walk(cast, "called")

    page = text_of(client, cast.nora)
    first = page[page.index('id="dabord"') : page.index('id="situation-')]

    assert "Point du jour manqué depuis 15 h" in first and "Judith L. s’en occupe" in first
    assert "À inscrire encore" in first and "la sécurité de son téléphone avant le départ" in first
    assert "Un appel à rappeler est en retard" in first
    assert number_of(late_call) not in first and waiting.person.reference not in first
    assert "Point du jour manqué depuis" not in text_of(client, cast.lawyer)
    client.force_login(cast.officer)
    assert client.get("/since/").status_code in (403, 404)


@pytest.mark.parametrize(
    ("now", "asked", "since"),
    [
        ("2026-03-17T09:00", {}, "2026-03-16T18:00"),
        ("2026-03-16T09:00", {}, "2026-03-13T17:00"),
        ("2026-03-16T09:00", {"depuis": "soir"}, "2026-03-15T18:00"),
        ("2026-03-20T16:00", {"depuis": "vendredi"}, "2026-03-13T17:00"),
        ("2026-03-20T18:00", {"depuis": "vendredi"}, "2026-03-20T17:00"),
        ("2026-03-17T09:00", {"depuis": "moment", "le": "2026-03-15T12:30"}, "2026-03-15T12:30"),
        ("2026-03-17T09:00", {"le": "2026-03-15T12:30"}, "2026-03-15T12:30"),
        ("2026-03-17T09:00", {"depuis": "moment", "le": "2020-01-01T00:00"}, "2026-02-14T09:00"),
        ("2026-03-17T09:00", {"depuis": "<x>", "le": "jamais"}, "2026-03-16T18:00"),
    ],
)
def test_the_reader_chooses_since_when(now: str, asked: dict[str, str], since: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=timezone.get_current_timezone())

    with time_machine.travel(at, tick=False):
        assert f"{timezone.localtime(SinceForm(asked).since(at)):%Y-%m-%dT%H:%M}" == since


def test_it_costs_the_same_for_one_situation_and_for_many(cast: Cast, client: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as one, CaptureQueriesContext(connections["keys"]) as two:
            text_of(client, cast.nora)
        return len(one) + len(two)

    def another() -> None:
        it = Situation(cast, cast.s017, place_of(cast.s017), start=EVENING)
        call(it)
        go_on(it, "searched", after="called")
        be_assessed(it)

    walk(cast, "travelling", start=EVENING - timedelta(hours=40))
    another()
    text_of(client, cast.nora)
    few = statements()
    for _ in range(4):
        another()

    assert statements() <= few <= 30


def test_no_line_tells_what_somebody_wrote_in_their_own_words() -> None:
    assert havre.urls.urlpatterns, "every room has registered its words"
    for code in words.known():
        facts = {name: f"<{name}>" for name in re.findall(r"%\((\w+)\)", str(words.label(code)))}
        said = timeline.brief(timeline.Line(code, "", NOW, NOW, None, "", facts, 0))

        assert not any(f"<{name}>" in said for name in timeline.FREE), code
        assert said and said[-1] not in ":,;(«– \u00a0", code
