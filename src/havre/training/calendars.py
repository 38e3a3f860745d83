"""Sessions as a calendar file: programme, days and hours; neither a place, nor a name, nor a link. A seminar has no title."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import get_language
from icalendar import Calendar, Event

from havre.accounts.models import User
from havre.network.dates import Entry, title_outside
from havre.training.models import Session, hours_of

PRODUCT = "-//Havre//training//FR"


def as_calendar(sessions: Iterable[Session], *, at: datetime, with_town: bool) -> bytes:
    """One event for each half-day. ``with_town`` for what anybody may read; one's own sessions say no place at all."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for session in sessions:
        for number, day, part in session.halves:
            starts, ends = hours_of(day, part)
            event = Event()
            event.add("uid", f"{session.pk}-{number}@havre")
            event.add("dtstamp", at)
            event.add("dtstart", starts)
            event.add("dtend", ends)
            title = title_outside(session.kind, session.programme.title)
            event.add("summary", title, parameters={"language": get_language() or "fr"})
            if with_town and session.town:
                event.add("location", session.town)
            if session.state == "cancelled":
                event.add("status", "CANCELLED")
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def on_the_shared_calendar(user: User, first: date, last: date) -> list[Entry]:
    """Programme and days of the sessions that this account may know of. One statement."""
    rows = Session.objects.on_the_calendar_of(user, first, last).select_related("programme")
    return [Entry(row.starts_on, row.ends_on, row.kind, row.programme.title, f"session-{row.pk}") for row in rows]
