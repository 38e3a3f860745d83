"""How far a département lies from a person's zones to avoid, on the safe side (law 4)."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass

from havre.assessments.content import Zone
from havre.assessments.operations.common import danger_of, of_person
from havre.countries.fr.policy import MIN_KM
from havre.geo import distances
from havre.geo.departments import INDEX


@dataclass(frozen=True)
class Reach:
    """``km`` from the nearest zone, ``None`` where no distance is needed; ``min_km`` is what her risk demands."""

    km: float | None
    min_km: int

    @property
    def is_far_enough(self) -> bool:
        return self.km is None or self.km >= self.min_km

    @property
    def is_inside(self) -> bool:
        """The département touches a zone."""
        return self.km == 0.0


def zones_of(person_id: uuid.UUID) -> list[Zone]:
    """Her zones to avoid, none while nothing is noted."""
    assessment = of_person(person_id)
    return danger_of(assessment).zones if assessment else []


def reach(person_id: uuid.UUID, area: str) -> Reach:
    """Of a whole département. A risk that nobody has set yet counts as the highest."""
    assessment = of_person(person_id)
    level = assessment.risk_level if assessment else ""
    found = [km for zone in zones_of(person_id) if (km := _km(zone, area)) is not None]
    return Reach(min(found, default=None), MIN_KM[level or "very_high"].value)


def _km(zone: Zone, area: str) -> float | None:
    if zone.area:
        row = distances.from_area(zone.area)
    elif zone.town:
        row = distances.from_town(zone.town, zone.radius_km)
    elif zone.lat is not None and zone.lon is not None:
        row = distances.from_point(zone.lat, zone.lon, zone.radius_km)
    else:
        return None
    km = float(row[INDEX[area]])
    return None if math.isnan(km) else km
