"""The thread of a situation («le fil»): what happened, when it was written, who, on whose behalf."""

from __future__ import annotations

import itertools
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from havre.accounts.models import User
from havre.record import words
from havre.record.models import TimelineEntry
from havre.vault.keys import key_cache

_written = itertools.count()  # lines of one moment keep the order in which they were written


@dataclass(frozen=True)
class Line:
    """One line, ready to be read. ``happened_at`` ≤ ``written_at``; ``by`` is an account's id."""

    event: str
    text: str
    happened_at: datetime
    written_at: datetime
    by: uuid.UUID | None
    on_behalf_of: str
    facts: dict[str, Any]
    order: int


def compose(
    subject: uuid.UUID, event: str, *, by: User | None, at: datetime, on_behalf_of: Any, facts: dict[str, Any]
) -> TimelineEntry:
    """A sealed line that is not written yet; for ``operations.record`` alone."""
    row = TimelineEntry(subject=subject)
    happened = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    row.seal(
        "entry",
        {
            "event": event,
            "written_at": at.isoformat(),
            "happened_at": happened.isoformat(),
            "by": str(by.pk) if by else None,
            "on_behalf_of": on_behalf_of.who if on_behalf_of else "",
            "facts": facts,
            "order": time.time_ns() + next(_written),
        },
    )
    return row


def write(lines: list[TimelineEntry]) -> None:
    """Append lines, in one statement; the last thing but one an operation does."""
    TimelineEntry.objects.bulk_create(lines)


def read(subject: uuid.UUID) -> list[Line]:
    """The thread of a subject, newest first."""
    with key_cache():
        lines = [_line(row.unseal("entry")) for row in TimelineEntry.objects.filter(subject=subject)]
    return sorted(lines, key=lambda line: (line.happened_at, line.written_at, line.order), reverse=True)


def _line(entry: dict[str, Any]) -> Line:
    text = str(words.label(entry["event"]))
    return Line(
        event=entry["event"],
        text=text % _in_words(entry["facts"]) if "%(" in text else text,
        happened_at=datetime.fromisoformat(entry["happened_at"]),
        written_at=datetime.fromisoformat(entry["written_at"]),
        by=uuid.UUID(entry["by"]) if entry["by"] else None,
        on_behalf_of=entry["on_behalf_of"],
        facts=entry["facts"],
        order=entry["order"],
    )


def _in_words(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts were written in the language of whoever wrote; those the house has words for are read in the reader's."""
    return {name: gettext(value) if value and isinstance(value, str) else value for name, value in facts.items()}
