"""The pairs of requests and places that a joint assignment may choose from, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from havre.placements.engine.capacity import Ints
from havre.placements.engine.problem import RISKS
from havre.placements.engine.rank import MICRO, Ranking

LONGEST_WAIT_DAYS = 60

Worth = tuple[int, ...]
"""Placed by risk, worst first; days waited; scores in millionths. Compared in this order."""


@dataclass(frozen=True)
class Pairs:
    """All pairs that may be chosen, as arrays; requests and places are numbers of their own."""

    request: Ints
    place: Ints
    score: Ints
    level: Ints
    days: Ints
    network: Ints
    area: Ints

    @property
    def requests(self) -> int:
        return len(self.level)

    @property
    def places(self) -> int:
        return len(self.area)

    def __len__(self) -> int:
        return len(self.request)

    @cached_property
    def worth(self) -> Ints:
        """One number for each pair, so that any gain of a higher kind outweighs all scores together."""
        above = self.level * (LONGEST_WAIT_DAYS + 1) + self.days + 1
        whole_scores = MICRO * min(self.requests, self.places) + 1
        weights: Ints = above[self.request] * whole_scores + self.score
        return weights

    @cached_property
    def house(self) -> Ints:
        """For each pair, the number of its network and département together; -1 without a network."""
        network = self.network[self.request]
        areas = int(self.area.max(initial=0)) + 1
        joined: Ints = np.where(network < 0, -1, network * areas + self.area[self.place])
        return joined

    def total(self, chosen: Ints) -> Worth:
        requests = self.request[chosen]
        levels = np.bincount(self.level[requests], minlength=len(RISKS))[::-1]
        return (*levels.tolist(), int(self.days[requests].sum()), int(self.score[chosen].sum()))

    def shared(self, chosen: Ints) -> Ints:
        """Those of the chosen pairs whose network already has a better pair in the département."""
        housed = chosen[self.house[chosen] >= 0]
        ordered = housed[np.lexsort((housed, -self.worth[housed]))]
        _, first = np.unique(self.house[ordered], return_index=True)
        again: Ints = np.delete(ordered, first)
        return again


def collect(rankings: Sequence[Ranking], held: Sequence[tuple[int, int]] = ()) -> Pairs:
    """The candidate pairs of rankings that share one capacity; ``held`` pairs and what they rule out are left out.

    Requests are positions in ``rankings``, places indices of the capacity.
    """
    capacity = rankings[0].search.capacity
    open_to = [may_be_placed(ranking) for ranking in rankings]
    counts = [len(ranking.candidates) if may else 0 for ranking, may in zip(rankings, open_to, strict=True)]
    chosen = [ranking for ranking, may in zip(rankings, open_to, strict=True) if may]
    nothing = np.empty(0, dtype=np.int64)
    names = {name: n for n, name in enumerate(dict.fromkeys(r.search.request.network for r in rankings))}
    pairs = Pairs(
        request=np.repeat(np.arange(len(rankings)), counts),
        place=np.concatenate([nothing, *(ranking.candidates for ranking in chosen)]),
        score=np.rint(np.concatenate([np.empty(0), *(r.scores for r in chosen)]) * MICRO).astype(np.int64),
        level=np.array([RISKS.index(ranking.search.request.risk) for ranking in rankings]),
        days=np.array([days_waited(ranking) for ranking in rankings]),
        network=np.array([-1 if (n := r.search.request.network) is None else names[n] for r in rankings]),
        area=capacity.place_area,
    )
    return _without(pairs, held)


def may_be_placed(ranking: Ranking) -> bool:
    return not ranking.refusals and not ranking.search.request.exploratory


def days_waited(ranking: Ranking) -> int:
    return min(LONGEST_WAIT_DAYS, (ranking.search.at - ranking.search.request.waiting_since).days)


def _without(pairs: Pairs, held: Sequence[tuple[int, int]]) -> Pairs:
    kept = np.ones(len(pairs), dtype=bool)
    for request, place in held:
        kept &= (pairs.request != request) & (pairs.place != place)
        if pairs.network[request] >= 0:
            same_network = pairs.network[pairs.request] == pairs.network[request]
            kept &= ~(same_network & (pairs.area[pairs.place] == pairs.area[place]))
    return Pairs(
        pairs.request[kept], pairs.place[kept], pairs.score[kept], pairs.level, pairs.days, pairs.network, pairs.area
    )
