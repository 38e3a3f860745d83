"""The numbers of a year, from anonymous facts only, and only as far as they may be told (law 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count

from havre.common.disclosure import ALL, Shown, Table, last_year_told, protect
from havre.evaluation.classes import FIGURES, KINDS, MEANS, UNMET, YES_NO, Figure
from havre.evaluation.waits import UNKNOWN, Spread, spread
from havre.record.models import Fact

Tally = list[tuple[dict[str, Any], int]]
"""Facts of one kind and year: their values, and how many say the same."""

FIRST_YEAR = 2012


@dataclass(frozen=True)
class Year:
    """One year for readers to whom no count below ``k`` is told. What it was counted from stays in here."""

    year: int
    k: int
    _facts: Mapping[str, Tally]

    def table(self, name: str) -> Shown:
        """A figure by its name in ``FIGURES``."""
        return protect(self._count(name), self.k)

    def _count(self, name: str) -> Table:
        return _count(FIGURES[name], self._facts)

    def total(self, name: str) -> int | None:
        """How many in all; ``None`` where it is hidden. Never hidden for the sake of a part: told from ``k`` on."""
        count = self._count(name).total
        return count if count == 0 or count >= self.k else None

    @property
    def admitted(self) -> int | None:
        return self.total("purposes")

    @cached_property
    def waits(self) -> Spread:
        counts: Counter[str] = Counter()
        for values, count in self._facts.get("wait", []):
            counts[values["days"]] += count
        counts[UNKNOWN] += max(0, self._count("purposes").total - counts.total())
        return spread(counts, self.k)

    @cached_property
    def means(self) -> dict[str, int | None]:
        """Of those admitted, how many under each means of control."""
        return self._each("means", MEANS, of="purposes")

    @cached_property
    def unmet(self) -> dict[str, int | None]:
        """Of the searches that found no place, how many for a household with each need."""
        return self._each("unmet", UNMET, of="unplaced", name="need")

    def _each(self, kind: str, classes: Iterable[str], *, of: str, name: str = "") -> dict[str, int | None]:
        """Several may hold for one person. Those without stay countable from the total, so each is a table of its own,
        with and without."""
        counts: Counter[str] = Counter()
        for values, count in self._facts.get(kind, []):
            counts[values[name or kind]] += count
        whole = self._count(of).total
        return {
            code: protect(
                Table.of_parts({"yes": counts[code], "no": max(0, whole - counts[code])}, YES_NO), self.k
            ).part("yes")
            for code in classes
        }

    @property
    def is_empty(self) -> bool:
        return not any(self._facts.values())


def _count(figure: Figure, facts: Mapping[str, Tally]) -> Table:
    rows, columns = figure.rows, figure.columns
    counts: Counter[tuple[str, str]] = Counter()
    for values, count in facts.get(figure.kind, []):
        value = values.get(rows.name, "")
        if value not in figure.without:
            counts[rows.class_of(value), columns.class_of(values.get(columns.name, "")) if columns else ALL] += count
    return Table(counts, rows.classes, columns.classes if columns else ())


def read_years(*, k: int, today: date) -> dict[int, Year]:
    """Every year from the first that has facts to the last that may be told, those without facts too. One statement."""
    last = last_year_told(k, today)
    found: dict[int, dict[str, Tally]] = {}
    for kind, year, values, count in (
        Fact.objects.filter(kind__in=KINDS, year__gte=FIRST_YEAR, year__lte=last)
        .values_list("kind", "year", "values")
        .annotate(count=Count("*"))
        .order_by()
    ):
        found.setdefault(year, {}).setdefault(kind, []).append((values, count))
    first = min(found, default=last)
    return {year: Year(year, k, found.get(year, {})) for year in range(first, last + 1)}
