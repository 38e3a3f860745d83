"""Pictures of numbers: bars, columns by year, dots for a spread. Values only; a hidden number is ``None``.

Lengths are percentages of the picture, so that it is as wide as its column and needs no style of its own. Every number
stands in words beside its picture or in the table behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Text = Any  # a string, or one that is translated when it is shown


def _percent(share: float) -> str:
    """With a point, whatever the language: it is read by the browser."""
    return f"{share * 100:.2f}%"


@dataclass(frozen=True)
class Bar:
    """One class: how many now, and ``before`` as far as that is told; ``None`` is hidden, ``""`` was not counted."""

    label: Text
    count: int | None
    before: int | str | None = ""


@dataclass(frozen=True)
class DrawnBar:
    label: Text
    count: int | None
    before: int | str | None
    width: str
    mark: str


@dataclass(frozen=True)
class Bars:
    """Horizontal bars that are a table; a thin mark stands where the bar ended ``before``. All on one scale."""

    caption: Text
    head: Text
    bars: Sequence[Bar]
    now: Text
    before: Text = ""
    whole: int | None = None

    @property
    def drawn(self) -> list[DrawnBar]:
        """``whole`` is where the scale ends; without it, the largest number that is told."""
        told = [n for bar in self.bars for n in (bar.count, bar.before) if isinstance(n, int)]
        end = max([self.whole or 0, *told, 1])
        return [
            DrawnBar(
                bar.label,
                bar.count,
                bar.before,
                width=_percent((bar.count or 0) / end),
                mark=_percent(bar.before / end) if isinstance(bar.before, int) and bar.before else "",
            )
            for bar in self.bars
        ]


@dataclass(frozen=True)
class YearCount:
    """One year: how many (``None``: hidden), what others ``published`` for it, and whether it is not over yet."""

    year: int
    count: int | None
    published: int | None = None
    running: bool = False
    current: bool = False


@dataclass(frozen=True)
class Column:
    year: int
    short: str
    count: int | None
    published: int | None
    running: bool
    current: bool
    left: str
    middle: str
    width: str
    top: str
    height: str
    right: str
    label_at: str
    published_at: str


_FLOOR, _CEILING = 0.87, 0.14
"""Where columns stand and how far the highest may go, from above; years below, numbers above."""
_GAP = 0.22


@dataclass(frozen=True)
class Columns:
    """A column for each year; ``title`` says what it shows to whoever does not see it. ``key`` differs on a page."""

    title: Text
    years: Sequence[YearCount]
    key: str
    unit: Text = ""
    small: bool = False

    @property
    def told(self) -> bool:
        """Whether any year counts somebody."""
        return any(one.count != 0 for one in self.years)

    @property
    def has_published(self) -> bool:
        return any(one.published for one in self.years)

    @property
    def drawn(self) -> list[Column]:
        end = max([n for one in self.years for n in (one.count, one.published) if n is not None] + [1])
        step = 1 / max(len(self.years), 1)
        return [self._draw(one, place * step, step, end) for place, one in enumerate(self.years)]

    def _draw(self, one: YearCount, start: float, step: float, end: int) -> Column:
        room = _FLOOR - _CEILING
        height = room * (one.count or 0) / end
        return Column(
            one.year, f"{one.year % 100:02}", one.count, one.published, one.running, one.current,
            left=_percent(start + step * _GAP / 2), middle=_percent(start + step / 2), width=_percent(step * (1 - _GAP)),
            right=_percent(start + step * (1 - _GAP / 2)),
            top=_percent(_FLOOR - height), height=_percent(height),
            label_at=_percent(_FLOOR - (height if one.count is not None else 0.1) - 0.03),
            published_at=_percent(_FLOOR - room * (one.published or 0) / end),
        )  # fmt: skip


@dataclass(frozen=True)
class Dot:
    """One line: from ``low`` to ``high`` with ``middle``, each ``None`` where it is not told; ``words`` say them."""

    label: Text
    low: float | None
    middle: float | None
    high: float | None
    words: Text
    current: bool = False


@dataclass(frozen=True)
class DrawnDot:
    label: Text
    words: Text
    current: bool
    start: str
    width: str
    middle: str


_MARGIN = 0.03
_SPAN = 1 - 2 * _MARGIN


@dataclass(frozen=True)
class Dots:
    """A line for each class with its middle half and its middle, and a dashed line at the ``target``."""

    caption: Text
    head: Text
    value: Text
    dots: Sequence[Dot]
    target: float
    target_words: Text
    end: float

    @property
    def target_at(self) -> str:
        return self._at(self.target)

    @property
    def ticks(self) -> list[tuple[str, int]]:
        """Where the axis is numbered: every few whole units."""
        step = next(s for s in (1, 2, 5, 7, 10, 20, 50, 100, 10**9) if self.end / s <= 6)
        return [(self._at(n), n) for n in range(0, int(self.end) + 1, step)]

    @property
    def drawn(self) -> list[DrawnDot]:
        return [
            DrawnDot(
                dot.label,
                dot.words,
                dot.current,
                start=self._at(dot.low) if dot.low is not None else "",
                width="" if dot.low is None or dot.high is None else _percent((dot.high - dot.low) / self.end * _SPAN),
                middle=self._at(dot.middle) if dot.middle is not None else "",
            )
            for dot in self.dots
        ]

    def _at(self, value: float) -> str:
        return _percent(_MARGIN + value / self.end * _SPAN)
