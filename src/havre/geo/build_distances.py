"""Builds the shipped table of distances between départements: ``python -m havre.geo.build_distances``."""

from itertools import combinations

import numpy as np

from havre.geo.borders import Floats
from havre.geo.departments import DEPARTMENTS, OVERSEAS
from havre.geo.distances import STEP_KM, TABLE, arc_km, holds, outline, town_points

_BLOCK = 4000


def build() -> Floats:
    """The whole table: metropolitan pairs computed, 0 within a département, ``nan`` where no distance is needed."""
    size = len(DEPARTMENTS)
    table = np.full((size, size), np.nan)
    np.fill_diagonal(table, 0.0)
    for one, other in combinations(np.flatnonzero(~np.array(OVERSEAS)).tolist(), 2):
        table[one, other] = table[other, one] = between(one, other)
    return table


def between(one: int, other: int) -> float:
    """Kilometres between two metropolitan départements, by index, rounded down to the metre."""
    if _touch(one, other) or _touch(other, one):
        return 0.0
    near, far = sorted((outline().of(one), outline().of(other)), key=len)
    closest = max(float((near[n : n + _BLOCK] @ far.T).max()) for n in range(0, len(near), _BLOCK))
    km = float(arc_km(np.array([closest]))[0]) - STEP_KM
    return max(0.0, float(np.floor(km * 1000) / 1000))


def _touch(one: int, other: int) -> bool:
    """Whether a town of one lies inside the drawn border of the other; borders themselves never cross."""
    return bool(holds(other, *town_points(one)).any())


def write() -> None:
    np.save(TABLE, build(), allow_pickle=False)


if __name__ == "__main__":
    write()
