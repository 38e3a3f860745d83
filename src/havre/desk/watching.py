"""Who watches, what rings, what is to come, and whether the house itself is awake."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.common.words import NUMBER_ALPHABET
from havre.desk import due
from havre.desk.alarms import climb_sentences, failing_sentences, hole_sentence, sentence
from havre.desk.night import Night
from havre.directory import rota
from havre.intake.listing import number_of
from havre.intake.models import Call
from havre.journey import rows
from havre.journey.models import Journey
from havre.placements.models import Alarm
from havre.placements.told import ROLES, Told, lines
from havre.record import gateways, heartbeat
from havre.vault.fields import fetch_keys

AHEAD = timedelta(hours=24)
OFFICE_OPENS, OFFICE_CLOSES = 9, 17
WEEKEND = (5, 6)


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
    coming: list[due.Due]
    gateways: list[str]
    failing: list[str]
    swept_at: datetime | None
    is_awake: bool


def page(night: Night, until: datetime | None = None) -> Page:
    """The watch from now to ``until`` (24 hours), in a fixed number of statements."""
    at = night.at
    until = until or at + AHEAD
    expected = due.expected()
    people = night.with_people(expected.meetings)
    fetch_keys([*night.sealed, *night.team.everybody, *people.values(), *expected.stays])
    coming = due.between(expected, people, at, until)
    ran = heartbeat.last_runs()
    return Page(
        now=[(ROLES[role], night.called([user])) for role, user in night.rungs.reach(3)],
        hole=hole_sentence(night),
        answering=answering(night, at, until),
        alarms=sorted((_ringing(row, night) for row in night.ringing), key=lambda one: (bool(one.taken_by), one.since)),
        arrivals=[one for one in coming if one.kind == due.ARRIVALS],
        check_ins=[one for one in coming if one.kind == due.CHECK_INS],
        others=[one for one in coming if one.kind == due.OTHERS],
        coming=coming,
        gateways=[str(gateways.NAMES[means]) for means in night.means],
        failing=failing_sentences(night),
        swept_at=min((moment for moment in ran.values() if moment), default=None),
        is_awake=heartbeat.is_alive(at, ran),
    )


def answering(night: Night, at: datetime, until: datetime) -> list[Answering]:
    stretches = rota.answering(at, until, night.team.head)
    fetch_keys([one.answers for one in stretches if one.answers])
    return [
        Answering(one.starts_at, one.ends_at, one.answers.name if one.answers else _("personne"), one.is_hole)
        for one in stretches
    ]


def _ringing(row: Alarm, night: Night) -> Ringing:
    content, person = night.contents[row.pk], night.people[row.situation_id]
    return Ringing(
        text=sentence(content, person, night.at),
        reference=person.reference,
        since=content.since,
        url=reverse("placements:alarm", args=[row.pk]),
        take_url=reverse("placements:alarm_take", args=[row.pk]) if row.state == "open" else "",
        taken_by=night.names.get(content.taken_by, "") if row.state == "taken" else "",
        climbs=climb_sentences(content, night) if row.state == "open" else [],
        told=lines(content, night.names, night.waiting),
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


def weekend_of(at: datetime) -> tuple[datetime, datetime]:
    """From Friday 17 h, or now if that is over, to Monday 9 h: the weekend that runs or comes."""
    local = timezone.localtime(at)
    monday = rota.monday_of(local.date()) + timedelta(days=0 if _is_before_opening(local) else rota.DAYS)
    ends_at = datetime.combine(monday, time(OFFICE_OPENS), local.tzinfo)
    friday = datetime.combine(monday - timedelta(days=3), time(OFFICE_CLOSES), local.tzinfo)
    return max(friday, local), ends_at


def _is_before_opening(local: datetime) -> bool:
    return local.weekday() == 0 and local.hour < OFFICE_OPENS


def day_of(at: datetime) -> tuple[datetime, datetime]:
    """From now to tomorrow morning, when the office opens."""
    local = timezone.localtime(at)
    return local, datetime.combine(local.date() + timedelta(days=1), time(OFFICE_OPENS), local.tzinfo)


@dataclass(frozen=True)
class CallBack:
    """A call promised, on a hand-over: the number of the call, never of a telephone; and who noted it."""

    at: datetime
    number: str
    owner: str
    is_late: bool


def call_backs(user: User, at: datetime, until: datetime) -> list[CallBack]:
    """Who is to be rung back by ``until``, the late ones first. Whoever is there rings where nobody is named."""
    found = Call.objects.visible_to(user).to_call_back().filter(call_back_at__lt=until).select_related("owner")
    listed = [(call, call.owner) for call in found]
    fetch_keys([owner for _call, owner in listed if owner])
    return [
        CallBack(
            call.call_back_at or at, number_of(call), owner.name if owner and not call.for_all else _("qui est là"),
            call.is_late(at),
        )
        for call, owner in listed
    ]  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """Who waits, or what is late, on a hand-over: a reference, since which day, what comes next, whose."""

    reference: str
    day: int
    next: str
    owner: str


def waiting(user: User, at: datetime) -> tuple[list[Waiting], list[Waiting]]:
    """Those who wait for a place, the longest first, and other work that is late."""
    visible = Journey.objects.visible_to(user).select_related("person", "owner")
    late = visible.filter(waiting_since=None).late(at).order_by("next_due")
    return _rows(visible.waiting(), user, at), _rows(late, user, at)


def _rows(journeys: Iterable[Journey], user: User, at: datetime) -> list[Waiting]:
    """Whose it is stands by name, never «vous»: somebody else reads the sheet."""
    listed = list(journeys)
    owners = [row.owner for row in listed]
    found = rows.rows(listed, user, at)
    names = [owner.name if owner else _("l’astreinte") for owner in owners]
    return [Waiting(row.reference, row.day, row.next, name) for row, name in zip(found, names, strict=True)]
