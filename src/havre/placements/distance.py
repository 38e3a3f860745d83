"""How far a département lies from a person's zones to avoid, on the safe side (law 4)."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass
from typing import Any

from havre.assessments.models import Assessment
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


def zones_of(person_id: uuid.UUID) -> list[dict[str, Any]]:
    """Her zones as the assessment sealed them: ``area``, or ``town`` or ``lat`` and ``lon`` with ``radius_km``."""
    assessment = Assessment.objects.filter(person_id=person_id).first()
    danger = assessment.unseal("danger") if assessment else None
    return list((danger or {}).get("zones") or [])


def reach(person_id: uuid.UUID, area: str) -> Reach:
    """Of a whole département. A risk that nobody has set yet counts as the highest."""
    level = Assessment.objects.filter(person_id=person_id).values_list("risk_level", flat=True).first()
    found = [km for zone in zones_of(person_id) if (km := _km(zone, area)) is not None]
    return Reach(min(found, default=None), MIN_KM[level or "very_high"].value)


def _km(zone: dict[str, Any], area: str) -> float | None:
    if zone.get("area"):
        row = distances.from_area(zone["area"])
    elif zone.get("town"):
        row = distances.from_town(zone["town"], float(zone.get("radius_km") or 0))
    else:
        row = distances.from_point(float(zone["lat"]), float(zone["lon"]), float(zone.get("radius_km") or 0))
    km = float(row[INDEX[area]])
    return None if math.isnan(km) else km
