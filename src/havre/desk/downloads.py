"""«Téléchargements»: the tables that may leave the house, what waits for a second person, and what was taken."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from havre.accounts.models import User
from havre.accounts.naming import names_of
from havre.desk.counts import counts
from havre.record import exporting, taking
from havre.record.models import Export, ExportState
from havre.record.taking import Table
from havre.vault.fields import fetch_keys

SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One download in words. ``other`` is whoever confirmed; ``at`` is when it came to its state."""

    id: uuid.UUID
    number: str
    label: str | Promise
    reason: str
    by: str
    other: str
    asked_at: datetime
    at: datetime
    word: str | Promise
    shape: str
    is_mine: bool


@dataclass
class Page:
    """What stands on the page, for one account."""

    tables: list[Table]
    to_confirm: list[Line] = field(default_factory=list)
    to_take: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    past: list[Line] = field(default_factory=list)


def page(user: User, at: datetime) -> Page:
    """Everything about the tables that ``user`` may read; a few statements whatever their number."""
    found = Page(taking.open_to(user))
    labels = {table.code: table.label for table in found.tables}
    rows = list(Export.objects.filter(table__in=labels).order_by("-asked_at")[:SHOWN])
    fetch_keys(rows)
    names = names_of({row.asked_by_id for row in rows} | {row.confirmed_by_id for row in rows if row.confirmed_by_id})
    for row in rows:
        line = _line(row, user, at, labels[row.table], names)
        _shelf(found, row, line, at).append(line)
    return found


def _shelf(found: Page, row: Export, line: Line, at: datetime) -> list[Line]:
    if exporting.is_over(row, at) or row.state not in (ExportState.ASKED, ExportState.CONFIRMED):
        return found.past
    if row.state == ExportState.ASKED:
        return found.waiting if line.is_mine else found.to_confirm
    return found.to_take if line.is_mine else found.past


def _line(row: Export, user: User, at: datetime, label: str | Promise, names: dict[uuid.UUID, str]) -> Line:
    state = exporting.EXPORT.state("lapsed" if exporting.is_over(row, at) else row.state)
    reason = row.unseal("reason") or {}
    return Line(
        id=row.pk, number=row.number, label=label, reason=reason.get("text", ""), by=names.get(row.asked_by_id, ""),
        other=names.get(row.confirmed_by_id, "") if row.confirmed_by_id else "", asked_at=row.asked_at,
        at=row.taken_at or row.confirmed_at or row.asked_at, word=state.label, shape=state.shape,
        is_mine=row.asked_by_id == user.pk,
    )  # fmt: skip


def to_confirm(user: User, at: datetime) -> int:
    """How many questions of others wait for this account as their second person; asked only where some wait at all."""
    if not counts().get("exports"):
        return 0
    codes: Iterable[str] = [table.code for table in taking.open_to(user) if not table.alone]
    return len(exporting.waiting_for(user, list(codes), at))
