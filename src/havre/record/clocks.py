"""Clocks that run for a situation: started, stopped, listed. Lengths come from the country's data."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet

from havre.record.models import Clock
from havre.record.operations import current


def start(subject: uuid.UUID, code: str, *, due_at: datetime) -> None:
    """Start a clock, or move the one that runs."""
    running = Clock.objects.filter(subject=subject, code=code, stopped_at=None)
    if not running.update(due_at=due_at):
        Clock.objects.create(subject=subject, code=code, starts_at=current().at, due_at=due_at)


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
