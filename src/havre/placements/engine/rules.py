"""The hard rules: what refuses a request, and what keeps a place from it. One named function each, in listed order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np

from havre.geo.borders import Floats
from havre.geo.departments import AREAS, INDEX, OVERSEAS
from havre.placements.engine.capacity import NOBODY, Bools, Capacity, Housed, gender_bits
from havre.placements.engine.problem import Policy, Request
from havre.placements.engine.reading import Words

Level = Literal["place", "shelter", "area"]
_OVERSEAS = np.array(OVERSEAS)


@dataclass
class Search:
    """One request before one network on one day."""

    request: Request
    capacity: Capacity
    policy: Policy
    at: date
    housed: Housed = NOBODY

    @property
    def min_km(self) -> float:
        return float(self.policy.min_km[self.request.risk])

    @property
    def last_day(self) -> int:
        return self.at.toordinal() + self.policy.horizon_days

    @cached_property
    def zone_km(self) -> Floats:
        """Kilometres from each zone to each département, one row a zone; ``nan`` where none are needed."""
        zones = self.request.danger_zones
        return np.stack([zone.km() for zone in zones]) if zones else np.empty((0, len(AREAS)))

    @cached_property
    def nearest_km(self) -> Floats:
        """Kilometres from the nearest zone to each département; ``nan`` where none are needed or no zone is named."""
        if not len(self.zone_km):
            return np.full(len(AREAS), np.nan)
        nearest: Floats = np.fmin.reduce(self.zone_km, axis=0)
        return nearest


@dataclass(frozen=True)
class Refusal:
    """A reason to refuse the whole request."""

    code: str
    applies: Callable[[Request], bool]
    words: Words
    source: str


@dataclass(frozen=True)
class Rule:
    """A reason to exclude places. ``excludes`` tells which at its level, or ``None`` where it has no effect."""

    code: str
    level: Level
    excludes: Callable[[Search], Bools | None]
    words: Words
    short: Words
    source: str


def not_adult(request: Request) -> bool:
    return not request.persons[0].adult


def age_in_doubt(request: Request) -> bool:
    return request.age_in_doubt


def no_agreement(request: Request) -> bool:
    return not (request.agreement or request.exploratory)


REFUSALS = (
    Refusal(
        "not_adult",
        not_adult,
        (
            "La personne a moins de 18 ans : le réseau ne l’héberge pas, appelez le 119.",
            "The person is under 18: the network does not house her, call 119.",
        ),
        "R1",
    ),
    Refusal(
        "age_in_doubt",
        age_in_doubt,
        (
            "L’âge est en doute : la personne est présumée mineure.",
            "Age is in doubt: the person is presumed a minor.",
        ),
        "R34",
    ),
    Refusal(
        "no_agreement",
        no_agreement,
        (
            "La personne n’a pas donné son accord. Une recherche exploratoire reste possible.",
            "The person has not agreed. An exploratory search remains possible.",
        ),
        "R5",
    ),
)


def paused(search: Search) -> Bools:
    return search.capacity.paused


def blocked(search: Search) -> Bools:
    return search.capacity.blocked


def not_free(search: Search) -> Bools:
    late: Bools = search.capacity.free_on > search.last_day
    return late


def too_small(search: Search) -> Bools:
    """Unborn children do not count."""
    small: Bools = search.capacity.size < len(search.request.persons)
    return small


def gender_not_accepted(search: Search) -> Bools:
    """Of any adult of the household; the gender of children does not count."""
    wanted = gender_bits(person.gender for person in search.request.persons if person.adult)
    refused: Bools = (search.capacity.genders & wanted) != wanted
    return refused


def children_not_accepted(search: Search) -> Bools | None:
    return None if all(person.adult for person in search.request.persons) else ~search.capacity.children


def pregnancy_not_accepted(search: Search) -> Bools | None:
    return ~search.capacity.pregnant if search.request.pregnant else None


def animals_not_accepted(search: Search) -> Bools | None:
    return ~search.capacity.animals if search.request.animals else None


def not_accessible(search: Search) -> Bools | None:
    return ~search.capacity.accessible if search.request.needs_accessible else None


def no_night_staff(search: Search) -> Bools | None:
    return ~search.capacity.night_staff if search.request.needs_night_staff else None


def too_near(search: Search) -> Bools:
    """Law 4: far means far, from every zone; ``nan`` (no distance needed) is never too near."""
    near: Bools = search.nearest_km < search.min_km
    return near


def area_avoided(search: Search) -> Bools | None:
    if not search.request.avoid_areas:
        return None
    avoided = np.zeros(len(AREAS), dtype=bool)
    avoided[[INDEX[area] for area in search.request.avoid_areas]] = True
    return avoided


def overseas_not_wanted(search: Search) -> Bools | None:
    return None if search.request.accepts_overseas else _OVERSEAS


def same_network(search: Search) -> Bools | None:
    """A resident of the request's network lives in the département."""
    network = search.request.network
    return None if network is None else search.housed.network_areas.get(network)


