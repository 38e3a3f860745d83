"""Disclosure control against somebody who knows every published cell and tries all the rest."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from havre.common.disclosure import ALL, INSIDE, OUTSIDE, Cell, Interval, Shown, Table, audit, hidden_cells, protect

ROWS, COLUMNS = "abcdefg", "xyz"


def one_dimension(*counts: int) -> Table:
    return Table.of_parts(dict(zip(ROWS, counts, strict=False)), ROWS[: len(counts)])


def two_dimensions(*rows: tuple[int, ...]) -> Table:
    counts = {(ROWS[r], COLUMNS[c]): n for r, row in enumerate(rows) for c, n in enumerate(row)}
    return Table(counts, ROWS[: len(rows)], COLUMNS[: len(rows[0])])


@st.composite
def tables(draw: st.DrawFn, rows: int = 5, columns: int = 3, most: int = 30) -> Table:
    sizes = st.one_of(st.just(0), st.integers(1, 6), st.integers(0, most))
    height, width = draw(st.integers(1, rows)), draw(st.integers(0, columns))
    if width == 0:
        return one_dimension(*(draw(sizes) for _ in range(height)))
    return two_dimensions(*(tuple(draw(sizes) for _ in range(width)) for _ in range(height)))


MANY = 10_000
"""More than any table here counts: a cell that can reach it has no limit."""


def possible(table: Table, hidden: Iterable[Cell]) -> dict[Cell, tuple[int, int]]:
    """What a solver finds that each hidden cell can be; it knows sums, published cells, and that nobody counts below
    nothing. Written apart from the auditor: another method, another library."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    cells = {cell: solver.NumVar(0, MANY, "") for cell in set(hidden)}
    for total, parts in table.sums():
        known = table.cells[total] * (total not in cells) - sum(
            table.cells[part] for part in parts if part not in cells
        )
        solver.Add(sum(cells[part] for part in parts if part in cells) - cells.get(total, 0) == known)
    found = {}
    for cell, variable in cells.items():
        ends = []
        for direction in (solver.Minimize, solver.Maximize):
            direction(variable)
            assert solver.Solve() == pywraplp.Solver.OPTIMAL
            ends.append(round(variable.solution_value()))
        found[cell] = (ends[0], ends[1])
    return found


def hidden_of(shown: Shown) -> set[Cell]:
    return {cell for cell, count in shown.cells.items() if count is None}


@settings(max_examples=60, deadline=None)
@given(tables(rows=4, columns=3, most=14), st.data())
def test_the_auditor_says_what_a_solver_finds(table: Table, data: st.DataObject) -> None:
    hidden = set(data.draw(st.lists(st.sampled_from([*table.cells]), unique=True, max_size=9)))
    solved = possible(table, hidden)

    for cell, interval in audit(table, hidden).items():
        assert interval.low == solved[cell][0]
        assert solved[cell][1] == interval.high if interval.high is not None else solved[cell][1] > MANY - 1_000


@settings(max_examples=80, deadline=None)
@given(tables(), st.sampled_from([INSIDE, OUTSIDE]))
def test_no_small_cell_is_shown_and_none_can_be_computed_back(table: Table, k: int) -> None:
    shown = protect(table, k)

    for cell, count in shown.cells.items():
        assert count is None or count == table.cells[cell]
        assert count is None or count == 0 or count >= k
    for low, high in possible(table, hidden_of(shown)).values():
        assert high - low >= k


@settings(max_examples=200, deadline=None)
@given(tables(), st.sampled_from([INSIDE, OUTSIDE]))
def test_whoever_hides_most_hides_all_that_is_small_and_no_zero_of_a_table_that_is_told(table: Table, k: int) -> None:
    hidden = hidden_cells(table, k)

    assert {cell for cell, count in table.cells.items() if 0 < count < k} <= hidden
    if table.total >= k:
        assert (ALL, ALL) not in hidden


# What goes red when a part of it is missing


def primary_only(table: Table, k: int) -> set[Cell]:
    return {cell for cell, count in table.cells.items() if 0 < count < k}


@pytest.mark.parametrize(
    "table",
    [
        one_dimension(30, 3, 12),  # one hidden: the total gives it away
        one_dimension(40, 1, 1),  # two hidden whose sum is small
        two_dimensions((20, 3), (15, 12)),  # rows and columns give it away
        two_dimensions((2, 20, 9), (30, 8, 8), (9, 3, 25)),
    ],
)
def test_hiding_the_small_cells_alone_would_tell_them(table: Table) -> None:
    assert not all(found.hides(5) for found in audit(table, primary_only(table, 5)).values())
    assert all(found.hides(5) for found in audit(table, hidden_cells(table, 5)).values())


def test_a_block_whose_rows_and_columns_all_hide_two_cells_is_still_told_by_their_sums() -> None:
    """One more cell in each row and column is not enough: a small one between two zeros moves by nothing."""
    table = two_dimensions((1, 1, 30), (1, 1, 30), (30, 30, 30))
    naive = {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}

    assert audit(table, naive)["a", "x"] == Interval(0, 2)
    assert all(found.hides(5) for found in audit(table, hidden_cells(table, 5)).values())


def test_one_small_cell_costs_the_three_that_close_a_block_with_it() -> None:
    common = {"social": 60, "health": 20, "police": 15, "justice": 9, "other": 8}
    years = ["2025", "2024", "2023"]
    counts = {(year, group): count for year in years for group, count in common.items()} | {("2024", "other"): 3}

    hidden = hidden_cells(Table(counts, years, list(common)[::-1]), 5)

    assert hidden == {("2024", "other"), ("2024", "justice"), ("2023", "other"), ("2023", "justice")}


def test_of_fewer_than_k_people_nothing_is_told_not_even_the_classes_that_are_empty() -> None:
    shown = protect(one_dimension(4, 0, 0), 5)

    assert set(shown.cells.values()) == {None}
    assert protect(one_dimension(4, 1, 0), 5).total == 5


def test_nobody_at_all_is_told() -> None:
    assert set(protect(one_dimension(0, 0), 5).cells.values()) == {0}


def test_which_cell_is_hidden_for_another_does_not_depend_on_how_large_it_is() -> None:
    """Had the smallest been taken, 4 + 8 beside a shown 8 would tell that the small one is 4."""
    order = [(3, 9, 40, 12), (3, 40, 9, 12), (3, 12, 9, 40), (3, 5, 5, 5)]

    assert {frozenset(hidden_cells(one_dimension(*counts), 5)) for counts in order} == {
        frozenset({("a", ALL), ("b", ALL)})
    }


def test_all_tables_of_four_small_cells_hide_enough() -> None:
    for counts in product(range(8), repeat=4):
        table = two_dimensions(counts[:2], counts[2:])
        assert all(found.hides(5) for found in audit(table, hidden_cells(table, 5)).values())


@pytest.mark.parametrize(
    "counts", [{("a", ALL): -1}, {("q", ALL): 3}, {("a", "x"): 3}]
)  # below nobody, no class, no column
def test_a_count_of_no_class_is_refused(counts: dict[Cell, int]) -> None:
    with pytest.raises(ValueError):
        Table(counts, "ab")


def test_a_class_cannot_be_named_like_the_sum() -> None:
    with pytest.raises(ValueError):
        Table.of_parts({}, ["a", ALL])
