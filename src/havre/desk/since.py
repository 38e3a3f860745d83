"""What happened since one left: by situation, in words, from the record and the threads.

Nobody notes when somebody last came: the reader says since when.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from havre.accounts.models import User
from havre.common import parts
from havre.desk import pressing
from havre.desk.night import Night
from havre.intake import listing
from havre.journey import rows, thread
from havre.journey.models import Journey, JourneyQuerySet
from havre.record import audit, timeline
from havre.vault.fields import fetch_keys

AMONG = 50_000
"""How far back in the record one looks: more entries than a month of the coordination holds."""
SHOWN, LINES = 60, 12
LEFT_OUT = frozenset(
    {"section_opened", "sheet_opened", "handover_opened", "messages_read", "search_explored", "alarm_climbed"}
)
"""What was only read, tried or said again: it changes nothing for whoever comes back."""


@dataclass(frozen=True)
class Told:
    """One situation and what happened in it, the latest first; ``more`` lines stand in its own thread only."""

    name: str
    reference: str
    url: str
    owner: str
    events: list[parts.Event]
    more: int


@dataclass(frozen=True)
class Page:
    """``hidden`` situations are not shown: the list ends after ``SHOWN``."""

    since: datetime
    own: bool
    pressing: list[pressing.Pressing]
    late_calls: int
    told: list[Told]
    hidden: int

    @property
    def total(self) -> int:
        return sum(len(one.events) + one.more for one in self.told)


def of(night: Night, *, since: datetime, own: bool) -> Page:
    """What the reader may read of it, in a fixed number of statements."""
    user, at = night.user, night.at
    visible = Journey.objects.visible_to(user).select_related("person", "owner")
    listed = visible.filter(owner=user) if own else visible
    told = _told(night, listed, since)
    late_calls = listing.due(listing.waiting(user), user, at, shown=0).late
    return Page(since, own, pressing.of(night, listed), late_calls, told[:SHOWN], max(0, len(told) - SHOWN))


def _told(night: Night, listed: JourneyQuerySet, since: datetime) -> list[Told]:
    journeys = {one.pk: one for one in listed.filter(pk__in=audit.subjects_since(since, among=AMONG))}
    owners = [one.owner for one in journeys.values() if one.owner]
    fetch_keys([*(one.person for one in journeys.values()), *owners, *night.sealed])
    threads = timeline.read_many(journeys, since)
    kept = {key: [line for line in lines if line.event not in LEFT_OUT] for key, lines in threads.items()}
    latest_first = sorted((key for key, lines in kept.items() if lines), key=lambda key: kept[key][0].written_at)[::-1]
    known = thread.names((line for lines in kept.values() for line in lines), learns=False)
    return [_of_one(journeys[key], kept[key], night.user, known) for key in latest_first]


def _of_one(journey: Journey, lines: list[timeline.Line], user: User, known: dict[uuid.UUID, str]) -> Told:
    shown = [replace(line, text=timeline.brief(line)) for line in lines[:LINES]]
    person = journey.person
    return Told(
        person.pseudonym, person.reference, reverse("journey:detail", args=[person.pk]), rows.owner_of(journey, user),
        [thread.event(line, user, known, learns=False) for line in shown], len(lines) - len(shown),
    )  # fmt: skip
