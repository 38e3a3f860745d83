"""The placement engine: for each request the places that fit, in order and with reasons, and why the others do not.

Plain Python on formats ``havre.placement/1`` and ``havre.placement.result/1``. It proposes; a named person decides.
"""

from typing import Any

from havre.placements.engine import result as _result
from havre.placements.engine.assign import Assignment, assign, check_locks
from havre.placements.engine.capacity import Capacity, Housed, Memory
from havre.placements.engine.others import Choices, Price, choices_left, price
from havre.placements.engine.problem import (
    Accepts,
    AreaZone,
    Lock,
    Person,
    Place,
    PointZone,
    Policy,
    Problem,
    Request,
    Resident,
    Shelter,
    TownZone,
    parse,
    read_problem,
)
from havre.placements.engine.rank import Ranking, rank
from havre.placements.engine.reading import BadProblem
from havre.placements.engine.relax import Relaxation, relaxations
from havre.placements.engine.result import ENGINE, to_bytes

__all__ = [
    "ENGINE",
    "Accepts",
    "AreaZone",
    "Assignment",
    "BadProblem",
    "Capacity",
    "Choices",
    "Housed",
    "Lock",
    "Memory",
    "Person",
    "Place",
    "PointZone",
    "Policy",
    "Price",
    "Problem",
    "Ranking",
    "Relaxation",
    "Request",
    "Resident",
    "Shelter",
    "TownZone",
    "assign",
    "choices_left",
    "parse",
    "price",
    "rank",
    "rank_all",
    "read_problem",
    "relaxations",
    "solve",
    "to_bytes",
]


def rank_all(problem: Problem, capacity: Capacity | None = None) -> list[Ranking]:
    """Every request of a problem ranked on one capacity, in their order."""
    capacity = capacity or Capacity.build(problem.shelters)
    housed = Housed.build(problem.residents, capacity)
    return [
        rank(request, capacity, policy=problem.policy, at=problem.at, housed=housed) for request in problem.requests
    ]


def solve(
    problem: Problem, *, assign: bool = False, top: int | None = None, lang: str = "fr", seconds: float = 30.0
) -> dict[str, Any]:
    """The whole result of a problem. Raises ``BadProblem`` for a locked pair that cannot be."""
    rankings = rank_all(problem)
    check_locks(rankings, problem.locked)
    found: dict[str, Any] = {
        "format": _result.FORMAT,
        "engine": ENGINE,
        "problem_sha256": problem.sha256,
        "results": [_result.request_result(ranking, top=top, lang=lang) for ranking in rankings],
    }
    if assign:
        found["assignment"] = _assignment(rankings, problem, seconds)
    return found


def _assignment(rankings: list[Ranking], problem: Problem, seconds: float) -> dict[str, Any]:
    best = assign(rankings, locked=problem.locked, seconds=seconds)
    return {
        "pairs": [{"request": request, "place": place} for request, place in best.pairs],
        "unplaced": [{"request": request, "reason": reason} for request, reason in best.unplaced],
        "proven": best.proven,
    }
