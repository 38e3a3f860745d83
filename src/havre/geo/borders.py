"""The drawn borders of the départements: rings of longitude and latitude, decoded from shared arcs."""

import json
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from havre.geo.departments import DATA, DEPARTMENTS

Floats = NDArray[np.float64]


@cache
def topology() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "departments.topojson").read_text(encoding="utf-8"))
    return loaded


@cache
def arcs() -> tuple[Floats, ...]:
    """Each arc as rows of (longitude, latitude) in degrees; shared between neighbours."""
    scale, translate = (np.array(topology()["transform"][key]) for key in ("scale", "translate"))
    return tuple(np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology()["arcs"])


def polygons(code: str) -> list[list[list[int]]]:
    """Arc numbers of each ring of each polygon of a département; ``~n`` is arc ``n`` walked backwards."""
    shapes = topology()["objects"]["departments"]["geometries"]
    shape = next(shape for shape in shapes if shape["properties"]["code"] == code)
    found: list[list[list[int]]] = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return found


def join(numbers: list[int], pieces: tuple[Floats, ...]) -> Floats:
    """One closed ring out of arcs, without the repeated joints."""
    walked = [pieces[n] if n >= 0 else pieces[~n][::-1] for n in numbers]
    return np.concatenate([walked[0], *(piece[1:] for piece in walked[1:])])


@cache
def rings() -> tuple[tuple[Floats, ...], ...]:
    """All rings of each département, outer and holes alike, in the order of ``DEPARTMENTS``."""
    return tuple(
        tuple(join(ring, arcs()) for polygon in polygons(department.code) for ring in polygon)
        for department in DEPARTMENTS
    )
