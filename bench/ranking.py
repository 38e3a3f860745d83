"""Workload 7: one request over a whole network, every candidate with its reasons and every exclusion."""

from collections.abc import Callable, Iterator
from itertools import cycle

import numpy as np

from bench.networks import problem
from bench.runner import Finding, Options, Race, workload
from havre.placements.engine import Capacity, Housed, Problem, Request, rank
from havre.placements.engine.capacity import gender_bits
from havre.placements.engine.criteria import CRITERIA
from havre.placements.engine.result import candidates, excluded, relaxations
from havre.placements.engine.rules import Search

SHOWN = 20
REQUESTS = 16
DEMANDS = {70: 60.0, 1_000: 60.0, 10_000: 40.0}


@workload(7, "rank one request")
def rank_one(options: Options) -> Iterator[Race | Finding]:
    for shelters, demand in DEMANDS.items():
        size = options.scaled(shelters)
        network = problem(shelters=size, requests=REQUESTS, seed=7, scarce=0.3)
        capacity = Capacity.build(network.shelters)
        yield Race(
            f"{size} shelters, {len(capacity)} places", _floor(network, capacity), _product(network, capacity), demand
        )


def _product(network: Problem, capacity: Capacity) -> Callable[[], object]:
    """The whole ranking as the search page takes it: arrays of all places, words for those shown."""
    housed = Housed.build(network.residents, capacity)
    requests = cycle(network.requests)

    def product() -> object:
        ranking = rank(next(requests), capacity, policy=network.policy, at=network.at, housed=housed)
        return ranking.counts(), candidates(ranking, top=SHOWN), excluded(ranking, stop=SHOWN), relaxations(ranking)

    return product


def _floor(network: Problem, capacity: Capacity) -> Callable[[], object]:
    """One mask and one weighted sum on arrays made beforehand: which places fit, best first, and nothing else."""
    sheltered = {
        name: getattr(capacity, name)[capacity.place_shelter]
        for name in ("paused", "night_staff", "genders", "children", "pregnant", "animals")
    }
    prepared = cycle([_prepared(network, capacity, request) for request in network.requests])
    last_day = network.at.toordinal() + network.policy.horizon_days

    def floor() -> object:
        request, km, values, weights, genders, children = next(prepared)
        fits = (
            ~sheltered["paused"]
            & ~capacity.blocked
            & (capacity.free_on <= last_day)
            & (capacity.size >= len(request.persons))
            & ((sheltered["genders"] & genders) == genders)
            & (sheltered["children"] | (not children))
            & (sheltered["pregnant"] | (not request.pregnant))
            & (sheltered["animals"] | (not request.animals))
            & (capacity.accessible | (not request.needs_accessible))
            & (sheltered["night_staff"] | (not request.needs_night_staff))
            & (km >= network.policy.min_km[request.risk])
        )
        places = np.flatnonzero(fits)
        scores = weights @ values[:, places]
        return places[np.argsort(-scores)]

    return floor


Prepared = tuple[Request, "np.ndarray", "np.ndarray", "np.ndarray", int, bool]


def _prepared(network: Problem, capacity: Capacity, request: Request) -> Prepared:
    search = Search(request, capacity, network.policy, network.at)
    km = np.nan_to_num(search.nearest_km, nan=np.inf)[capacity.place_area]
    where = {"place": np.arange(len(capacity)), "shelter": capacity.place_shelter, "area": capacity.place_area}
    values = np.stack([criterion.values(search)[where[criterion.level]] for criterion in CRITERIA])
    weights = np.array([float(network.policy.weights[criterion.name]) for criterion in CRITERIA])
    genders = gender_bits(person.gender for person in request.persons if person.adult)
    return request, km, values, weights, genders, any(not person.adult for person in request.persons)
