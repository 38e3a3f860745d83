"""The page of the watch, its sheet, the bar of an alarm, and the heartbeat."""

from __future__ import annotations

import html
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from havre.accounts.models import DutyShift
from havre.desk.watching import weekend_of
from havre.directory.operations.accounts import clear_duty, set_duty
from havre.intake.content import About, Reach, Said
from havre.intake.listing import number_of
from havre.intake.models import Call
from havre.intake.operations import ask_call_back, note_call
from havre.placements.content import Times, read
from havre.placements.models import Alarm, Transfer
from havre.placements.operations.alarms import CHECK_IN, raise_alarm, take_alarm
from havre.placements.operations.climbing import climb_alarms
from havre.record import heartbeat, sweeps
from tests.cast import AT, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def text_of(client: Client, path: str) -> str:
    return html.unescape(client.get(path).content.decode()).replace("\u00a0", " ")


def test_the_bar_says_who_was_told_and_who_is_next_at_what_hour(cast: Cast, client: Client) -> None:
    set_duty(cast.marc, rank=2, starts_at=AT - timedelta(days=1), ends_at=AT + timedelta(days=1), by=None, at=AT)
    person = walk(cast, "called").person
    raise_alarm(person.pk, kind=CHECK_IN, by=None, at=AT)
    client.force_login(cast.nora)

    with time_machine.travel(AT + timedelta(minutes=4), tick=False):
        page = text_of(client, "/")
    assert "appelez Judith L. (10 h 14)" in page
    assert "Sans réponse à 10 h 29, ce sera à Marc T." in page
    assert "Personne n’est inscrit" not in page

    climb_alarms(AT + timedelta(minutes=15))
    with time_machine.travel(AT + timedelta(minutes=16), tick=False):
        page = text_of(client, "/")
    assert "Marc T. (10 h 29)" in page
    assert "Sans réponse à 10 h 44, ce sera à Inès R." in page


def test_a_hole_in_the_rota_is_said_with_who_answers_instead(cast: Cast, client: Client) -> None:
    clear_duty(DutyShift.objects.get(), by=None, at=AT)
    raise_alarm(walk(cast, "called").person.pk, kind=CHECK_IN, by=None, at=AT)
    client.force_login(cast.nora)

    with time_machine.travel(AT, tick=False):
        for path in ("/", reverse("desk:watch"), reverse("desk:watch_sheet")):
            assert "Personne n’est inscrit d’astreinte : la réponse revient à Inès R." in text_of(client, path), path


def test_the_watch_shows_what_rings_and_what_is_to_come(cast: Cast, client: Client) -> None:
    stage = walk(cast, "travelling")
    transfer = Transfer.objects.get()
    expected = read(transfer, "times", Times).expected_at

    with time_machine.travel(expected - timedelta(hours=2), tick=False):
        client.force_login(cast.judith)
        page, sheet = text_of(client, reverse("desk:watch")), text_of(client, reverse("desk:watch_sheet"))
    for shown in (page, sheet):
        assert stage.person.reference in shown
        assert "alarme à" in shown
    assert stage.person.pseudonym not in sheet
    assert "S058" not in sheet and "Maison" not in sheet and "FR-50" not in sheet
    assert str(stage.person.pk) not in sheet

    alarm = raise_alarm(stage.person.pk, kind=CHECK_IN, by=None, at=expected)
    with time_machine.travel(expected, tick=False):
        assert "Je m’en occupe" in text_of(client, reverse("desk:watch"))
        take_alarm(Alarm.objects.get(pk=alarm.pk), by=cast.judith, at=expected)
        assert "Judith L. s’en occupe" in text_of(client, reverse("desk:watch"))


def test_the_watch_costs_the_same_for_one_and_for_many(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.judith)
    raise_alarm(walk(cast, "travelling").person.pk, kind=CHECK_IN, by=None, at=AT)
    client.get(reverse("desk:watch"))
    with django_assert_max_num_queries(25) as one:
        client.get(reverse("desk:watch"))
    for _ in range(3):
        raise_alarm(walk(cast, "called").person.pk, kind=CHECK_IN, by=None, at=AT)

    with django_assert_max_num_queries(len(one)):
        client.get(reverse("desk:watch"))


