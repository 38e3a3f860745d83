"""Disclosure control (law 8): which cells of a table stay inside, so that none of them can be computed back.

Plain Python, to be read and tested alone. A table counts people; every cell that holds 1 to ``k - 1`` of them is
hidden, and with it as many others as it takes that whoever knows all the published cells, the totals included, can
still not narrow any hidden one down to fewer than ``k + 1`` values. What hides whom depends on the order of the classes
and on which cells are empty or hidden, never on how large they are: otherwise the choice itself would tell.

- **Zeros are shown**: a zero points to nobody. Where the whole table counts fewer than ``k``, nothing of it is shown.
- A table with one dimension is a total and its parts; one with two has a total for each row and each column as well.
- All hidden cells look the same: whether one is small, or hidden for the sake of another, is not told.

Source: DOMAIN.md P11 (k = 5 for partners, 11 for the public); docs/decisions/0008-small-numbers.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

INSIDE, OUTSIDE = 5, 11
"""The smallest count that is told to partners and inside the house, and to everybody else."""

SETTLED_MONTH = 2
"""Outside the house a year is told from February of the next on: late entries are in, and it stands still."""

ALL = "*"
"""The class that stands for the sum over a dimension."""

Cell = tuple[str, str]
"""(row, column); ``(row, ALL)`` is the total of a row, ``(ALL, ALL)`` that of the table."""


@dataclass(frozen=True)
class Interval:
    """What somebody outside can say of a hidden cell: at least ``low``, at most ``high`` (``None``: no limit)."""

    low: int
    high: int | None

    def hides(self, k: int) -> bool:
        return self.high is None or self.high - self.low >= k


@dataclass(frozen=True)
class Shown:
    """A table as it may leave: ``cells`` has a number for each cell that is told, ``None`` for one that is hidden."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Cell, int | None]

    def __getitem__(self, cell: Cell) -> int | None:
        return self.cells[cell]

    def part(self, row: str) -> int | None:
        """One class of a table with a single dimension."""
        return self.cells[row, ALL]

    @property
    def total(self) -> int | None:
        return self.cells[ALL, ALL]

    @property
    def hides(self) -> bool:
        return any(count is None for count in self.cells.values())


