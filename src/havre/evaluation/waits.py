"""Days from the referral to a place: how they spread, as far as that may be told (law 8).

Days have an order, so small classes are not hidden but joined with their neighbours until each holds ``k`` people.
A quartile is told where at least ``k`` people lie on its smaller side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

CLASSES = (*map(str, range(15)), "15-30", "31-60", "61+", "unknown")
"""The classes of the fact ``wait``, in their order."""
_STARTS = (0, 3, 4, 5, 6, 7, 8, 11, 15, 31, 61)
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Band:
    """``first`` to ``last`` days (``None``: and more); ``unknown`` says that those of whom nobody knows are in it."""

    first: int
    last: int | None
    count: int
    unknown: bool = False


@dataclass(frozen=True)
class Spread:
    """``quartile`` and ``upper``: a quarter waited no longer, three quarters no longer; ``median``: half. In days;
    ``None`` where it may not be told. From 15 on a value stands for its class and is its first day."""

    total: int | None
    bands: tuple[Band, ...] = ()
    quartile: int | None = None
    median: int | None = None
    upper: int | None = None


def spread(counts: Mapping[str, int], k: int) -> Spread:
    """What may be told of the days of a year; ``counts`` by class of the fact."""
    total = sum(counts.values())
    if total < k:
        return Spread(None if total else 0)
    days = sorted(_days(counts))
    return Spread(total, tuple(_join(_bands(counts), k)), *(_quantile(days, part, k) for part in (1, 2, 3)))


def first_day(code: str) -> int:
    return int(code.rstrip("+").partition("-")[0])


def _days(counts: Mapping[str, int]) -> Iterable[int]:
    for code, count in counts.items():
        if code != UNKNOWN:
            yield from [first_day(code)] * count


def _quantile(days: list[int], quarters: int, k: int) -> int | None:
    """The smallest number of days that ``quarters`` quarters of the people did not exceed."""
    if len(days) * min(quarters, 4 - quarters) // 4 < k:
        return None
    return days[-(-len(days) * quarters // 4) - 1]


def _bands(counts: Mapping[str, int]) -> list[Band]:
    ends = [start - 1 for start in _STARTS[1:]]
    bands = [
        Band(start, end, sum(count for code, count in counts.items() if _within(code, start, end)))
        for start, end in zip(_STARTS, [*ends, None], strict=True)
    ]
    unknown = counts.get(UNKNOWN, 0)
    bands[-1] = replace(bands[-1], count=bands[-1].count + unknown, unknown=unknown > 0)
    return bands


def _within(code: str, start: int, end: int | None) -> bool:
    return code != UNKNOWN and start <= first_day(code) and (end is None or first_day(code) <= end)


def _join(bands: list[Band], k: int) -> list[Band]:
    """Neighbours together until each holds ``k`` people; what is left at the end joins the last."""
    joined: list[Band] = []
    open_band: Band | None = None
    for band in bands:
        open_band = _one(open_band, band) if open_band else band
        if open_band.count >= k:
            joined.append(open_band)
            open_band = None
    if open_band is not None and open_band.count and joined:
        joined[-1] = _one(joined[-1], open_band)
    return joined


def _one(first: Band, second: Band) -> Band:
    return Band(first.first, second.last, first.count + second.count, first.unknown or second.unknown)
