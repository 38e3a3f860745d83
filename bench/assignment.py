"""Workloads 9 to 12: the joint assignment, proven, and what it is worth."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from bench.networks import problem
from bench.runner import Finding, Options, Race, workload
from havre.placements.engine import rank_all
from havre.placements.engine.assign import optimum, relaxed, repaired
from havre.placements.engine.capacity import Ints
from havre.placements.engine.pairs import Pairs, collect

SECONDS = 30.0
SEEDS = 20


def joint(shelters: int, requests: int, seed: int, scarce: float) -> Pairs:
    """The candidate pairs of a made-up network."""
    return collect(rank_all(problem(shelters=shelters, requests=requests, seed=seed, scarce=scarce)))


def colliding(shelters: int, requests: int, scarce: float) -> Pairs:
    """Pairs of the first seed whose flow breaks the rule on networks, so that there is something to prove."""
    for seed in range(1, 200):
        pairs = joint(shelters, requests, seed, scarce)
        if len(pairs.shared(relaxed(pairs))):
            return pairs
    raise RuntimeError("no network collides")


@workload(9, "joint assignment, 70 × 60")
def small(options: Options) -> Iterator[Race | Finding]:
    yield from _against_whole_model(options.scaled(70), options.scaled(60), 0.5, demand=1.0)


@workload(10, "joint assignment, 120 × 300")
def medium(options: Options) -> Iterator[Race | Finding]:
    yield from _against_whole_model(options.scaled(120), options.scaled(300), 0.2, demand=0.5)


def _against_whole_model(shelters: int, requests: int, scarce: float, *, demand: float) -> Iterator[Race | Finding]:
    pairs = colliding(shelters, requests, scarce)
    yield Race(
        f"{shelters} shelters, {requests} requests, {len(pairs)} pairs", _whole_model(pairs), _proven(pairs), demand
    )


def _proven(pairs: Pairs) -> Callable[[], object]:
    def product() -> object:
        chosen, proven = optimum(pairs, time.monotonic() + SECONDS)
        assert proven
        return chosen

    return product


def _whole_model(pairs: Pairs) -> Callable[[], object]:
    """All pairs and rules in one CP-SAT model, solved to the proof; one worker is the fastest setting."""

    def floor() -> object:
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        taken = [model.new_bool_var("") for _ in range(len(pairs))]
        for side in (pairs.request, pairs.place, pairs.house):
            for group in _groups(side):
                model.add_at_most_one([taken[n] for n in group])
        model.maximize(cp_model.LinearExpr.weighted_sum(taken, pairs.worth.tolist()))
        solver: Any = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = SECONDS
        solver.solve(model)
        return solver.objective_value

    return floor


def _groups(side: Ints) -> list[list[int]]:
    """Positions of equal values, without those below zero."""
    order = np.argsort(side, kind="stable")
    order = order[side[order] >= 0]
    bounds = np.flatnonzero(np.diff(side[order])) + 1
    return [group.tolist() for group in np.split(order, bounds)]


@workload(11, "joint assignment, 1,000 × 1,000")
def large(options: Options) -> Iterator[Race | Finding]:
    size = options.scaled(1000)
    pairs = colliding(size, size, 0.3)
    name = f"{size} × {size}, {len(pairs)} pairs"

    yield Race(f"{name}: first answer", lambda: relaxed(pairs), lambda: repaired(pairs, relaxed(pairs)), 10.0, rounds=3)
    yield Race(f"{name}: proven", lambda: relaxed(pairs), _proven(pairs), 60.0, rounds=3)
    start = time.monotonic()
    _, proven = optimum(pairs, start + SECONDS)
    seconds = round(time.monotonic() - start, 2)
    yield Finding(f"{name}: seconds to the proof", seconds, SECONDS, proven and seconds <= SECONDS)


@workload(12, "worth of assigning jointly")
def worth(options: Options) -> Iterator[Race | Finding]:
    """Against one by one in the order of arrival, on scarce places."""
    seeds = max(3, options.scaled(SEEDS))
    one_by_one = together = fewer = 0
    for seed in range(seeds):
        pairs = joint(70, 60, seed, 0.6)
        chosen, _ = optimum(pairs, time.monotonic() + SECONDS)
        greedy = _in_order_of_arrival(pairs)
        one_by_one += len(greedy)
        together += len(chosen)
        fewer += pairs.total(chosen)[0] < pairs.total(np.array(greedy, dtype=np.int64))[0]
    gain = round(100 * (together / one_by_one - 1), 1)
    note = f"{one_by_one} placed one by one, {together} jointly, {seeds} seeds"
    yield Finding("more placed, in %", gain, 3.0, gain >= 3.0, note=note)
    yield Finding("seeds with fewer very_high placed", fewer, 0, fewer == 0)


def _in_order_of_arrival(pairs: Pairs) -> list[int]:
    """Each request, the longest waiting first, takes the best place left that its network allows."""
    places: set[int] = set()
    houses: set[int] = set()
    chosen: list[int] = []
    for request in np.argsort(-pairs.days, kind="stable"):
        own = np.flatnonzero(pairs.request == request)
        for n in own[np.argsort(-pairs.score[own], kind="stable")].tolist():
            place, house = int(pairs.place[n]), int(pairs.house[n])
            if place not in places and (house < 0 or house not in houses):
                places.add(place)
                houses.add(house)
                chosen.append(n)
                break
    return chosen
