"""The placement problem, format ``havre.placement/1``: its parts as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from havre.countries.fr.policy import CONFIRMATION, HORIZON, MIN_KM, PLACEMENT_WEIGHTS
from havre.geo import distances
from havre.geo.borders import Floats
from havre.placements.engine.reading import Number

FORMAT = "havre.placement/1"
RISKS = ("low", "medium", "high", "very_high")
Risk = Literal["low", "medium", "high", "very_high"]
Kind = Literal["flat", "room"]
FARTHEST_KM = 20_000
LONGEST_DAYS = 366
LARGEST_RADIUS_KM = 1_000
ADULT = 18


@dataclass(frozen=True, slots=True)
class Policy:
    """Distances by risk, clocks in days, and weights; the defaults are the country's."""

    min_km: Mapping[str, Number] = field(default_factory=lambda: {risk: MIN_KM[risk].value for risk in RISKS})
    horizon_days: int = HORIZON.value
    confirm_days: int = CONFIRMATION.value
    weights: Mapping[str, Number] = field(default_factory=lambda: PLACEMENT_WEIGHTS)


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    size: int
    free_from: date | None
    confirmed_at: date | None
    blocked: bool
    accessible: bool
    kind: Kind


@dataclass(frozen=True, slots=True)
class Accepts:
    genders: tuple[str, ...]
    children: bool
    pregnant: bool
    animals: bool


@dataclass(frozen=True, slots=True)
class Shelter:
    id: str
    area: str
    places: tuple[Place, ...]
    accepts: Accepts
    languages: tuple[str, ...]
    expertise: tuple[str, ...]
    services: tuple[str, ...]
    night_staff: bool
    paused: bool
    yearly_target: int
    admitted_this_year: int


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody already housed; ``conflicts`` are ids of requests."""

    shelter: str
    network: str | None
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    gender: str
    age: int

    @property
    def adult(self) -> bool:
        return self.age >= ADULT


@dataclass(frozen=True, slots=True)
class AreaZone:
    area: str

    def km(self) -> Floats:
        return distances.from_area(self.area)


@dataclass(frozen=True, slots=True)
class TownZone:
    town: str
    radius_km: Number

    def km(self) -> Floats:
        return distances.from_town(self.town, float(self.radius_km))


@dataclass(frozen=True, slots=True)
class PointZone:
    lat: Number
    lon: Number
    radius_km: Number

    def km(self) -> Floats:
        return distances.from_point(float(self.lat), float(self.lon), float(self.radius_km))


Zone = AreaZone | TownZone | PointZone


@dataclass(frozen=True, slots=True)
class Request:
    """A household that looks for a place; the first person is the one protected."""

    id: str
    persons: tuple[Person, ...]
    age_in_doubt: bool
    pregnant: bool
    animals: bool
    needs_accessible: bool
    needs_night_staff: bool
    risk: Risk
    danger_zones: tuple[Zone, ...]
    avoid_areas: tuple[str, ...]
    prefer_areas: tuple[str, ...]
    accepts_overseas: bool
    languages: tuple[str, ...]
    exploitation: tuple[str, ...]
    wants_services: tuple[str, ...]
    network: str | None
    agreement: bool
    exploratory: bool
    waiting_since: date


@dataclass(frozen=True, slots=True)
class Lock:
    """A pair that a person has decided."""

    request: str
    place: str


@dataclass(frozen=True, slots=True)
class Problem:
    at: date
    policy: Policy
    shelters: tuple[Shelter, ...]
    residents: tuple[Resident, ...]
    requests: tuple[Request, ...]
    locked: tuple[Lock, ...] = ()
    sha256: str | None = None
