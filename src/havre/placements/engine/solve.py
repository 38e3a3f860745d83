"""A whole problem, solved: as a value, or as bytes written piece by piece where a result is large."""

import json
from collections.abc import Iterator
from typing import Any

from havre.placements.engine.assign import assign as assign_jointly
from havre.placements.engine.assign import check_locks
from havre.placements.engine.capacity import Capacity, Housed
from havre.placements.engine.problem import Problem
from havre.placements.engine.rank import Ranking, rank
from havre.placements.engine.result import ENGINE, FORMAT, request_result


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
    """The whole result of a problem. Raises ``BadProblem`` for a locked pair that cannot be.

    ``top`` cuts the candidates written; ``seconds`` bound the proof of the joint assignment.
    """
    rankings = _ranked(problem)
    assignment = {"assignment": _assignment(rankings, problem, seconds)} if assign else {}
    results = [request_result(ranking, top=top, lang=lang) for ranking in rankings]
    return {**_head(problem), "results": results, **assignment}


def stream(
    problem: Problem, *, assign: bool = False, top: int | None = None, lang: str = "fr", seconds: float = 30.0
) -> Iterator[bytes]:
    """The bytes of ``to_bytes(solve(...))``, one request at a time; all that can fail is done before the first."""
    rankings = _ranked(problem)
    tail = f', "assignment": {_json(_assignment(rankings, problem, seconds))}' if assign else ""
    return _pieces(rankings, _json(_head(problem)), tail, top, lang)


def _pieces(rankings: list[Ranking], head: str, tail: str, top: int | None, lang: str) -> Iterator[bytes]:
    yield f'{head[:-1]}, "results": ['.encode()
    for n, ranking in enumerate(rankings):
        yield f"{', ' if n else ''}{_json(request_result(ranking, top=top, lang=lang))}".encode()
    yield f"]{tail}}}\n".encode()


def _ranked(problem: Problem) -> list[Ranking]:
    rankings = rank_all(problem)
    check_locks(rankings, problem.locked)
    return rankings


def _head(problem: Problem) -> dict[str, Any]:
    return {"format": FORMAT, "engine": ENGINE, "problem_sha256": problem.sha256}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _assignment(rankings: list[Ranking], problem: Problem, seconds: float) -> dict[str, Any]:
    best = assign_jointly(rankings, locked=problem.locked, seconds=seconds)
    return {
        "pairs": [{"request": request, "place": place} for request, place in best.pairs],
        "unplaced": [{"request": request, "reason": reason} for request, reason in best.unplaced],
        "proven": best.proven,
    }