class Table:
    """Counts with all their totals. ``columns`` stays empty for one dimension."""

    def __init__(self, counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str] = ()) -> None:
        """``counts`` are the inner cells; for one dimension, ``(row, ALL)``. Cells that are missing count nobody.

        Raises ``ValueError`` for a class that no dimension has, a class named like the sum, or a negative count.
        """
        if ALL in (*rows, *columns):
            raise ValueError(f"{ALL!r} is the sum and cannot be a class")
        self.rows, self.columns = tuple(rows), tuple(columns)
        inner = [(row, column) for row in rows for column in (columns or (ALL,))]
        if counts.keys() - set(inner) or any(count < 0 for count in counts.values()):
            raise ValueError("a count of no class, or below zero")
        self.cells: dict[Cell, int] = {cell: counts.get(cell, 0) for cell in inner}
        if columns:
            self.cells |= {(row, ALL): sum(self.cells[row, c] for c in columns) for row in rows}
            self.cells |= {(ALL, column): sum(self.cells[r, column] for r in rows) for column in columns}
        self.cells[ALL, ALL] = sum(counts.values())

    @classmethod
    def of_parts(cls, parts: Mapping[str, int], order: Sequence[str]) -> Table:
        """A table with one dimension, its classes in ``order``."""
        return cls({(row, ALL): count for row, count in parts.items()}, order)

    @property
    def total(self) -> int:
        return self.cells[ALL, ALL]

    def sums(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """Every total with its parts."""
        yield (ALL, ALL), [(row, ALL) for row in self.rows]
        if self.columns:
            yield (ALL, ALL), [(ALL, column) for column in self.columns]
            for row in self.rows:
                yield (row, ALL), [(row, column) for column in self.columns]
            for column in self.columns:
                yield (ALL, column), [(row, column) for row in self.rows]


def last_year_told(k: int, today: date) -> int:
    """Inside the house the running year is told as well. Outside only years that stand still: two looks at a running
    one would tell what came between them."""
    if k < OUTSIDE:
        return today.year
    return today.year - (1 if today.month >= SETTLED_MONTH else 2)


def tells_all(counts: Iterable[int], k: int) -> bool:
    """Whether classes that exclude one another, with their total, can be told as they are: none of them is small."""
    listed = list(counts)
    return sum(listed) >= k and not any(0 < count < k for count in listed)


def protect(table: Table, k: int) -> Shown:
    """The table as it may leave."""
    hidden = hidden_cells(table, k)
    cells = {cell: None if cell in hidden else count for cell, count in table.cells.items()}
    return Shown(table.rows, table.columns, cells)


def hidden_cells(table: Table, k: int) -> frozenset[Cell]:
    """The small cells, and as many others as it takes to keep them."""
    if 0 < table.total < k:
        return frozenset(table.cells)
    hidden = {cell for cell, count in table.cells.items() if 0 < count < k}
    while exposed := _exposed(table, hidden, k):
        exposed.sort(key=lambda cell: not _hidden_alone(table, cell, hidden))
        more = next(filter(None, (_next_beside(table, cell, hidden) for cell in exposed)), None)
        if more is None:  # nothing beside them is left: the total alone is told, and hides them all
            return frozenset(cell for cell, count in table.cells.items() if count != table.total)
        hidden.add(more)
    return frozenset(hidden)


def _exposed(table: Table, hidden: set[Cell], k: int) -> list[Cell]:
    """Hidden cells that the published ones give away, in the order of the table."""
    found = audit(table, hidden)
    return [cell for cell in table.cells if cell in found and not found[cell].hides(k)]


def _hidden_alone(table: Table, cell: Cell, hidden: set[Cell]) -> bool:
    """Whether one of its sums gives it away: what is hidden for such a cell closes a block soonest."""
    return any(
        cell in (total, *parts) and len(hidden.intersection((total, *parts))) == 1 for total, parts in table.sums()
    )


def _next_beside(table: Table, cell: Cell, hidden: set[Cell]) -> Cell | None:
    """The cell to hide for the sake of this one: one that counts somebody, in a sum they share.

    Sums first in which this cell is hidden alone, for they give it away; parts before totals. Of the parts the one
    whose other sum hides something already, so that what is hidden closes a block and does not run through the table;
    of equals the next. Never one that counts everybody, as the total of the table does: it is told by that total.
    """
    sums = list(table.sums())
    shared = [(total, parts) for total, parts in sums if cell in (total, *parts)]
    shared.sort(key=lambda told: len(hidden.intersection((told[0], *told[1]))) > 1)
    for group in [_following(cell, parts) for _total, parts in shared] + [[total] for total, _parts in shared]:
        free = [one for one in group if one not in hidden and 0 < table.cells[one] < table.total]
        if free:
            return max(free, key=lambda one: sum(one in parts and not hidden.isdisjoint(parts) for _, parts in sums))
    return None


def _following(cell: Cell, parts: list[Cell]) -> list[Cell]:
    """The parts of a sum from ``cell`` on, round to it again."""
    start = parts.index(cell) + 1 if cell in parts else 0
    return [*parts[start:], *parts[:start]]


# The auditor: what the published cells tell of the hidden ones, exactly


def audit(table: Table, hidden: Iterable[Cell]) -> dict[Cell, Interval]:
    """What anybody can compute of each hidden cell from all the others: its smallest and largest possible value.

    A table of one or two dimensions is a flow: a sum is a node where as much goes in as comes out, a cell is an edge.
    A hidden cell may grow by what can flow back from its head to its tail through other hidden cells, and shrink by what
    can flow from its tail to its head. Whole numbers flow in whole numbers, so the limits are exact.
    """
    hidden = set(hidden)
    order = [cell for cell in table.cells if cell in hidden]
    ends, counts = _ends(table), [table.cells[cell] for cell in order]
    edges = [ends[cell] for cell in order]
    ways: dict[str, list[Step]] = {}
    for number, (tail, head) in enumerate(edges):
        ways.setdefault(tail, []).append((number, head, True))
        ways.setdefault(head, []).append((number, tail, False))
    found = {}
    for number, (tail, head) in enumerate(edges):
        more = _flow(ways, counts, head, tail, without=number)
        less = _flow(ways, counts, tail, head, without=number, at_most=counts[number])
        high = None if more is None else counts[number] + more
        found[order[number]] = Interval(0 if less is None else counts[number] - less, high)
    return found


Step = tuple[int, str, bool]
"""Number of an edge, the node it leads to, whether it is gone along (and not against)."""


def _ends(table: Table) -> dict[Cell, tuple[str, str]]:
    """Each cell as an edge from the sum it is taken from to the sum it goes into.

    For one dimension everything beyond the parts is one node more, where they end and the total begins.
    """
    if not table.columns:
        return {(row, ALL): ("all", "beyond") for row in table.rows} | {(ALL, ALL): ("beyond", "all")}
    ends = {(row, column): (f"row {row}", f"column {column}") for row in table.rows for column in table.columns}
    ends |= {(row, ALL): ("all rows", f"row {row}") for row in table.rows}
    ends |= {(ALL, column): (f"column {column}", "all columns") for column in table.columns}
    return ends | {(ALL, ALL): ("all columns", "all rows")}


def _flow(
    ways: Mapping[str, Sequence[Step]],
    counts: Sequence[int],
    source: str,
    sink: str,
    *,
    without: int,
    at_most: int | None = None,
) -> int | None:
    """How much more can flow from ``source`` to ``sink`` beside the edge ``without``: along an edge without limit,
    against it as much as it carries. ``None`` where there is no limit. Stops at ``at_most``.
    """
    carried = [*counts]
    flowed = 0
    while at_most is None or flowed < at_most:
        path = _path(ways, carried, source, sink, without)
        if path is None:
            return flowed
        limits = [carried[number] for number, along in path if not along]
        if not limits:
            return None
        step = min(limits) if at_most is None else min(*limits, at_most - flowed)
        for number, along in path:
            carried[number] += step if along else -step
        flowed += step
    return flowed


def _path(
    ways: Mapping[str, Sequence[Step]], carried: Sequence[int], source: str, sink: str, without: int
) -> list[tuple[int, bool]] | None:
    """The edges of a shortest way, each with whether it is gone along; a way without limit is found first."""
    for against in (False, True):
        came: dict[str, tuple[str, int, bool]] = {source: ("", -1, True)}
        reached = [source]
        while reached and sink not in came:
            following = []
            for node in reached:
                for number, other, along in ways.get(node, ()):
                    if number != without and other not in came and (along or (against and carried[number])):
                        came[other] = (node, number, along)
                        following.append(other)
            reached = following
        if sink in came:
            return _back(came, source, sink)
    return None


def _back(came: Mapping[str, tuple[str, int, bool]], source: str, sink: str) -> list[tuple[int, bool]]:
    path, node = [], sink
    while node != source:
        node, number, along = came[node]
        path.append((number, along))
    return path
