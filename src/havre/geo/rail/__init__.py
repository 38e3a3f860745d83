"""Stations and direct journeys: hints that warn while a journey is planned, never times to rely on.

The data are optional (see NOTICE.md beside): without them there are no stations and no journeys.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from havre.geo import towns
from havre.geo.distances import arc_km, unit_vectors

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Station:
    """A passenger station; ``insee`` is the commune it stands in, ``travellers`` those of 2022."""

    name: str
    insee: str
    lat: float
    lon: float
    travellers: int


@cache
def stations() -> tuple[Station, ...]:
    return tuple(
        Station(
            row["name"], row["insee3"].zfill(5), float(row["lat"]), float(row["lon"]), int(row["travellers_2022"] or 0)
        )
        for row in _rows("stations.csv")
    )


def station_near(insee: str, within_km: float = 30.0) -> Station | None:
    """The busiest station of the town itself, else the nearest one to it; ``None`` if none lies within reach.

    Raises ``KeyError`` for a code the gazetteer does not hold.
    """
    town = towns.by_insee(insee)
    if own := [station for station in stations() if station.insee == insee]:
        return max(own, key=lambda station: station.travellers)
    if not stations():
        return None
    points = np.array([(station.lon, station.lat) for station in stations()])
    here = unit_vectors(np.array([town.lon]), np.array([town.lat]))[0]
    km = arc_km(unit_vectors(points[:, 0], points[:, 1]) @ here)
    nearest = int(np.argmin(km))
    return stations()[nearest] if km[nearest] <= within_km else None


def direct_minutes(start: str, end: str) -> int | None:
    """The shortest direct journey once seen between two stations, in either direction; ``None`` if none is known.

    Names are compared without accents, capitals and hyphens. An order of magnitude, to warn, not to promise.
    """
    known = [_direct().get(pair) for pair in ((_key(start), _key(end)), (_key(end), _key(start)))]
    return min((minutes for minutes in known if minutes is not None), default=None)


@cache
def _direct() -> MappingProxyType[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in _rows("direct_durations.csv"):
        pair = _key(row["from"]), _key(row["to"])
        found[pair] = min(int(float(row["minutes"])), found.get(pair, 10**6))
    return MappingProxyType(found)


def _key(name: str) -> str:
    words = towns.fold(name).split()
    return " ".join(word for word in words if word not in {"gare", "sncf", "ville"})


def _rows(name: str) -> list[dict[str, str]]:
    path = _HERE / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
