"""What the page of a year shows: sentences, pictures and tables made of numbers that may be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from havre.common import charts
from havre.common.disclosure import ALL, Shown
from havre.countries.fr.published import PUBLISHED, WAIT_TARGET_DAYS
from havre.evaluation.figures import Year
from havre.evaluation.wording import band_label, class_label, days_words, total_sentence

ORDERED = frozenset({"stays", "advice_urgency"})
"""Figures whose classes keep their order; the others go from the largest to the smallest, then what is hidden."""


@dataclass(frozen=True)
class Told:
    """One figure on the page: a title, a sentence, its bars, the name of its file; no bars where nothing is told."""

    name: str
    title: str
    sentence: str
    bars: charts.Bars | None


@dataclass(frozen=True)
class Book:
    """The years that may be told, and the one that is open."""

    years: Mapping[int, Year]
    open: int
    running: int

    @property
    def year(self) -> Year:
        return self.years[self.open]

    @property
    def before(self) -> Year | None:
        found = self.years.get(self.open - 1)
        return None if found is None or found.is_empty else found

    @property
    def before_head(self) -> str:
        return str(self.open - 1) if self.before else ""

    # Tables of the open year

    def figure(self, name: str, title: str) -> Told:
        now, before = self.year.table(name), self.before.table(name) if self.before else None
        sentence = total_sentence(name, now.total)
        rows = rows_of(name, now, before)
        return Told(name, title, sentence, self._bars(title, rows) if now.total and rows else None)

    def means(self, title: str) -> Told:
        now, before = self.year.means, self.before.means if self.before else None
        admitted = self.year.admitted
        rows = _sorted([
            charts.Bar(class_label("means", code), count, before[code] if before else "")
            for code, count in now.items()
            if count != 0 or (before and before[code] != 0)
        ])  # fmt: skip
        sentence = total_sentence("means", admitted)
        return Told("means", title, sentence, self._bars(title, rows, whole=admitted) if admitted and rows else None)

    def waits(self, title: str) -> Told:
        """Bands of days; they join their neighbours differently each year, so no other year stands beside them."""
        spread = self.year.waits
        rows = [charts.Bar(band_label(band), band.count) for band in spread.bands]
        bars = charts.Bars(title, _("Jours"), rows, str(self.open)) if len(rows) > 1 else None
        return Told("waits", title, "" if bars else _("Trop peu s’en écartent pour être dit."), bars)

    def _bars(self, title: str, rows: Sequence[charts.Bar], *, whole: int | None = None) -> charts.Bars:
        return charts.Bars(title, _("Classe"), rows, str(self.open), self.before_head, whole)

    def people(self) -> Crossed | None:
        table = self.year.table("people")
        return Crossed.of(table) if table.total else None

    # One number a year

    def columns(self, name: str, title: str, unit: str, *, small: bool = True) -> charts.Columns:
        told = [
            charts.YearCount(
                year,
                one.total(name),
                _published(name, year),
                running=year == self.running,
                current=year == self.open,
            )
            for year, one in self.years.items()
        ]
        return charts.Columns(title, told, f"by-year-{name}", unit, small)

    def dots(self) -> charts.Dots:
        spreads = {year: one.waits for year, one in self.years.items()}
        ends = [days for one in spreads.values() for days in (one.upper, one.median) if days is not None]
        return charts.Dots(
            caption=_("Jours de la demande à une place, par année : la moitié du milieu, et le milieu"),
            head=_("Année"),
            value=_("Milieu (quarts)"),
            dots=[
                charts.Dot(
                    str(year), one.quartile, one.median, one.upper,
                    days_words(one) or (_("masqué") if one.total != 0 else "–"), year == self.open,
                )
                for year, one in sorted(spreads.items(), reverse=True)
            ],
            target=WAIT_TARGET_DAYS,
            target_words=_("Jours ; la ligne pointillée marque les %(days)s jours visés") % {"days": WAIT_TARGET_DAYS},
            end=max([*ends, 2 * WAIT_TARGET_DAYS]),
        )  # fmt: skip


@dataclass(frozen=True)
class CrossedRow:
    label: str
    counts: Sequence[int | None]
    total: int | None


@dataclass(frozen=True)
class Crossed:
    """Ages, youngest first, with and without children, and all totals; classes that count nobody are left out."""

    heads: Sequence[str]
    rows: Sequence[CrossedRow]
    totals: Sequence[int | None]
    total: int | None

    @classmethod
    def of(cls, table: Shown) -> Crossed:
        columns = [column for column in table.columns if table[ALL, column] != 0]
        rows = sorted(row for row in table.rows if table[row, ALL] != 0)
        return cls(
            [class_label("people", column) for column in columns],
            [
                CrossedRow(class_label("people", row), [table[row, c] for c in columns], table[row, ALL])
                for row in rows
            ],
            [table[ALL, column] for column in columns],
            table.total,
        )  # fmt: skip


def rows_of(name: str, now: Shown, before: Shown | None) -> list[charts.Bar]:
    """The classes that count somebody in one of both years, as the page and the file list them."""
    rows = [
        charts.Bar(class_label(name, code), now.part(code), before.part(code) if before else "")
        for code in now.rows
        if now.part(code) != 0 or (before and before.part(code) != 0)
    ]
    return rows if name in ORDERED else _sorted(rows)


def _sorted(rows: list[charts.Bar]) -> list[charts.Bar]:
    """From the largest to the smallest; hidden ones last, in the order of their list, which tells nothing."""
    return sorted(rows, key=lambda bar: (bar.count is None, -(bar.count or 0)))


def _published(name: str, year: int) -> int | None:
    found = PUBLISHED.get(year)
    if found is None:
        return None
    return {"purposes": found.admitted, "requests": found.requests, "calls": found.calls}.get(name)
