"""The calendar of places: what the house says of them, and what the rooms above know to be held or occupied.

Those rooms plug in with ``register_occupancy``. What they hand down names no person. Whoever is not on duty and not of
the house sees only that a place is taken, week by week, so that dates cannot be laid beside a journey (law 2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.countries.fr.policy import CONFIRMATION
from havre.directory.profiles import BLOCKED, OUT_OF_SERVICE, Place

HELD = "held"
OCCUPIED = "occupied"
TAKEN = "taken"
FREE = "free"
NOT_FREE = "not_free"

SAID = (FREE, NOT_FREE)
"""States that are the word of the house itself."""

WEEKS = 8
_WEEK = timedelta(days=7)
_FROM_BEST = (FREE, NOT_FREE, TAKEN, HELD, OCCUPIED, BLOCKED, OUT_OF_SERVICE)


@dataclass(frozen=True)
class Look:
    """How a state is said and drawn."""

    word: str | Promise
    shape: str
    tone: str = ""


LOOKS: dict[str, Look] = {
    FREE: Look(_("libre"), "free"),
    NOT_FREE: Look(_("pas libre"), "not-taken"),
    TAKEN: Look(_("prise"), "closed"),
    HELD: Look(_("retenue"), "proposed"),
    OCCUPIED: Look(_("occupée"), "closed"),
    BLOCKED: Look(_("bloquée"), "paused"),
    OUT_OF_SERVICE: Look(_("hors service"), "not-taken", "warn"),
}


class Span(NamedTuple):
    """Days on which a place is taken: from ``starts`` to ``until``, its last day (``None``: no end in sight).

    ``kind`` is ``held`` or ``occupied``.
    """

    starts: date
    until: date | None
    kind: str

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.until is None or day <= self.until)


Taken = Mapping[str, Sequence[Span]]
"""Place id, as text, to the days it is taken."""

Provider = Callable[[datetime], Taken]
_providers: list[Provider] = []


def register_occupancy(provider: Provider) -> None:
    """Ask ``provider(at)`` for the days that places are taken; called once, from ``AppConfig.ready``."""
    if provider not in _providers:
        _providers.append(provider)


def taken_days(at: datetime) -> dict[str, list[Span]]:
    """All places that are or will be taken, a few statements whatever their number."""
    found: dict[str, list[Span]] = {}
    for provider in _providers:
        for place_id, spans in provider(at).items():
            found.setdefault(place_id, []).extend(spans)
    return found


def state_on(place: Place, day: date, taken: Taken, *, exact: bool) -> str:
    """The state of a place on a day. Without ``exact`` held and occupied are both only ``taken``."""
    if place.status in (BLOCKED, OUT_OF_SERVICE) and (place.status_until is None or day <= place.status_until):
        return place.status
    kinds = {span.kind for span in taken.get(place.id, ()) if span.covers(day)}
    if kinds:
        return TAKEN if not exact else OCCUPIED if OCCUPIED in kinds else HELD
    return FREE if place.free_from is not None and place.free_from <= day else NOT_FREE


def is_stale(place: Place, on: date) -> bool:
    """Whether what the house said of a place is too old to count on (R36): it is a place to call."""
    return place.confirmed_on is None or place.confirmed_on < on - timedelta(days=CONFIRMATION.value)


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday, and how a place stands in the worst of those that are still to come."""

    starts: date
    state: str

    @property
    def look(self) -> Look:
        return LOOKS[self.state]


@dataclass(frozen=True)
class Line:
    """One place over the coming weeks."""

    place: Place
    weeks: tuple[Week, ...]


def week_starts(on: date) -> tuple[date, ...]:
    """The Mondays of this week and the seven that follow."""
    monday = on - timedelta(days=on.weekday())
    return tuple(monday + number * _WEEK for number in range(WEEKS))


def lines(places: Iterable[Place], on: date, taken: Taken, *, exact: bool) -> list[Line]:
    return [
        Line(place, tuple(Week(monday, _worst(place, monday, on, taken, exact)) for monday in week_starts(on)))
        for place in places
    ]


def _worst(place: Place, monday: date, on: date, taken: Taken, exact: bool) -> str:
    days = [monday + timedelta(days=number) for number in range(7)]
    states = {state_on(place, day, taken, exact=exact) for day in days if day >= on}
    return max(states, key=_FROM_BEST.index)


def legend(found: Sequence[Line]) -> list[Look]:
    """The looks that a calendar uses, each once, from the best."""
    used = {week.state for line in found for week in line.weeks}
    return [LOOKS[state] for state in _FROM_BEST if state in used]
