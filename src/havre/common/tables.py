"""A table as a file for a spreadsheet: CSV as French spreadsheets open it, and no cell that they would compute."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from itertools import chain, islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

BYTE_ORDER_MARK = "\ufeff"
COMPUTED = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""
BLOCK = 500
"""So many lines are written and sent together."""

Cell = str | Promise | int | date | datetime | None


def cell(value: Cell) -> str:
    """As it is written: a day or a moment of the country's clock, nothing for ``None``, and a formula as plain text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip().startswith(COMPUTED) else text


def separator(language: str) -> str:
    """What stands between two cells: where the comma is a decimal sign, a semicolon."""
    return "," if language.startswith("en") else ";"


def blocks(heads: Iterable[Any], rows: Iterable[Iterable[Cell]], *, language: str, mark: str = "") -> Iterator[str]:
    """The file in one language, some hundred lines at a time, so that a long table is never held whole.

    ``mark`` is a line before the heads.
    """
    yield BYTE_ORDER_MARK
    given = chain([[mark]] if mark else [], [heads], rows)
    while block := _next_block(given, language):
        yield block


def _next_block(rows: Iterator[Iterable[Any]], language: str) -> str:
    """The language is left again before the block is sent: whoever waits for it may be answering somebody else."""
    with translation.override(language):
        buffer = StringIO()
        writer = csv.writer(buffer, delimiter=separator(language), lineterminator="\r\n")
        writer.writerows([cell(one) for one in row] for row in islice(rows, BLOCK))
        return buffer.getvalue()


def download(
    name: str, heads: Iterable[Any], rows: Iterable[Iterable[Cell]], *, on: date, number: str
) -> StreamingHttpResponse:
    """The file, called by what it lists, the day and its download number alone, which is its first line too."""
    language = translation.get_language() or "fr"
    mark = _("Téléchargement %(number)s") % {"number": number}
    response = StreamingHttpResponse(
        blocks(heads, rows, language=language, mark=mark), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}-{on.isoformat()}-{number}.csv"'
    return response
