"""Finds and proves the best choice of columns under linear rows: LP, reduced costs, and an exact remainder.

The linear relaxation is solved by GLOP on a growing set of columns until no other column could improve it. Its reduced
costs then tell which columns can be part of anything better than what is known; only those go to HiGHS, inside
``ortools.math_opt``. Nothing is lost: a choice that uses a dropped column is worth less than the one that is returned.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from havre.geo.borders import Floats
from havre.placements.engine.capacity import Ints

FIRST_CUT = 0.05
"""Columns whose reduced cost is worse than this are left out at first, in units of profit."""
_STEP = 1e-3
_TINY = 1e-7
_BATCH = 30_000
_ROUNDING = 1e-5
_GLOP, _HIGHS, _DUAL_SIMPLEX = 3, 10, 2
_OPTIMAL, _INFEASIBLE = 1, 2


@dataclass(frozen=True)
class Program:
    """Maximise the profit of the columns chosen; every row of entries must sum within its bounds.

    ``step`` is a number of which every profit is a multiple: two choices differ by at least that much or by nothing.
    Entries are sorted by column.
    """

    profit: Floats
    row: Ints
    column: Ints
    coefficient: Floats
    lower: Floats
    upper: Floats
    step: float

    def __len__(self) -> int:
        return len(self.profit)

    def allows(self, chosen: Ints) -> bool:
        """Whether a choice of columns keeps every row, by exact sums of whole coefficients."""
        entries = np.isin(self.column, chosen)
        sums = np.bincount(self.row[entries], self.coefficient[entries], minlength=len(self.lower))
        return bool(((sums >= self.lower - _TINY) & (sums <= self.upper + _TINY)).all())

    def worth(self, chosen: Ints) -> float:
        return float(self.profit[chosen].sum())


@dataclass(frozen=True)
class Choice:
    """The best columns found, and whether nothing better exists; ``None`` where nothing allowed was found."""

    chosen: Ints | None
    proven: bool


@dataclass(frozen=True)
class _Bound:
    """The optimum of the linear relaxation and the reduced cost of every column."""

    value: float
    reduced: Floats
    whole: Ints | None


def best(program: Program, deadline: float, *, known: Ints | None = None, start: Ints | None = None) -> Choice:
    """The most profitable choice, proven where time allows.

    ``known`` is an allowed choice. ``start`` are the columns to begin with; they must hold an allowed choice, and all
    columns are taken where it is ``None``. ``deadline`` is a moment of ``time.monotonic``.
    """
    working = np.arange(len(program)) if start is None else np.unique(start)
    bound = _relax(program, working, deadline)
    if bound is None:
        return Choice(known, False)
    known = _better(program, known, bound.whole)
    cut = FIRST_CUT if known is None else min(FIRST_CUT, _gap(program, bound, known))
    while not _settled(program, bound, known):
        kept = np.flatnonzero(bound.reduced >= -cut - _TINY)
        found, finished = _solve_whole(program, kept, deadline)
        known = _better(program, known, found)
        if not finished:
            return Choice(known, False)
        if len(kept) == len(program) or (known is not None and _gap(program, bound, known) <= cut):
            return Choice(known, True)
        cut = 10 * cut if known is None else _gap(program, bound, known)
    return Choice(known, True)


def _gap(program: Program, bound: _Bound, known: Ints) -> float:
    return max(0.0, bound.value - program.worth(known))


def _settled(program: Program, bound: _Bound, known: Ints | None) -> bool:
    """Whether the bound leaves no room for one more step of profit."""
    return known is not None and _gap(program, bound, known) < 0.9 * program.step


def _better(program: Program, one: Ints | None, other: Ints | None) -> Ints | None:
    if one is None or other is None:
        return one if other is None else other
    return other if program.worth(other) > program.worth(one) + program.step / 2 else one


def _relax(program: Program, working: Ints, deadline: float) -> _Bound | None:
    """Solves the linear relaxation, adding columns until none is worth adding. ``None`` when time is up."""
    while True:
        solution = _run(program, working, deadline, whole=False)
        if solution is None or not solution.finished:
            return None
        reduced = _reduced(program, solution.duals)
        missing = np.ones(len(program), dtype=bool)
        missing[working] = False
        if not (missing & (reduced > _TINY * program.step / _STEP)).any():
            value = float(program.profit[working] @ solution.values)
            return _Bound(value, reduced, _whole(program, working, solution.values))
        wanted = np.flatnonzero(missing & (reduced > -FIRST_CUT))
        if len(wanted) > _BATCH:
            wanted = wanted[np.argsort(-reduced[wanted], kind="stable")[:_BATCH]]
        working = np.union1d(working, wanted)


def _reduced(program: Program, duals: Floats) -> Floats:
    priced = np.bincount(program.column, program.coefficient * duals[program.row], minlength=len(program))
    reduced: Floats = program.profit - priced
    return reduced


def _solve_whole(program: Program, kept: Ints, deadline: float) -> tuple[Ints | None, bool]:
    """The best whole choice among the columns kept, and whether the solver finished."""
    solution = _run(program, kept, deadline, whole=True)
    if solution is None:
        return None, False
    return _whole(program, kept, solution.values), solution.finished


def _whole(program: Program, columns: Ints, values: Floats) -> Ints | None:
    """The columns at 1, where all values are whole and every row is kept."""
    if len(values) != len(columns) or np.abs(values - np.rint(values)).max(initial=0.0) > _ROUNDING:
        return None
    chosen: Ints = columns[values > 0.5]
    return chosen if program.allows(chosen) else None


@dataclass(frozen=True)
class _Solution:
    """Values of the columns (none where nothing was found), duals of the rows, and whether the solver finished."""

    values: Floats
    duals: Floats
    finished: bool


def _run(program: Program, columns: Ints, deadline: float, *, whole: bool) -> _Solution | None:
    """One call of GLOP, or of HiGHS for whole values, on some of the columns. ``None`` when time is up."""
    from ortools.math_opt.core.python import solver

    left = deadline - time.monotonic()
    if left <= 0:
        return None
    model, parameters, start, options, callback = _messages(program, columns, left, whole=whole)
    kind = _HIGHS if whole else _GLOP
    result = solver.solve(model, kind, start, parameters, options, None, callback, None, None)
    return _read(result, len(columns), len(program.lower), _scale(program))


def _scale(program: Program) -> float:
    """Profits are stretched so that one step stands well above the tolerances of the solvers."""
    return max(1.0, _STEP / program.step)


def _messages(program: Program, columns: Ints, seconds: float, *, whole: bool) -> tuple[Any, ...]:
    from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2

    model = model_pb2.ModelProto()
    size = len(columns)
    model.variables.ids.extend(range(size))
    model.variables.lower_bounds.extend([0.0] * size)
    model.variables.upper_bounds.extend([1.0] * size)
    model.variables.integers.extend([whole] * size)
    model.objective.maximize = True
    profit = program.profit[columns] * _scale(program)
    paid = np.flatnonzero(profit)
    model.objective.linear_coefficients.ids.extend(paid.tolist())
    model.objective.linear_coefficients.values.extend(profit[paid].tolist())
    _add_rows(model, program, columns)
    parameters = parameters_pb2.SolveParametersProto(random_seed=1)
    parameters.time_limit.FromNanoseconds(int(seconds * 1e9))
    if not whole:
        parameters.lp_algorithm = _DUAL_SIMPLEX
        parameters.threads = 1
    else:
        parameters.relative_gap_tolerance = 0.0
        parameters.absolute_gap_tolerance = program.step * _scale(program) / 2
    return (
        model,
        parameters,
        parameters_pb2.SolverInitializerProto(),
        model_parameters_pb2.ModelSolveParametersProto(),
        callback_pb2.CallbackRegistrationProto(),
    )


def _add_rows(model: Any, program: Program, columns: Ints) -> None:
    position = np.full(len(program), -1)
    position[columns] = np.arange(len(columns))
    entries = np.flatnonzero(position[program.column] >= 0)
    entries = entries[np.lexsort((position[program.column[entries]], program.row[entries]))]
    model.linear_constraints.ids.extend(range(len(program.lower)))
    model.linear_constraints.lower_bounds.extend(program.lower.tolist())
    model.linear_constraints.upper_bounds.extend(program.upper.tolist())
    matrix = model.linear_constraint_matrix
    matrix.row_ids.extend(program.row[entries].tolist())
    matrix.column_ids.extend(position[program.column[entries]].tolist())
    matrix.coefficients.extend(program.coefficient[entries].tolist())


def _read(result: Any, columns: int, rows: int, scale: float) -> _Solution:
    reason = result.termination.reason
    found = [solution for solution in result.solutions if solution.HasField("primal_solution")]
    if not found:
        return _Solution(np.empty(0), np.zeros(rows), reason in (_OPTIMAL, _INFEASIBLE))
    values = _dense(found[0].primal_solution.variable_values, columns)
    duals = _dense(found[0].dual_solution.dual_values, rows) / scale
    return _Solution(values, duals, reason == _OPTIMAL)


def _dense(sparse: Any, size: int) -> Floats:
    values = np.zeros(size)
    values[list(sparse.ids)] = list(sparse.values)
    return values
