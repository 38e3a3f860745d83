"""A table as a file for a spreadsheet: CSV as French spreadsheets open it, and no cell that they would compute."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils import timezone

BYTE_ORDER_MARK = "\ufeff"
SEPARATOR = ";"
COMPUTED = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""

Cell = str | int | date | datetime | None


def cell(value: Cell) -> str:
    """As it is written: a day or a moment of the country's clock, nothing for ``None``, and a formula as plain text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip().startswith(COMPUTED) else text


def lines(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Line by line, so that a long table is never held whole."""
    yield BYTE_ORDER_MARK
    for row in chain([heads], rows):
        buffer = StringIO()
        csv.writer(buffer, delimiter=SEPARATOR, lineterminator="\r\n").writerow([cell(one) for one in row])
        yield buffer.getvalue()


def download(name: str, heads: Iterable[str], rows: Iterable[Iterable[Cell]], *, on: date) -> StreamingHttpResponse:
    """The file, called by what it lists and the day alone."""
    response = StreamingHttpResponse(lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{on.isoformat()}.csv"'
    return response
