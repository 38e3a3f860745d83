"""The thread of a situation («le fil»): what happened, when it was written, who, on whose behalf."""

from __future__ import annotations

import itertools
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from havre.accounts.models import User
from havre.common.adding import add
from havre.record import words
from havre.record.models import TimelineEntry
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache

FREE = frozenset({"reason", "text", "why"})
"""Facts that somebody wrote in their own words."""
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
    add(*lines)


def read(subject: uuid.UUID) -> list[Line]:
    """The thread of a subject, newest first."""
    with key_cache():
        lines = [_line(row.unseal("entry")) for row in TimelineEntry.objects.filter(subject=subject)]
    return sorted(lines, key=lambda line: (line.happened_at, line.written_at, line.order), reverse=True)


def read_many(subjects: Iterable[uuid.UUID], since: datetime) -> dict[uuid.UUID, list[Line]]:
    """What was written since then in the threads of these subjects, newest first; two statements. Inside a key cache."""
    rows = list(TimelineEntry.objects.filter(subject__in=list(subjects)))
    fetch_keys(rows)
    found: dict[uuid.UUID, list[Line]] = {}
    for row in rows:
        line = _line(row.unseal("entry"))
        if line.written_at >= since:
            found.setdefault(row.subject, []).append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (line.written_at, line.order), reverse=True)
    return found


def brief(line: Line) -> str:
    """The line up to what somebody wrote in their own words: that is read in the file itself."""
    label = str(words.label(line.event))
    if "%(" not in label:
        return label
    cut = min((at for name in FREE if (at := label.find(f"%({name})")) >= 0), default=len(label))
    return label[:cut].rstrip(" \u00a0:,;(«–") % _in_words(line.facts)


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
