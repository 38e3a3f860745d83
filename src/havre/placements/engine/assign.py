"""The best joint assignment of many requests: an instant answer by a flow, then proof where networks bind.

Few collisions of networks are settled by cases, many by linear programming (``branch``, ``exact``).

Best, in this order: most ``very_high`` requests placed, then ``high``, ``medium``, ``low``; then the most days waited
by those placed; then the largest sum of scores. Two requests of one network never go to the same département.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from havre.placements.engine import branch, exact, flow
from havre.placements.engine.capacity import Bools, Ints
from havre.placements.engine.exact import Program
from havre.placements.engine.pairs import Pairs, Worth, collect, days_waited
from havre.placements.engine.problem import RISKS, Lock
from havre.placements.engine.rank import MICRO, Ranking
from havre.placements.engine.reading import BadProblem

_RANKED = tuple(reversed(RISKS))
_REPAIRS = 2
_FIRST_COLUMNS = 6

Reason = Literal["refused", "exploratory", "no_candidate", "outbid"]


@dataclass(frozen=True)
class Assignment:
    """Pairs of request and place, why the others have none, and whether this is shown to be the best."""

    pairs: tuple[tuple[str, str], ...]
    unplaced: tuple[tuple[str, Reason], ...]
    proven: bool
    worth: Worth


def assign(rankings: Sequence[Ranking], *, locked: Sequence[Lock] = (), seconds: float = 30.0) -> Assignment:
    """The best joint assignment of these requests, which were ranked on one capacity.

    ``seconds`` bound the proof: past them the best found comes back, not proven. Raises ``BadProblem`` for locked pairs
    that cannot be.
    """
    deadline = time.monotonic() + seconds
    if not rankings:
        return Assignment((), (), True, (0,) * (len(RISKS) + 2))
    held = check_locks(rankings, locked)
    pairs = collect(rankings, held)
    chosen, proven = optimum(pairs, deadline)
    return _describe(rankings, held, pairs, chosen, proven)


def optimum(pairs: Pairs, deadline: float) -> tuple[Ints, bool]:
    """Positions of the best pairs, and whether they are shown to be the best."""
    bound = relaxed(pairs)
    if not len(pairs.shared(bound)):
        return bound, True
    best = branch.prove(pairs, bound, deadline)
    if best is not None:
        return best, True
    return prove_by_columns(pairs, repaired(pairs, bound), pairs.total(bound), deadline)


def relaxed(pairs: Pairs) -> Ints:
    """The best pairs if nobody minded networks: worth at least as much as any answer, and solved at once."""
    return flow.most(pairs.request, pairs.place, pairs.worth, np.ones(len(pairs), dtype=bool))


def repaired(pairs: Pairs, chosen: Ints) -> Ints:
    """A first allowed answer: shared départements are closed to all but one of a network, and the rest flows again."""
    allowed = np.ones(len(pairs), dtype=bool)
    for _ in range(_REPAIRS):
        again = pairs.shared(chosen)
        if not len(again):
            return chosen
        allowed &= ~_closed(pairs, chosen, again)
        chosen = flow.most(pairs.request, pairs.place, pairs.worth, allowed)
    return _filled(pairs, np.setdiff1d(chosen, pairs.shared(chosen)))


def _closed(pairs: Pairs, chosen: Ints, again: Ints) -> Bools:
    """Pairs of the networks and départements that were shared, but for the requests that keep them."""
    shared = np.isin(pairs.house, np.unique(pairs.house[again]))
    keeps = np.setdiff1d(chosen, again)
    keepers = {(int(pairs.house[n]), int(pairs.request[n])) for n in keeps if shared[n]}
    suspects = np.flatnonzero(shared)
    closed = np.zeros(len(pairs), dtype=bool)
    for n in suspects.tolist():
        closed[n] = (int(pairs.house[n]), int(pairs.request[n])) not in keepers
    return closed


def _filled(pairs: Pairs, chosen: Ints) -> Ints:
    """Gives those still unplaced, the most pressing first, the best place left."""
    order = np.lexsort((np.arange(len(pairs)), -pairs.worth))
    requests, places = set(pairs.request[chosen].tolist()), set(pairs.place[chosen].tolist())
    houses = set(pairs.house[chosen].tolist()) - {-1}
    added = []
    left = ~np.isin(pairs.request, chosen_requests := pairs.request[chosen]) & ~np.isin(
        pairs.place, pairs.place[chosen]
    )
    del chosen_requests
    for n in order[left[order]].tolist():
        request, place, house = int(pairs.request[n]), int(pairs.place[n]), int(pairs.house[n])
        if request in requests or place in places or house in houses:
            continue
        requests.add(request)
        places.add(place)
        if house >= 0:
            houses.add(house)
        added.append(n)
    return np.concatenate([chosen, np.array(added, dtype=np.int64)])


def prove_by_columns(pairs: Pairs, chosen: Ints, bound: Worth, deadline: float) -> tuple[Ints, bool]:
    """Raises one component of the worth after the other to its best, the higher ones kept.

    A component needs no work while all up to it equal the bound of the relaxation.
    """
    if pairs.total(chosen) == bound:
        return chosen, True
    columns = _first_columns(pairs, chosen)
    for component in range(len(bound)):
        worth = pairs.total(chosen)
        if worth[: component + 1] == bound[: component + 1]:
            continue
        program = _program(pairs, component, worth)
        choice = exact.best(program, deadline, known=chosen, start=np.union1d(columns, chosen))
        if choice.chosen is not None and pairs.total(choice.chosen) > worth:
            chosen = choice.chosen
        if not choice.proven:
            return chosen, False
    return chosen, True


def _first_columns(pairs: Pairs, chosen: Ints) -> Ints:
    """The best pairs of each request and of each place, to begin with."""
    kept = [chosen]
    for side in (pairs.request, pairs.place):
        order = np.lexsort((-pairs.score, side))
        first = np.unique(side[order], return_index=True)[1]
        rank_in_side = np.arange(len(order)) - np.repeat(first, np.diff([*first, len(order)]))
        kept.append(order[rank_in_side < _FIRST_COLUMNS])
    return np.unique(np.concatenate(kept))


def _program(pairs: Pairs, component: int, worth: Worth) -> Program:
    """Maximise one component of the worth while the ones before it keep at least their value."""
    every = np.arange(len(pairs))
    housed = np.flatnonzero(pairs.house >= 0)
    _, house = np.unique(pairs.house[housed], return_inverse=True)
    houses = int(house.max(initial=-1)) + 1
    rows = [pairs.request, pairs.requests + pairs.place, pairs.requests + pairs.places + house]
    columns = [every, every, housed]
    coefficients = [np.ones(len(pairs)), np.ones(len(pairs)), np.ones(len(housed))]
    shared_rows = pairs.requests + pairs.places + houses
    lower, upper = np.full(shared_rows + component, -np.inf), np.ones(shared_rows + component)
    for earlier in range(component):
        gain = _gain(pairs, earlier)
        paid = np.flatnonzero(gain)
        rows.append(np.full(len(paid), shared_rows + earlier))
        columns.append(paid)
        coefficients.append(gain[paid].astype(float))
        lower[shared_rows + earlier], upper[shared_rows + earlier] = worth[earlier], np.inf
    row, column, coefficient = np.concatenate(rows), np.concatenate(columns), np.concatenate(coefficients)
    by_score = component == len(RISKS) + 1
    profit = _gain(pairs, component) / (MICRO if by_score else 1)
    order = np.argsort(column, kind="stable")
    step = 1 / MICRO if by_score else 1.0
    return Program(profit, row[order], column[order], coefficient[order], lower, upper, step)


def _gain(pairs: Pairs, component: int) -> Ints:
    """What each pair adds to one component of the worth."""
    if component < len(RISKS):
        gain: Ints = (pairs.level[pairs.request] == len(RISKS) - 1 - component).astype(np.int64)
        return gain
    return pairs.days[pairs.request] if component == len(RISKS) else pairs.score


def check_locks(rankings: Sequence[Ranking], locked: Sequence[Lock]) -> list[tuple[int, int]]:
    """Locked pairs as (position of the request, index of the place). Raises ``BadProblem`` for one that cannot be."""
    if not locked:
        return []
    capacity = rankings[0].search.capacity
    position = {ranking.search.request.id: n for n, ranking in enumerate(rankings)}
    held: list[tuple[int, int]] = []
    for n, lock in enumerate(locked):
        request, place = position[lock.request], capacity.place_index[lock.place]
        _check_lock(rankings, held, request, place, n, lock)
        held.append((request, place))
    return held


def _check_lock(
    rankings: Sequence[Ranking], held: Sequence[tuple[int, int]], request: int, place: int, n: int, lock: Lock
) -> None:
    area = rankings[0].search.capacity.place_area
    network = rankings[request].search.request.network
    if rankings[request].search.request.exploratory:
        expected = ("une demande qui n’est pas exploratoire", "a request that is not exploratory")
        raise BadProblem(f"locked[{n}].request", lock.request, expected)
    if not rankings[request].has_candidate(place):
        expected = ("une place qui convient à cette demande", "a place that fits this request")
        raise BadProblem(f"locked[{n}].place", lock.place, expected)
    for other, taken in held:
        if other == request:
            expected = ("une demande pas encore verrouillée", "a request not yet locked")
            raise BadProblem(f"locked[{n}].request", lock.request, expected)
        if taken == place:
            raise BadProblem(
                f"locked[{n}].place", lock.place, ("une place pas encore verrouillée", "a place not yet locked")
            )
        if network is not None and rankings[other].search.request.network == network and area[taken] == area[place]:
            expected = (
                "un département sans autre demande verrouillée du même réseau",
                "a département without another locked request of the same network",
            )
            raise BadProblem(f"locked[{n}].place", lock.place, expected)


def _describe(
    rankings: Sequence[Ranking], held: Sequence[tuple[int, int]], pairs: Pairs, chosen: Ints, proven: bool
) -> Assignment:
    ids = rankings[0].search.capacity.place_ids
    taken = dict(held) | dict(zip(pairs.request[chosen].tolist(), pairs.place[chosen].tolist(), strict=True))
    names = [ranking.search.request.id for ranking in rankings]
    return Assignment(
        pairs=tuple((names[n], ids[taken[n]]) for n in range(len(rankings)) if n in taken),
        unplaced=tuple((names[n], _why(ranking)) for n, ranking in enumerate(rankings) if n not in taken),
        proven=proven,
        worth=_worth(rankings, taken),
    )


def _why(ranking: Ranking) -> Reason:
    if ranking.refusals:
        return "refused"
    if ranking.search.request.exploratory:
        return "exploratory"
    return "outbid" if len(ranking.candidates) else "no_candidate"


def _worth(rankings: Sequence[Ranking], taken: dict[int, int]) -> Worth:
    counts = [sum(rankings[n].search.request.risk == risk for n in taken) for risk in _RANKED]
    days = sum(days_waited(rankings[n]) for n in taken)
    return (*counts, days, sum(round(rankings[n].score_of[place] * MICRO) for n, place in taken.items()))
