"""The shared calendar as one account sees it: days that all know, the network's own, and what rooms above add."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from havre.accounts.models import User
from havre.common.asking import Question
from havre.countries.fr.life import KINDS_OF_DAYS, KNOWN_DAYS
from havre.network.models import Day
from havre.network.reading import language
from havre.vault.fields import fetch_keys

KNOWN, TRAINING = "known", "training"
TOLD_TO_MACHINES = frozenset({KNOWN, TRAINING})
"""Kinds whose title leaves the house; of all others a calendar elsewhere learns that there is an appointment."""
BEHIND, AHEAD = timedelta(days=31), timedelta(days=400)


@dataclass(frozen=True)
class Entry:
    """A day, or several. ``day_id`` names one of the network's own; ``key`` stays the same from one reading to the next."""

    starts_on: date
    ends_on: date
    kind: str
    title: str
    key: str
    day_id: uuid.UUID | None = None
    version: int = 0

    @property
    def kind_word(self) -> str:
        return KINDS_OF_DAYS.label(self.kind, language())

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def _none(user: User, first: date, last: date) -> list[Entry]:
    return []


further = Question(_none)
"""What rooms above have on their calendars for this account between two days."""


def entries(user: User, first: date, last: date) -> list[Entry]:
    """All that this account may see between two days, in order; two statements and those of the rooms above."""
    own = list(Day.objects.visible_to(user).between(first, last))
    fetch_keys(own)
    found = [*_known(first, last), *(_own(day) for day in own), *further(user, first, last)]
    return sorted(found, key=lambda one: (one.starts_on, one.ends_on, one.title))


def _known(first: date, last: date) -> Iterable[Entry]:
    english = language().startswith("en")
    for year in range(first.year, last.year + 1):
        for known in KNOWN_DAYS:
            on = date(year, known.month, known.day)
            if first <= on <= last:
                yield Entry(on, on, KNOWN, known.title_en if english else known.title_fr, f"known-{on}")


def _own(day: Day) -> Entry:
    title = day.read().title(language())
    return Entry(day.starts_on, day.ends_on, day.kind, title, str(day.pk), day.pk, day.version)


def title_outside(kind: str, title: str) -> str:
    """What a calendar outside Havre may read: that somebody belongs to the network is nobody's business there."""
    return title if kind in TOLD_TO_MACHINES else _("Havre : rendez-vous")


def as_file(user: User, at: datetime) -> bytes:
    """The calendar as a file for machines: no place, no person, no partner, and few titles."""
    calendar = Calendar()
    calendar.add("prodid", "-//Havre//Calendar//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Havre")
    for entry in entries(user, at.date() - BEHIND, at.date() + AHEAD):
        event = Event()
        event.add("uid", f"{entry.key}@havre")
        event.add("dtstamp", at)
        event.add("dtstart", entry.starts_on)
        event.add("dtend", entry.ends_on + timedelta(days=1))
        event.add("summary", title_outside(entry.kind, entry.title))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
