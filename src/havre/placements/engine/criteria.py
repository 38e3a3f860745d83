"""The soft criteria: each gives a value from 0 to 1; they look at the problem only, never at an assignment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from havre.geo.borders import Floats
from havre.geo.departments import AREAS, INDEX
from havre.placements.engine.capacity import Bools
from havre.placements.engine.rules import Level, Search

FULL_MARGIN_KM = 200.0
EMPTY_BED_COST = 0.25
ACCESSIBLE_COST = 0.5


@dataclass(frozen=True)
class Criterion:
    """Values at one level; a place has the value of its shelter or of its département."""

    name: str
    level: Level
    values: Callable[[Search], Floats]


def languages(search: Search) -> Floats:
    """1 where the first language is spoken, 0.5 where any other is."""
    spoken = search.capacity.speaks
    values = np.zeros(len(search.capacity.shelter_ids))
    for n, language in reversed(list(enumerate(search.request.languages))):
        if language in spoken:
            values[spoken[language]] = 0.5 if n else 1.0
    return values


def expertise(search: Search) -> Floats:
    return _share(search.request.exploitation, search.capacity.expertise, len(search.capacity.shelter_ids))


def services(search: Search) -> Floats:
    return _share(search.request.wants_services, search.capacity.services, len(search.capacity.shelter_ids))


def _share(wanted: Sequence[str], offered: Mapping[str, Bools], shelters: int) -> Floats:
    if not wanted:
        return np.ones(shelters)
    count = np.zeros(shelters)
    for code in wanted:
        if code in offered:
            count += offered[code]
    return count / len(wanted)


def wishes(search: Search) -> Floats:
    if not search.request.prefer_areas:
        return np.full(len(AREAS), 0.5)
    values = np.zeros(len(AREAS))
    values[[INDEX[area] for area in search.request.prefer_areas]] = 1.0
    return values


def fair_load(search: Search) -> Floats:
    return search.capacity.fair_load


def rare_place(search: Search) -> Floats:
    """A larger or accessible place is kept for those who need it."""
    spare = search.capacity.size - len(search.request.persons)
    values = 1 - EMPTY_BED_COST * spare
    if not search.request.needs_accessible:
        values = values - ACCESSIBLE_COST * search.capacity.accessible
    result: Floats = np.maximum(values, 0.0)
    return result


def margin(search: Search) -> Floats:
    """How far beyond the least distance; 1 where no distance is needed. Negative where the place is too near."""
    values = np.minimum((search.nearest_km - search.min_km) / FULL_MARGIN_KM, 1.0)
    result: Floats = np.where(np.isnan(values), 1.0, values)
    return result


CRITERIA = (
    Criterion("languages", "shelter", languages),
    Criterion("expertise", "shelter", expertise),
    Criterion("services", "shelter", services),
    Criterion("wishes", "area", wishes),
    Criterion("fair_load", "shelter", fair_load),
    Criterion("rare_place", "place", rare_place),
    Criterion("margin", "area", margin),
)
