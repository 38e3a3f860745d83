"""The rules of a programme: parts lie inside their half-day, and no two of a day overlap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from havre.countries.fr.training import AFTERNOON_STARTS, MORNING_STARTS
from havre.training.content import MORNING
from havre.training.models import Session
from havre.training.models_seminars import Slot

HOUR = 60
FIRST, NOON, LAST = 7 * HOUR, 12 * HOUR, 23 * HOUR
"""A morning lies between seven and the beginning of the afternoon, an afternoon between noon and eleven at night."""


def minute(at: time) -> int:
    return at.hour * HOUR + at.minute


def clock(minutes: int) -> time:
    return time(*divmod(minutes, HOUR))


def half_of(session: Session, number: int) -> tuple[date, str] | None:
    """Day and part of a half-day; ``None`` where the session has no such half-day."""
    return next(((day, part) for found, day, part in session.halves if found == number), None)


def bounds(part: str) -> tuple[int, int]:
    """Between which minutes of the day the parts of a half-day lie."""
    return (FIRST, AFTERNOON_STARTS * HOUR) if part == MORNING else (NOON, LAST)


def beginning(part: str) -> int:
    """When a half-day begins, in minutes of the day."""
    return (MORNING_STARTS if part == MORNING else AFTERNOON_STARTS) * HOUR


def overlapping(session: Session, slot: Slot, others: Iterable[Slot]) -> Slot | None:
    """The part of the same day that would run at the same time."""
    days = {number: day for number, day, _part in session.halves}
    starts, ends = minute(slot.starts), minute(slot.starts) + slot.minutes
    day = days.get(slot.half)
    for one in others:
        if one.pk != slot.pk and days.get(one.half) == day:
            begins = minute(one.starts)
            if begins < ends and starts < begins + one.minutes:
                return one
    return None
