"""The tables of a year as files; what is hidden on the page is hidden here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from havre.common.disclosure import ALL
from havre.evaluation.classes import FIGURES
from havre.evaluation.pages import Book
from havre.evaluation.wording import band_label, class_label

NAMES = (*FIGURES, "means", "waits", "years")
Line = Sequence[object]


def write_csv(book: Book, name: str) -> str:
    """One table, with semicolons and a byte order mark, as spreadsheets in French read it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in _lines(book, name):
        writer.writerow([_("masqué") if value is None else value for value in line])
    return "\ufeff" + text.getvalue()


def _lines(book: Book, name: str) -> Iterable[Line]:
    if name == "years":
        return _years(book)
    if name == "waits":
        return _waits(book)
    if name == "means":
        return [(_("Moyen"), book.open), *((class_label("means", code), n) for code, n in book.year.means.items())]
    return _table(book, name)


def _table(book: Book, name: str) -> Iterable[Line]:
    table = book.year.table(name)
    columns = (*table.columns, ALL)
    heads = [class_label(name, column) for column in table.columns]
    yield [_("Classe"), *heads, book.open if not heads else _("Ensemble")]
    for row in table.rows:
        yield [class_label(name, row), *(table[row, column] for column in columns)]
    yield [_("Ensemble"), *(table[ALL, column] for column in columns)]


def _waits(book: Book) -> Iterable[Line]:
    spread = book.year.waits
    yield [_("Jours jusqu’à une place"), book.open]
    yield from ([band_label(band), band.count] for band in spread.bands)
    yield [_("Ensemble"), spread.total]
    yield [_("Un quart, au plus (jours)"), spread.quartile]
    yield [_("La moitié, au plus (jours)"), spread.median]
    yield [_("Trois quarts, au plus (jours)"), spread.upper]


def _years(book: Book) -> Iterable[Line]:
    yield [
        _("Année"), _("Appels"), _("Demandes"), _("Accueillies"), _("Autre réponse"), _("Sans place"),
        _("Refus des lieux d’accueil"), _("Exceptions à la distance"), _("Jours, milieu"),
    ]  # fmt: skip
    for year, one in book.years.items():
        names = ("calls", "requests", "purposes", "refused", "unplaced", "refusals", "overrides")
        yield [year, *(one.total(name) for name in names), one.waits.median]
