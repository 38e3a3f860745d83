"""The dashboard keeps itself true, shows one's own work or everybody's, and says what is to be looked at again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from havre.assessments.operations.levels import review_due
from havre.desk.live import stamp
from havre.placements.operations.alarms import raise_alarm
from havre.record.models import AuditEntry
from havre.referrals.operations import take_up
from tests.cast import Cast
from tests.desk.test_today import called, text_of
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_an_open_page_is_told_only_what_changed_and_an_alarm_at_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)
    seen = client.get("/").context["stamp"]

    with CaptureQueriesContext(connection) as asked:
        quiet = client.get("/changed/", {"v": seen, "jour": "1"})
    person = called(cast).person
    told = client.get("/changed/", {"v": seen, "jour": "1"}).content.decode()
    raise_alarm(person.pk, kind="arrival", expected_at=timezone.now(), by=None, at=timezone.now())
    elsewhere = client.get("/changed/", {"v": seen}).content.decode()

    assert (quiet.status_code, quiet.content) == (204, b"")
    assert len(asked) <= 5
    assert person.reference in told and "<html" not in told
    assert 'role="alert"' in elsewhere and 'data-live="day"' not in elsewhere


def test_a_quarter_of_an_hour_later_the_same_page_is_told_again() -> None:
    at = timezone.now()

    assert stamp(at) == stamp(at)
    assert stamp(at) != stamp(at + timedelta(minutes=15))


def test_what_is_told_is_what_a_reload_would_show(client: Client, cast: Cast) -> None:
    walk(cast, "accepted")
    client.force_login(cast.nora)

    page, part = text_of(client), text_of(client, "/changed/?v=&jour=1")

    for panel in ("attend", "retard", "retenues", "depuis", "jour", "voyages"):
        assert f'id="{panel}"' in page and f'id="{panel}"' in part
    assert page.count('class="cover"') == part.count('class="cover"') > 0


def test_who_reads_no_situation_is_not_asked_to_listen(client: Client, cast: Cast) -> None:
    for who in ("claire", "anne", "officer", "administrator"):
        client.force_login(getattr(cast, who))
        assert client.get("/changed/").status_code == 404, who
    client.force_login(cast.officer)
    assert "data-live-url" not in text_of(client, "/record/")


def test_ones_own_work_is_remembered_with_the_account(client: Client, cast: Cast) -> None:
    mine, other = called(cast), called(cast)
    take_up(mine, by=cast.nora, at=timezone.now())
    client.force_login(cast.nora)

    answer = client.post("/own/", {"a": "moi"})

    assert answer["Location"] == "/?a=moi"
    rows = [row.reference for row in client.get("/").context["day"].waiting]
    assert rows == [mine.person.reference]
    assert len(client.get("/?a=tout").context["day"].waiting) == 2
    assert other.person.reference not in rows
    client.force_login(cast.judith)
    assert len(client.get("/").context["day"].waiting) == 2
    assert AuditEntry.objects.filter(event="work_chosen").count() == 1


def test_reviews_are_told_a_week_ahead_with_whose_they_are(client: Client, cast: Cast) -> None:
    it = walk(cast, "searching")
    due = review_due(it.person.pk)
    assert due is not None

    def told(who: str, at: datetime) -> list[tuple[str, str, bool, str]]:
        with time_machine.travel(at, tick=False):
            client.force_login(getattr(cast, who))
            found = client.get("/").context["day"].reviews
        return [(one.reference, one.text, one.is_late, one.owner) for one in found]

    review = (it.person.reference, "Revoir le risque")

    assert told("judith", due - timedelta(days=8)) == []
    assert told("judith", due - timedelta(days=2)) == [(*review, False, cast.nora.name)]
    assert told("nora", due + timedelta(hours=1)) == [(*review, True, "vous")]
    assert told("lawyer", due) == []


def test_a_desk_page_costs_few_statements(client: Client, cast: Cast) -> None:
    walk(cast, "accepted")
    client.force_login(cast.nora)
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/")

    assert len(asked) < 25, [one["sql"][:110] for one in asked]
