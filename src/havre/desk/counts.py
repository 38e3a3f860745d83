"""The figures beside the navigation, counted for the whole coordination in one statement."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.core.cache import cache as kept
from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.utils import timezone

from havre.intake.models import Call
from havre.journey.models import OPEN, Journey
from havre.record.models import Export, ExportState
from havre.resources.models import AdviceRequest, LibraryPage

COUNTED_FOR_SECONDS = 15
"""Counts of the navigation may be that old; alarms never are."""
LATEST = datetime.max.replace(tzinfo=UTC)
"""Stands in a statement for the hour at which it will be asked."""


def counts() -> dict[str, int]:
    """Figures of the navigation, for the whole coordination alike; kept for a few seconds."""
    return kept.get_or_set("shell.counts", _count, COUNTED_FOR_SECONDS) or {}


def _count() -> dict[str, int]:
    """One statement for all figures."""
    found: Counter[str] = Counter()
    statement, values = _figures()
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, [at if value == _moment() else value for value in values])
        for figure, total in cursor.fetchall():
            found[figure] += total
    return dict(found)


@cache
def _figures() -> tuple[str, tuple[Any, ...]]:
    """The statement and its values: nothing in it changes but the hour, so it is put together once in the life of a
    process, with ``_moment`` where the hour belongs.

    Each open state is counted by itself: asked for all at once, SQLite reads the archive instead of the index.
    """
    others = [
        *(_counted("open", Journey.objects.filter(state=state)) for state in OPEN),
        _counted("advice", AdviceRequest.objects.open()),
        _counted("advice_late", AdviceRequest.objects.late(LATEST)),
        _counted("pages_ending", LibraryPage.objects.ending()),
        _counted("call_backs", Call.objects.to_call_back()),
        _counted("exports", Export.objects.filter(state=ExportState.ASKED)),
    ]
    searching = _counted("searching", Journey.objects.filter(state="searching"))
    statement, values = searching.union(*others, all=True).query.sql_with_params()
    return statement, values


@cache
def _moment() -> Any:
    """How the database is told ``LATEST``."""
    return connection.ops.adapt_datetimefield_value(LATEST)


def count_anew() -> None:
    """Forget the figures that are kept: something that they count has just been asked."""
    kept.delete("shell.counts")


def _counted(figure: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = rows.order_by().annotate(figure=Value(figure)).values("figure")
    counted = counted.annotate(total=Count("pk"))
    return counted.values_list("figure", "total")
