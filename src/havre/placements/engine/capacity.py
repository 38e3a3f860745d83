"""The places of a network as arrays, built once and searched many times.

They hold codes and départements, never a person, so they may stay in the memory of a process under a version key.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from havre.countries.fr.people import GENDERS
from havre.geo.borders import Floats
from havre.geo.departments import AREAS, INDEX
from havre.placements.engine.problem import Resident, Shelter

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

NEVER = 10**7
"""A day number later than any date: not free in sight."""
_LARGEST = 2**31 - 1
_GENDER_BIT = MappingProxyType({code: 1 << n for n, code in enumerate(GENDERS)})


@dataclass(frozen=True)
class Capacity:
    """Shelters in the order given, places in the order of their ids; days are proleptic ordinals."""

    version: str
    shelter_ids: tuple[str, ...]
    place_ids: tuple[str, ...]
    shelter_index: Mapping[str, int]
    place_index: Mapping[str, int]
    shelter_area: Ints
    place_shelter: Ints
    place_area: Ints
    size: Ints
    free_on: Ints
    confirmed_on: Ints
    blocked: Bools
    accessible: Bools
    paused: Bools
    night_staff: Bools
    genders: Ints
    children: Bools
    pregnant: Bools
    animals: Bools
    fair_load: Floats
    speaks: Mapping[str, Bools]
    expertise: Mapping[str, Bools]
    services: Mapping[str, Bools]

    @classmethod
    def build(cls, shelters: Sequence[Shelter], *, version: str = "") -> "Capacity":
        places = sorted(
            ((place, n) for n, shelter in enumerate(shelters) for place in shelter.places), key=lambda pair: pair[0].id
        )
        shelter_area = _integers(INDEX[shelter.area] for shelter in shelters)
        place_shelter = _integers(n for _, n in places)
        return cls(
            version=version,
            shelter_ids=tuple(shelter.id for shelter in shelters),
            place_ids=tuple(place.id for place, _ in places),
            shelter_index={shelter.id: n for n, shelter in enumerate(shelters)},
            place_index={place.id: n for n, (place, _) in enumerate(places)},
            shelter_area=shelter_area,
            place_shelter=place_shelter,
            place_area=shelter_area[place_shelter],
            size=_integers(min(place.size, _LARGEST) for place, _ in places),
            free_on=_integers(_ordinal(place.free_from, NEVER) for place, _ in places),
            confirmed_on=_integers(_ordinal(place.confirmed_at, -NEVER) for place, _ in places),
            blocked=_flags(place.blocked for place, _ in places),
            accessible=_flags(place.accessible for place, _ in places),
            paused=_flags(shelter.paused for shelter in shelters),
            night_staff=_flags(shelter.night_staff for shelter in shelters),
            genders=_integers(gender_bits(shelter.accepts.genders) for shelter in shelters),
            children=_flags(shelter.accepts.children for shelter in shelters),
            pregnant=_flags(shelter.accepts.pregnant for shelter in shelters),
            animals=_flags(shelter.accepts.animals for shelter in shelters),
            fair_load=np.array([_fair_load(shelter) for shelter in shelters], dtype=float),
            speaks=_memberships(shelter.languages for shelter in shelters),
            expertise=_memberships(shelter.expertise for shelter in shelters),
            services=_memberships(shelter.services for shelter in shelters),
        )

    def __len__(self) -> int:
        return len(self.place_ids)

    def shelter_of(self, place: int) -> str:
        return self.shelter_ids[int(self.place_shelter[place])]

    def area_of(self, place: int) -> str:
        return AREAS[int(self.place_area[place])]


def gender_bits(codes: Iterable[str]) -> int:
    return sum(_GENDER_BIT[code] for code in set(codes))


@dataclass(frozen=True)
class Housed:
    """Where the residents who keep others away live: départements by network, shelters by request they name."""

    network_areas: Mapping[str, Bools]
    conflict_shelters: Mapping[str, Bools]

    @classmethod
    def build(cls, residents: Iterable[Resident], capacity: Capacity) -> "Housed":
        networks: dict[str, Bools] = {}
        conflicts: dict[str, Bools] = {}
        for resident in residents:
            shelter = capacity.shelter_index[resident.shelter]
            if resident.network is not None:
                networks.setdefault(resident.network, np.zeros(len(AREAS), dtype=bool))[
                    capacity.shelter_area[shelter]
                ] = True
            for request in resident.conflicts:
                conflicts.setdefault(request, np.zeros(len(capacity.shelter_ids), dtype=bool))[shelter] = True
        return cls(networks, conflicts)


NOBODY = Housed(MappingProxyType({}), MappingProxyType({}))


class Memory:
    """Keeps the newest arrays of one network, until its shelters have another version."""

    def __init__(self) -> None:
        self._kept: Capacity | None = None

    def get(self, version: str, shelters: Callable[[], Sequence[Shelter]]) -> Capacity:
        """The arrays of this version; ``shelters`` is asked only where they are not at hand."""
        kept = self._kept
        if kept is None or kept.version != version:
            kept = self._kept = Capacity.build(shelters(), version=version)
        return kept


def _ordinal(day: date | None, missing: int) -> int:
    return missing if day is None else day.toordinal()


def _fair_load(shelter: Shelter) -> float:
    target = max(1, shelter.yearly_target)
    return 0.0 if shelter.admitted_this_year >= target else 1 - shelter.admitted_this_year / target


def _integers(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _flags(values: Iterable[bool]) -> Bools:
    return np.fromiter(values, dtype=bool)


def _memberships(lists: Iterable[Sequence[str]]) -> Mapping[str, Bools]:
    rows = list(lists)
    found: dict[str, Bools] = {}
    for n, codes in enumerate(rows):
        for code in codes:
            found.setdefault(code, np.zeros(len(rows), dtype=bool))[n] = True
    return found
