"""Which rows of the list are shown, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from havre.directory.listing import PARTNER, Row
from havre.directory.states import PARTNERSHIP

SORTS = ("code", "region")
SORTS_OF_KEEPERS = (*SORTS, "etape", "accueils", "libre", "age", "echange")

Test = Callable[[Row, str], bool]


def _accepts(row: Row, wanted: str) -> bool:
    if row.profile is None:
        return False
    accepts = row.profile.accepts
    return wanted in accepts.genders or (wanted in ("children", "pregnant", "animals") and getattr(accepts, wanted))


_STATES: dict[str, Callable[[Row], bool]] = {
    "free": lambda row: row.free > 0 and not row.is_paused,
    "call": lambda row: row.to_call > 0 and not row.is_paused,
    "paused": lambda row: row.is_paused,
}

_TO_SEE: dict[str, Callable[[Row], bool]] = {
    "ending": lambda row: row.is_ending,
    "silent": lambda row: row.standing is not None and row.standing.is_silent,
    "idle": lambda row: is_idle(row),
    "full": lambda row: row.load is not None and row.load.is_full,
}


def is_idle(row: Row) -> bool:
    """A house that belongs to the network and has taken in nobody for two years."""
    return row.load is not None and row.load.is_idle and row.standing is not None and row.standing.is_in


FILTERS: dict[str, Test] = {
    "code": lambda row, asked: row.code.casefold().startswith(asked.strip().casefold()),
    "region": lambda row, asked: row.region == asked,
    "area": lambda row, asked: row.area == asked,
    "kind": lambda row, asked: row.kind == asked,
    "accepts": _accepts,
    "language": lambda row, asked: row.profile is not None and asked in row.profile.languages,
    "state": lambda row, asked: _STATES[asked](row),
    "step": lambda row, asked: row.standing is not None and row.standing.state == asked,
    "expertise": lambda row, asked: row.profile is not None and asked in row.profile.expertise,
    "see": lambda row, asked: _TO_SEE[asked](row),
}


def matching(found: list[Row], asked: Mapping[str, Any]) -> list[Row]:
    """The rows that answer all that is asked; an empty answer asks nothing."""
    tests = [(FILTERS[name], str(value)) for name, value in asked.items() if value and name in FILTERS]
    return [row for row in found if all(test(row, value) for test, value in tests)]


_STEPS = [state.code for state in PARTNERSHIP.states]
_KEYS: dict[str, Callable[[Row], Any]] = {
    "code": lambda row: (row.kind == PARTNER, row.code),
    "region": lambda row: (row.region == "", row.region, row.code),
    "libre": lambda row: (row.free, row.soon, row.code),
    "etape": lambda row: (_STEPS.index(row.standing.state) if row.standing else len(_STEPS), row.code),
}
_SOME: dict[str, Callable[[Row], Any]] = {
    "accueils": lambda row: row.load and row.load.share,
    "age": lambda row: row.oldest and -row.oldest.toordinal(),
    "echange": lambda row: row.standing and row.standing.last_on and -row.standing.last_on.toordinal(),
}
"""What not every row has: those without stand last either way."""


def ordered(found: list[Row], key: str) -> list[Row]:
    """Sorted by one of ``SORTS_OF_KEEPERS``, houses before other partners; ages rise with the days gone by."""
    name, backwards = key.removeprefix("-"), key.startswith("-")
    if name not in _SOME:
        return sorted(found, key=_KEYS.get(name, _KEYS["code"]), reverse=backwards)
    value = _SOME[name]
    having = [row for row in found if value(row) is not None]
    return sorted(having, key=value, reverse=backwards) + [row for row in found if value(row) is None]
