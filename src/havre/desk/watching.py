"""Who watches, what rings, what is to come, and whether the house itself is awake."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from havre.desk import due
from havre.desk.alarms import Watch, climb_sentences, failing_sentences, hole_sentence, sentence, watch_of
from havre.directory import rota
from havre.people.models import Person
from havre.placements.content import AlarmContent, read
from havre.placements.models import Alarm, with_people
from havre.placements.told import ROLES, Told, lines
from havre.record import gateways, heartbeat
from havre.vault.fields import fetch_keys

AHEAD = timedelta(hours=24)
OFFICE_OPENS = 9
WEEKEND = (5, 6)
NUMBER_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Ringing:
    """An alarm that is not cleared, on the page of the watch."""

    text: str
    reference: str
    since: datetime
    url: str
    take_url: str
    taken_by: str
    climbs: list[str]
    told: list[Told]


@dataclass(frozen=True)
class Answering:
    """Who answers from when to when; ``is_hole`` when the rota names nobody and ``name`` stands in."""

    starts_at: datetime
    ends_at: datetime
    name: str
    is_hole: bool


@dataclass(frozen=True)
class Page:
    now: list[tuple[str | Promise, str]]
    hole: str
    answering: list[Answering]
    alarms: list[Ringing]
    arrivals: list[due.Due]
    check_ins: list[due.Due]
    others: list[due.Due]
    gateways: list[str]
    failing: list[str]
    swept_at: datetime | None
    is_awake: bool


def page(at: datetime, until: datetime | None = None) -> Page:
    """The watch from ``at`` to ``until`` (24 hours), in a fixed number of statements."""
    until = until or at + AHEAD
    rows = list(Alarm.objects.linked().filter(state__in=("open", "taken")))
    people = with_people(rows)
    fetch_keys([*rows, *people.values()])
    contents = {row.pk: read(row, "content", AlarmContent) for row in rows}
    watch = watch_of(contents.values(), at)
    coming = due.between(at, until)
    ran = [moment for moment in heartbeat.last_runs().values() if moment]
    return Page(
        now=[(ROLES[role], watch.called([user])) for role, user in watch.rungs.reach(3)],
        hole=hole_sentence(watch),
        answering=answering(at, until),
        alarms=sorted(
            (_ringing(row, contents[row.pk], people[row.situation_id], watch, at) for row in rows),
            key=lambda one: (bool(one.taken_by), one.since),
        ),
        arrivals=[one for one in coming if one.kind == due.ARRIVALS],
        check_ins=[one for one in coming if one.kind == due.CHECK_INS],
        others=[one for one in coming if one.kind == due.OTHERS],
        gateways=[str(gateways.NAMES[means]) for means in watch.means],
        failing=failing_sentences(watch),
        swept_at=min(ran, default=None),
        is_awake=heartbeat.is_alive(at),
    )


def answering(at: datetime, until: datetime) -> list[Answering]:
    stretches = rota.answering(at, until)
    fetch_keys([one.answers for one in stretches if one.answers])
    return [
        Answering(one.starts_at, one.ends_at, one.answers.name if one.answers else _("personne"), one.is_hole)
        for one in stretches
    ]


def _ringing(row: Alarm, content: AlarmContent, person: Person, watch: Watch, at: datetime) -> Ringing:
    return Ringing(
        text=sentence(content, person, at),
        reference=person.reference,
        since=content.since,
        url=reverse("placements:alarm", args=[row.pk]),
        take_url=reverse("placements:alarm_take", args=[row.pk]) if row.state == "open" else "",
        taken_by=watch.names.get(content.taken_by, "") if row.state == "taken" else "",
        climbs=climb_sentences(content, watch, at) if row.state == "open" else [],
        told=lines(content, watch.names, watch.waiting),
    )


def sheet_number() -> str:
    """``7QX-29``: tells one sheet from another, and nothing else."""
    signs = "".join(secrets.choice(NUMBER_ALPHABET) for _sign in range(5))
    return f"{signs[:3]}-{signs[3:]}"


def watch_until(at: datetime) -> datetime:
    """The end of the watch that a sheet covers: the next time the office opens."""
    local = timezone.localtime(at)
    opens = local.replace(hour=OFFICE_OPENS, minute=0, second=0, microsecond=0)
    while opens <= local or opens.weekday() in WEEKEND:
        opens += timedelta(days=1)
    return opens
