"""How an open page learns that something changed, without a reload: one small question every twenty seconds."""

from __future__ import annotations

from datetime import datetime

from havre.record.models import AuditChain

HOURS_MOVE_EVERY_SECONDS = 300
"""Waits and delays are told again that often, even where nobody wrote anything."""


def stamp(at: datetime) -> str:
    """How far the record has come, and a slot of the clock: two pages with one stamp show the same. One statement.

    Ask before reading what is shown, so that a change in between is told at the next question rather than lost.
    """
    reached = AuditChain.objects.values_list("sequence", flat=True).first() or 0
    return f"{reached}.{int(at.timestamp()) // HOURS_MOVE_EVERY_SECONDS}"
