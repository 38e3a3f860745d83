"""Proves the best assignment by cases where few networks collide: each case is a flow, and so solved exactly.

Without the rule on networks a flow is the lexicographic best. Where its answer sends two requests of one network to one
département, there are two cases: one of the two stays away from there, or nobody else of the network goes there.
"""

import heapq
import time
from dataclasses import dataclass

import numpy as np

from havre.placements.engine import flow
from havre.placements.engine.capacity import Bools, Ints
from havre.placements.engine.pairs import Pairs, Worth

MOST_PAIRS_SEEN = 1_200_000
"""Flows are solved as long as their pairs together are no more than this; it keeps small problems instant."""


@dataclass(frozen=True)
class Decision:
    """For a network and département: ``request`` stays away, or all others of the network do."""

    house: int
    request: int
    alone: bool

    def closes(self, pairs: Pairs) -> Bools:
        own = pairs.request == self.request
        closed: Bools = (pairs.house == self.house) & (~own if self.alone else own)
        return closed


Cases = tuple[Decision, ...]


def prove(pairs: Pairs, chosen: Ints, deadline: float) -> Ints | None:
    """The best pairs, shown to be so; ``None`` where the cases grow too many. ``chosen`` is the flow without cases."""
    seen = len(pairs)
    queue = [(_negative(pairs.total(chosen)), 0, chosen, Cases())]
    while queue:
        _, _, chosen, cases = heapq.heappop(queue)
        again = pairs.shared(chosen)
        if not len(again):
            return chosen
        for alone in (True, False):
            seen += len(pairs)
            if seen > MOST_PAIRS_SEEN or time.monotonic() > deadline:
                return None
            decision = Decision(int(pairs.house[again[0]]), int(pairs.request[again[0]]), alone)
            found = _flow(pairs, (*cases, decision))
            heapq.heappush(queue, (_negative(pairs.total(found)), seen, found, (*cases, decision)))
    return None


def _negative(worth: Worth) -> Worth:
    return tuple(-part for part in worth)


def _flow(pairs: Pairs, cases: Cases) -> Ints:
    allowed = np.ones(len(pairs), dtype=bool)
    for decision in cases:
        allowed &= ~decision.closes(pairs)
    return flow.most(pairs.request, pairs.place, pairs.worth, allowed)
