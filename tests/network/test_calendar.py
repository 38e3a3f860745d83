"""Announcements and the shared calendar: who sees what, and what a machine elsewhere learns."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from havre.accounts.models import User
from havre.network import banner, dates, operations
from havre.network.content import COORDINATION, EVERYBODY, SHELTERS, Both
from havre.network.models import Announcement, CalendarKey
from havre.network.operations.announcements import Backwards
from havre.record.operations import NotAllowed
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = AT.date()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def announce(cast: Cast, audience: str, title: str, *, days: int = 3) -> None:
    operations.announce(
        uuid.uuid4(), content=Both(title, "", f"EN {title}"), audience=audience, starts_on=TODAY,
        ends_on=TODAY + timedelta(days=days), by=cast.nora, at=AT,
    )  # fmt: skip


def write(cast: Cast, kind: str, audience: str, title: str, on: date) -> None:
    operations.write_day(
        uuid.uuid4(), kind=kind, audience=audience, starts_on=on, ends_on=on + timedelta(days=1), content=Both(title),
        by=cast.nora, at=AT,
    )  # fmt: skip


def titles(user: User, on: date = TODAY) -> list[str]:
    return [one.title for one in banner.for_account(user, on)]


def test_an_announcement_is_for_its_audience_for_its_days_until_each_puts_it_away(cast: Cast) -> None:
    announce(cast, SHELTERS, "Séminaire")

    assert titles(cast.claire) == titles(cast.other_manager) == ["Séminaire"]
    assert titles(cast.anne) == titles(cast.nora) == titles(cast.escort) == []
    assert titles(cast.claire, TODAY + timedelta(days=4)) == []
    (row,) = banner.running(TODAY)
    shown = Announcement.objects.get(pk=row.id)
    for _click in range(2):
        operations.put_away(shown, by=cast.claire, at=AT)
    assert titles(cast.claire) == []
    assert titles(cast.other_manager) == ["Séminaire"]
    with pytest.raises(NotAllowed):
        operations.put_away(shown, by=cast.anne, at=AT)
    with pytest.raises(NotAllowed):
        operations.end_announcement(shown, by=cast.claire, at=AT)
    operations.end_announcement(shown, by=cast.nora, at=AT)
    assert titles(cast.other_manager) == []


def test_days_that_run_backwards_are_refused(cast: Cast) -> None:
    with pytest.raises(Backwards):
        announce(cast, EVERYBODY, "x", days=-1)


def test_one_line_at_most_stands_on_the_first_page_below_the_alarms(cast: Cast) -> None:
    announce(cast, COORDINATION, "Première")
    announce(cast, EVERYBODY, "Seconde")
    nora = Client()
    nora.force_login(cast.nora)

    with time_machine.travel(AT, tick=False):
        first = nora.get(reverse("desk:today")).content.decode()
        elsewhere = nora.get(reverse("resources:list")).content.decode()

    assert first.count("J’ai lu") == 1
    assert first.index('data-live="alarms"') < first.index("J’ai lu")
    assert "J’ai lu" not in elsewhere


def test_the_calendar_knows_the_days_of_all_and_shows_the_others_to_their_audience(cast: Cast) -> None:
    write(cast, "seminar", SHELTERS, "Séminaire de printemps", date(2026, 4, 2))
    write(cast, "committee", COORDINATION, "Comité", date(2026, 4, 3))

    def seen(user: User) -> list[str]:
        return [entry.title for entry in dates.entries(user, date(2026, 1, 1), date(2026, 12, 31))]

    known = ["Journée mondiale contre la traite", "Journée européenne contre la traite"]
    assert seen(cast.anne) == known
    assert seen(cast.claire) == ["Séminaire de printemps", *known]
    assert seen(cast.nora) == ["Séminaire de printemps", "Comité", *known]


def test_the_file_opens_in_a_calendar_and_tells_a_machine_no_seminar(cast: Cast) -> None:
    write(cast, "seminar", SHELTERS, "Séminaire de printemps", date(2026, 4, 2))
    write(cast, "training", SHELTERS, "Formation", date(2026, 5, 4))

    content = dates.as_file(cast.claire, AT)

    events = {str(one["summary"]).replace("\u00a0", " "): one for one in Calendar.from_ical(content).walk("VEVENT")}
    assert events.keys() == {
        "Havre : rendez-vous", "Formation", "Journée mondiale contre la traite", "Journée européenne contre la traite",
    }  # fmt: skip
    seminar = events["Havre : rendez-vous"]
    assert (seminar.decoded("dtstart"), seminar.decoded("dtend")) == (date(2026, 4, 2), date(2026, 4, 4))
    assert b"minaire" not in content
    assert all("location" not in one and "description" not in one for one in events.values())


def test_the_address_of_a_calendar_opens_it_without_an_account_until_it_is_made_anew_or_closed(cast: Cast) -> None:
    write(cast, "committee", COORDINATION, "Comité", date(2026, 4, 3))
    token = operations.make_calendar_key(by=cast.claire, at=AT)

    def read(one: str) -> int:
        return Client().get(reverse("network:subscription", args=[one])).status_code

    with time_machine.travel(AT, tick=False):
        answer = Client().get(reverse("network:subscription", args=[token]))
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 2, "the two known days, and no committee"
    assert token not in CalendarKey.objects.get().token
    again = operations.make_calendar_key(by=cast.claire, at=AT)
    assert (read(token), read(again), read("quelque-chose")) == (404, 200, 404)
    operations.drop_calendar_key(by=cast.claire, at=AT)
    assert read(again) == 404


def test_rooms_above_add_their_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def training(user: User, first: date, last: date) -> list[dates.Entry]:
        return [dates.Entry(TODAY, TODAY, "training", "Module 1", "session-1")]

    monkeypatch.setattr(dates.further, "_answer", training)

    assert [entry.title for entry in dates.entries(cast.nora, TODAY, TODAY)] == ["Module 1"]


def test_the_month_is_a_table_in_both_languages_and_any_month_that_is_asked(cast: Cast) -> None:
    claire = Client()
    claire.force_login(cast.claire)
    shown = claire.get(reverse("network:calendar"), {"mois": "2026-07"}).content.decode()
    assert "Juillet 2026" in shown
    assert '<table class="month">' in shown
    for wrong in ("2026-13", "0000-00", "x", "9999999-1", "2026-٧"):
        assert claire.get(reverse("network:calendar"), {"mois": wrong}).status_code == 200
    with translation.override("en"):
        assert "World day" in dates.entries(cast.claire, date(2026, 7, 1), date(2026, 7, 31))[0].title
