"""Builds the shipped outlines of the map: ``python -m havre.geo.build_maps``.

Arcs are projected and simplified one by one, so that neighbours keep one common border.
"""

import heapq
import json
import math

import numpy as np

from havre.geo.borders import Floats, arcs, join, polygons
from havre.geo.departments import DEPARTMENTS, Department
from havre.geo.maps import INSETS, OUTLINES, WIDTH

STANDARD_PARALLELS = (44.0, 49.0)
CENTRE = (3.0, 46.5)
MARGIN = 8.0
INSET_SIZE = 42.0
INSET_MIDDLE_Y = 620.0
LEAST_TRIANGLE = 2.4
"""Square units of the drawing: a bend that spans less is dropped."""
GRID = 24


def build() -> dict[str, dict[str, str | float]]:
    metropolitan = [department for department in DEPARTMENTS if not department.overseas]
    drawn = _draw(metropolitan, _fit_to_width([_conic(arc) for arc in arcs()], metropolitan))
    for inset in INSETS:
        department = next(d for d in DEPARTMENTS if d.area == inset.area)
        drawn |= _draw([department], _fit_to_inset([_flat(arc, department.lat) for arc in arcs()], department, inset.x))
    return {department.area: drawn[department.area] for department in DEPARTMENTS}


def _draw(departments: list[Department], projected: list[Floats]) -> dict[str, dict[str, str | float]]:
    used = {n if n >= 0 else ~n for d in departments for polygon in polygons(d.code) for ring in polygon for n in ring}
    thin = tuple(np.round(simplify(arc), 1) if n in used else arc for n, arc in enumerate(projected))
    drawn: dict[str, dict[str, str | float]] = {}
    for department in departments:
        rings = [join(ring, thin) for polygon in polygons(department.code) for ring in polygon]
        largest = max(rings, key=_extent)
        x, y = inner_point(largest)
        path = "".join(_path(ring) for ring in rings if ring is largest or _extent(ring) >= 1)
        drawn[department.area] = {"path": path, "x": x, "y": y}
    return drawn


def _conic(arc: Floats) -> Floats:
    """Lambert's conformal conic projection of the sphere, y growing downwards."""
    one, two, origin = (math.radians(angle) for angle in (*STANDARD_PARALLELS, CENTRE[1]))
    cone = math.log(math.cos(one) / math.cos(two)) / math.log(_half(two) / _half(one))
    factor = math.cos(one) * _half(one) ** cone / cone
    radius = factor / np.tan(math.pi / 4 + np.radians(arc[:, 1]) / 2) ** cone
    turn = cone * np.radians(arc[:, 0] - CENTRE[0])
    return np.stack([radius * np.sin(turn), radius * np.cos(turn) - factor / _half(origin) ** cone], axis=1)


def _half(angle: float) -> float:
    return math.tan(math.pi / 4 + angle / 2)


def _flat(arc: Floats, lat: float) -> Floats:
    return np.stack([np.radians(arc[:, 0]) * math.cos(math.radians(lat)), -np.radians(arc[:, 1])], axis=1)


def _fit_to_width(projected: list[Floats], departments: list[Department]) -> list[Floats]:
    low, high = _bounds(projected, departments)
    scale = (WIDTH - 2 * MARGIN) / (high - low)[0]
    return [(arc - low) * scale + MARGIN for arc in projected]


def _fit_to_inset(projected: list[Floats], department: Department, middle_x: float) -> list[Floats]:
    low, high = _bounds(projected, [department])
    scale = INSET_SIZE / (high - low).max()
    return [(arc - (low + high) / 2) * scale + np.array([middle_x, INSET_MIDDLE_Y]) for arc in projected]


def _bounds(projected: list[Floats], departments: list[Department]) -> tuple[Floats, Floats]:
    points = np.concatenate(
        [join(ring, tuple(projected)) for d in departments for polygon in polygons(d.code) for ring in polygon]
    )
    return points.min(axis=0), points.max(axis=0)


def simplify(arc: Floats) -> Floats:
    """Drop the bend that spans the smallest triangle, again and again; ends stay, and a closed arc keeps a shape."""
    closed = bool((arc[0] == arc[-1]).all())
    kept, least = len(arc), 4 if closed else 2
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    size = [math.inf, *(_triangle(arc, n - 1, n, n + 1) for n in range(1, len(arc) - 1)), math.inf]
    queue = [(size[n], n) for n in range(1, len(arc) - 1)]
    heapq.heapify(queue)
    gone = [False] * len(arc)
    while queue and kept > least:
        area, n = heapq.heappop(queue)
        if gone[n] or area != size[n]:
            continue
        if area >= LEAST_TRIANGLE:
            break
        gone[n] = True
        kept -= 1
        left, right = before[n], after[n]
        after[left], before[right] = right, left
        for m in (left, right):
            if 0 < m < len(arc) - 1:
                size[m] = max(area, _triangle(arc, before[m], m, after[m]))
                heapq.heappush(queue, (size[m], m))
    return arc[[n for n in range(len(arc)) if not gone[n]]]


def _triangle(arc: Floats, a: int, b: int, c: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = arc[a], arc[b], arc[c]
    return abs(float((bx - ax) * (cy - ay) - (cx - ax) * (by - ay))) / 2


def _extent(ring: Floats) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def inner_point(ring: Floats) -> tuple[float, float]:
    """Among a grid of points inside the ring, the one furthest from its border."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    steps = (np.arange(GRID) + 0.5) / GRID
    grid = np.stack(np.meshgrid(*(low[k] + steps * (high - low)[k] for k in (0, 1))), axis=-1).reshape(-1, 2)
    inside = grid[[_encloses(ring, x, y) for x, y in grid]]
    x, y = inside[np.argmax([_distance_to(ring, point) for point in inside])]
    return round(float(x), 1), round(float(y), 1)


def _encloses(ring: Floats, x: float, y: float) -> bool:
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    spans = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        return bool(np.count_nonzero(spans & (x < x1 + (y - y1) / (y2 - y1) * (x2 - x1))) % 2)


def _distance_to(ring: Floats, point: Floats) -> float:
    start, along = ring[:-1], np.diff(ring, axis=0)
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((point - start) * along).sum(axis=1) / length, 0, 1)
    return float(np.sqrt(((start + share[:, None] * along - point) ** 2).sum(axis=1)).min())


def _path(ring: Floats) -> str:
    """A closed path: its first point, then relative steps in tenths of a unit, without steps of length zero."""
    tenths = np.round(ring * 10).astype(int)
    steps = [step for step in np.diff(tenths, axis=0)[:-1].tolist() if step != [0, 0]]
    return (
        f"M{_number(tenths[0][0])},{_number(tenths[0][1])}l{' '.join(f'{_number(x)},{_number(y)}' for x, y in steps)}z"
    )


def _number(tenths: int) -> str:
    return f"{tenths / 10:g}"


def write() -> None:
    OUTLINES.write_text(json.dumps(build(), indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
