"""Clocks that run for a situation: started, stopped, listed. Lengths come from the country's data."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet

from havre.common.adding import add
from havre.record.models import Clock
from havre.record.operations import current


def start(subject: uuid.UUID, code: str, *, due_at: datetime) -> None:
    """Start a clock, or move the one that runs."""
    start_all(subject, {code: due_at})


def start_all(subject: uuid.UUID, due: dict[str, datetime]) -> None:
    """Start several clocks at once, or move those that run: ``due`` holds the moment of each code."""
    running = {clock.code: clock for clock in Clock.objects.filter(subject=subject, code__in=due, stopped_at=None)}
    for code, clock in running.items():
        clock.due_at = due[code]
    if running:
        Clock.objects.bulk_update(running.values(), ["due_at"])
    start_first(subject, {code: due_at for code, due_at in due.items() if code not in running})


def start_first(subject: uuid.UUID, due: dict[str, datetime]) -> None:
    """Start clocks that do not run yet, several at once: those of a situation that just opened. One statement."""
    at = current().at
    add(*(Clock(subject=subject, code=code, starts_at=at, due_at=due_at) for code, due_at in due.items()))


def stop(subject: uuid.UUID, *codes: str) -> None:
    """Stop these clocks, or all of the subject's where none is named."""
    running = Clock.objects.filter(subject=subject, stopped_at=None)
    if codes:
        running = running.filter(code__in=codes)
    running.update(stopped_at=current().at)


def late(at: datetime) -> QuerySet[Clock]:
    """The clocks that ran out, the longest ago first."""
    return Clock.objects.filter(stopped_at=None, due_at__lte=at).order_by("due_at")


def running(subject: uuid.UUID) -> QuerySet[Clock]:
    return Clock.objects.filter(subject=subject, stopped_at=None).order_by("due_at")
