"""A spreadsheet as its program keeps it (.xlsx), read row by row into the same pasted cells as any other table.

What is unpacked is counted first, so that a small file that unfolds into a large one is refused; only the first sheet is
read, only what stands in its cells, and never a formula.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.common import archives

MOST_BYTES, MOST_UNPACKED = 2_000_000, 20_000_000
MOST_ROWS, MOST_COLUMNS = 2_000, 40
BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError,
    NotImplementedError, EOFError, OSError,
)  # fmt: skip


class Unreadable(ValueError):
    """Its words say what to do instead."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


TOO_BIG = _("Ce classeur est trop gros. Copiez le tableau seul dans un classeur neuf, ou collez-le ici.")
NO_WORKBOOK = _("Ce fichier n’est pas un classeur lisible. Dans le tableur : enregistrer sous, .xlsx ou CSV ; ou copiez et collez.")  # fmt: skip
TOO_FAR = _("La première feuille va trop loin à droite ou en bas. Copiez le tableau seul dans une feuille neuve.")


def is_workbook(data: bytes) -> bool:
    return data.startswith(archives.ZIP)


def text_of(data: bytes) -> str:
    """The first sheet as cells with a tab between them. Raises ``Unreadable``."""
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_BIG)
    from openpyxl import load_workbook  # not with every worker: few are ever given a workbook

    try:
        with archives.opened(data, at_most=MOST_UNPACKED):  # only counted: the library opens it itself
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a sheet says of its size is not what stands in it
            return _written(sheet.iter_rows(values_only=True))
        finally:
            book.close()
    except Unreadable:
        raise
    except archives.UnfoldsTooFar:
        raise Unreadable(TOO_BIG) from None
    except BROKEN as error:
        raise Unreadable(NO_WORKBOOK) from error


def _written(rows: Iterable[tuple[Any, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for number, row in enumerate(rows):
        if number >= MOST_ROWS or any(value is not None for value in row[MOST_COLUMNS:]):
            raise Unreadable(TOO_FAR)
        cells = [_cell(value) for value in row[:MOST_COLUMNS]]
        if any(cells):
            writer.writerow(_without_end(cells))
    return out.getvalue()


def _without_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: Any) -> str:
    """As somebody would have typed it: 600000000.0 is 600000000."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        value = value.isoformat()
    return "" if value is None else " ".join(str(value).split())