def test_the_heartbeat_stops_when_a_frequent_sweep_does(
    cast: Cast, client: Client, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    with time_machine.travel(AT, tick=False):
        assert (client.get("/heartbeat/").status_code, client.get("/heartbeat/").content) == (503, b"late\n")
        sweeps.run_due(AT)
        assert (client.get("/heartbeat/").status_code, client.get("/heartbeat/").content) == (200, b"alive\n")
        heartbeat.beat(AT)
    assert [path.name for path in tmp_path.iterdir()] == ["heartbeat"]
    assert heartbeat.file().read_text() == "2026-03-17T09:14:00+00:00\n"

    broken = {name: sweep for name, sweep in sweeps._sweeps.items() if name != "alarms"}
    later = AT + timedelta(minutes=30)
    monkeypatch.setattr(sweeps, "_sweeps", broken)
    sweeps.run_due(later)
    monkeypatch.undo()
    settings.DATA_DIR = tmp_path

    assert not heartbeat.is_alive(later)
    heartbeat.beat(later)
    assert heartbeat.file().read_text() == "2026-03-17T09:14:00+00:00\n"


def test_the_hand_over_sheets_name_references_and_who_answers(cast: Cast, client: Client) -> None:
    stage, other = walk(cast, "travelling"), walk(cast, "called")
    client.force_login(cast.judith)

    for kind in ("matin", "week-end"):
        sheet = text_of(client, reverse("desk:handover", args=[kind]))
        assert other.person.reference in sheet
        assert stage.person.pseudonym not in sheet and other.person.pseudonym not in sheet
        assert "Maison" not in sheet and "S058" not in sheet
        assert str(stage.person.pk) not in sheet
    assert client.get(reverse("desk:handover", args=["nuit"])).status_code == 404


def test_a_call_to_ring_back_is_on_the_sheets_by_its_own_number(cast: Cast, client: Client) -> None:
    late, for_all, beyond = (
        promised(cast, hours=hours, for_all=shared) for hours, shared in ((1, False), (10, True), (200, False))
    )

    client.force_login(cast.judith)
    with time_machine.travel(AT + timedelta(hours=3), tick=False):
        sheets = [
            text_of(client, reverse("desk:handover", args=["matin"])),
            text_of(client, reverse("desk:watch_sheet")),
        ]
        on_screen = text_of(client, reverse("intake:list"))
        weekend = text_of(client, reverse("desk:handover", args=["week-end"]))

    for sheet in sheets:
        row = sheet[sheet.index(number_of(late)) - 200 : sheet.index(number_of(late)) + 60]
        assert "11 h 14" in row and "En retard." in row and "Nora B." in row
        assert "qui est là" in sheet[sheet.index(number_of(for_all)) :][:60]
        assert number_of(beyond) not in sheet
        for said in ("0600000000", "Anne", "menacée", "mimosa", "danger", str(late.pk)):
            assert said not in sheet, said
    assert number_of(late) in weekend and number_of(late) in on_screen
    assert len({number_of(one) for one in (late, for_all, beyond)}) == 3


def promised(cast: Cast, *, hours: float, for_all: bool) -> Call:
    call = note_call(uuid.uuid4(), typed={}, by=cast.nora, at=AT)
    ask_call_back(
        call, due_at=AT + timedelta(hours=hours), for_all=for_all, about=About("Person", "person"),
        said=Said("Anne", "jeune femme menacée"), reach=Reach("0600000000", word="mimosa"), by=cast.nora, at=AT,
    )  # fmt: skip
    return call


@pytest.mark.parametrize(
    ("now", "begins", "ends"),
    [
        ("2026-03-17T10:00", "2026-03-20T17:00", "2026-03-23T09:00"),
        ("2026-03-21T11:00", "2026-03-21T11:00", "2026-03-23T09:00"),
        ("2026-03-23T08:00", "2026-03-23T08:00", "2026-03-23T09:00"),
        ("2026-03-23T09:00", "2026-03-27T17:00", "2026-03-30T09:00"),
    ],
)
def test_the_weekend_is_the_one_that_runs_or_comes(now: str, begins: str, ends: str) -> None:
    zone = timezone.get_current_timezone()

    span = weekend_of(datetime.fromisoformat(now).replace(tzinfo=zone))

    assert [f"{edge:%Y-%m-%dT%H:%M}" for edge in span] == [begins, ends]