def conflict(search: Search) -> Bools | None:
    """A resident of the shelter names the request."""
    return search.housed.conflict_shelters.get(search.request.id)


INCOMPATIBLE: Words = ("Incompatible.", "Incompatible.")

RULES = (
    Rule("paused", "shelter", paused, ("Lieu d’accueil en pause.", "Shelter paused."), ("en pause", "paused"), "R11"),
    Rule("blocked", "place", blocked, ("Place bloquée.", "Place blocked."), ("bloquée", "blocked"), "R11"),
    Rule(
        "not_free",
        "place",
        not_free,
        ("Pas libre avant le {day}.", "Not free before {day}."),
        ("pas libre", "not free"),
        "R36",
    ),
    Rule(
        "too_small",
        "place",
        too_small,
        ("Trop petite : {size}, {persons}.", "Too small: {size}, {persons}."),
        ("trop petite", "too small"),
        "R11",
    ),
    Rule(
        "gender_not_accepted",
        "shelter",
        gender_not_accepted,
        ("N’accueille pas : {genders}.", "Does not accept: {genders}."),
        ("genre non accueilli", "gender not accepted"),
        "R10",
    ),
    Rule(
        "children_not_accepted",
        "shelter",
        children_not_accepted,
        ("N’accueille pas d’enfant.", "Does not accept children."),
        ("sans enfant", "no children"),
        "R2, R10",
    ),
    Rule(
        "pregnancy_not_accepted",
        "shelter",
        pregnancy_not_accepted,
        ("N’accueille pas pendant une grossesse.", "Does not accept during pregnancy."),
        ("sans grossesse", "no pregnancy"),
        "R10",
    ),
    Rule(
        "animals_not_accepted",
        "shelter",
        animals_not_accepted,
        ("N’accueille pas d’animal.", "Does not accept animals."),
        ("sans animal", "no animals"),
        "R10",
    ),
    Rule(
        "not_accessible",
        "place",
        not_accessible,
        ("Pas accessible.", "Not accessible."),
        ("pas accessible", "not accessible"),
        "DOMAIN §3, searching",
    ),
    Rule(
        "no_night_staff",
        "shelter",
        no_night_staff,
        ("Pas de veille de nuit.", "No night staff."),
        ("sans veille de nuit", "no night staff"),
        "R25",
    ),
    Rule(
        "too_near",
        "area",
        too_near,
        ("Trop près : {km} km, il en faut {min_km}.", "Too near: {km} km, {min_km} are needed."),
        ("trop près", "too near"),
        "Law 4, R15, R36",
    ),
    Rule(
        "area_avoided",
        "area",
        area_avoided,
        ("{area} : département à éviter.", "{area}: département to avoid."),
        ("à éviter", "to avoid"),
        "R15",
    ),
    Rule(
        "overseas_not_wanted",
        "area",
        overseas_not_wanted,
        ("Outre-mer, non souhaité.", "Overseas, not wanted."),
        ("outre-mer", "overseas"),
        "Law 5",
    ),
    Rule("same_network", "area", same_network, INCOMPATIBLE, ("incompatible", "incompatible"), "R15, P24"),
    Rule("conflict", "shelter", conflict, INCOMPATIBLE, ("incompatible", "incompatible"), "R15"),
)

BIT = {rule.code: 1 << n for n, rule in enumerate(RULES)}
