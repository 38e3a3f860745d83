"""Distances on the safe side between a zone of danger and a whole département.

A département is the area inside its drawn border together with all its towns. Every value lies at most
``SLACK_KM`` below the true smallest great-circle distance and never above it: borders are walked in steps of at most
``STEP_KM`` and half a step is taken off for each border that was walked. ``nan`` means that no distance is needed.
Source: the section "Distance" of the placement format.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from havre.geo import towns
from havre.geo.borders import Floats, rings
from havre.geo.departments import DATA, DEPARTMENTS, INDEX, OVERSEAS

EARTH_KM = 6371.0088
STEP_KM = 1.0
SLACK_KM = 1.0
OVERSEAS_REACH_KM = 400.0
TABLE = DATA / "distances.npy"

_IS_OVERSEAS = np.array(OVERSEAS)


@cache
def between_departments() -> Floats:
    """Kilometres between each two départements, 101 × 101 in the order of ``AREAS``; read-only."""
    table: Floats = np.load(TABLE, allow_pickle=False)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=4096)
def from_point(lat: float, lon: float, radius_km: float) -> Floats:
    """Kilometres from a disc to each département, in the order of ``AREAS``; read-only.

    A point with an overseas département within 400 km is overseas and belongs to the nearest one: it is at 0 km from
    that one, and from every other no distance is needed. Any other point counts as metropolitan, abroad included.
    """
    reach = _reach(lat, lon)
    nearest = int(np.argmin(np.where(_IS_OVERSEAS, reach, np.inf)))
    if reach[nearest] <= OVERSEAS_REACH_KM:
        return _only({DEPARTMENTS[nearest].area: 0.0})
    result: Floats = np.where(_IS_OVERSEAS, np.nan, np.maximum(reach - radius_km, 0.0))
    result.setflags(write=False)
    return result


@lru_cache(maxsize=4096)
def from_town(insee: str, radius_km: float) -> Floats:
    """As ``from_point``, around a town; no distance is ever needed from an overseas collectivity.

    Raises ``KeyError`` for a code the gazetteer does not hold.
    """
    town = towns.by_insee(insee)
    if town.area is None:
        return _only({})
    if OVERSEAS[INDEX[town.area]]:
        return _only({town.area: 0.0})
    return from_point(town.lat, town.lon, radius_km)


def from_area(area: str) -> Floats:
    """Kilometres from a whole département to each other one; read-only."""
    row: Floats = between_departments()[INDEX[area]]
    return row


def _only(known: dict[str, float]) -> Floats:
    result = np.full(len(DEPARTMENTS), np.nan)
    for area, km in known.items():
        result[INDEX[area]] = km
    result.setflags(write=False)
    return result


def _reach(lat: float, lon: float) -> Floats:
    """Kilometres from a point to every département, overseas ones included; 0 inside."""
    samples = outline()
    chords = samples.vectors @ unit_vectors(np.array([lon]), np.array([lat]))[0]
    cosines = np.maximum.reduceat(chords, samples.starts)
    km = np.maximum(arc_km(cosines) - STEP_KM / 2, 0.0)
    for index in range(len(DEPARTMENTS)):
        if km[index] > 0 and holds(index, np.array([lon]), np.array([lat]))[0]:
            km[index] = 0.0
    return km


@dataclass(frozen=True)
class Outline:
    """Points on all borders, and the towns, as unit vectors; ``starts`` tells where each département begins."""

    vectors: Floats
    starts: NDArray[np.int64]

    def of(self, index: int) -> Floats:
        stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.vectors)
        part: Floats = self.vectors[self.starts[index] : stop]
        return part


@cache
def outline() -> Outline:
    """Borders walked in steps of at most ``STEP_KM``, so no point of a border is further than half from a sample."""
    parts = []
    for index, own in enumerate(rings()):
        lon, lat = (np.concatenate(axis) for axis in zip(*map(_walk, own), town_points(index), strict=True))
        parts.append(unit_vectors(lon, lat))
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    return Outline(np.concatenate(parts), starts)


def _walk(ring: Floats) -> tuple[Floats, Floats]:
    """Longitudes and latitudes along straight lines between the vertices of a closed ring."""
    lon, lat = ring[:, 0], ring[:, 1]
    widest = np.cos(np.radians(np.minimum(np.abs(lat[:-1]), np.abs(lat[1:]))))
    length = EARTH_KM * np.radians(np.hypot(np.diff(lat), np.diff(lon) * widest))
    steps = np.maximum(np.ceil(length / STEP_KM), 1).astype(int)
    segment = np.repeat(np.arange(len(steps)), steps)
    share = (np.arange(len(segment)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[segment]
    return lon[segment] + share * np.diff(lon)[segment], lat[segment] + share * np.diff(lat)[segment]


@cache
def _towns_by_department() -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {department.code: [] for department in DEPARTMENTS}
    for town in towns.all_towns().values():
        if town.department in found:
            found[town.department].append((town.lon, town.lat))
    return found


def town_points(index: int) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of the towns of the département at this index."""
    points = np.array(_towns_by_department()[DEPARTMENTS[index].code])
    return points[:, 0], points[:, 1]


def unit_vectors(lon: Floats, lat: Floats) -> Floats:
    """Rows of x, y, z on the unit sphere, from degrees."""
    east, north = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


def arc_km(cosines: Floats) -> Floats:
    """Great-circle kilometres from the cosine of an angle; its rounding near 1 is far below half a step."""
    km: Floats = EARTH_KM * np.arccos(np.clip(cosines, -1.0, 1.0))
    return km


def holds(index: int, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Whether the drawn border of the département encloses each point; a point in a hole is outside."""
    inside = np.zeros(len(lon), dtype=bool)
    for ring in rings()[index]:
        west, south = ring.min(axis=0)
        east, north = ring.max(axis=0)
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        if len(near):
            inside[near] ^= _crossings_are_odd(ring, lon[near], lat[near])
    return inside


def _crossings_are_odd(ring: Floats, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    x1, y1, x2, y2 = ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1]
    spans = (y1[None] > lat[:, None]) != (y2[None] > lat[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        meets = x1[None] + (lat[:, None] - y1[None]) / (y2 - y1)[None] * (x2 - x1)[None]
    odd: NDArray[np.bool_] = (np.count_nonzero(spans & (lon[:, None] < meets), axis=1) % 2).astype(bool)
    return odd
