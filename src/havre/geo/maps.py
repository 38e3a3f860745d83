"""Outlines of the départements as SVG paths: metropolitan France, and five overseas insets below it.

The paths are computed once by ``havre.geo.build_maps`` and shipped; all share ``VIEW_BOX``.
"""

import json
from dataclasses import dataclass
from functools import cache

from havre.geo.departments import DATA, by_area

WIDTH, HEIGHT = 640, 675
VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"
OUTLINES = DATA / "outlines.json"


@dataclass(frozen=True, slots=True)
class Outline:
    """A département on the map; ``label_x`` and ``label_y`` lie inside it, as far from its border as can be."""

    area: str
    code: str
    name: str
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Inset:
    """The place of the short name under an overseas département."""

    area: str
    text: str
    x: float
    y: float


INSETS = (
    Inset("FR-971", "Guad.", 41, 659),
    Inset("FR-972", "Mart.", 125, 659),
    Inset("FR-973", "Guyane", 209, 659),
    Inset("FR-974", "Réunion", 293, 659),
    Inset("FR-976", "Mayotte", 377, 659),
)


@cache
def outlines() -> tuple[Outline, ...]:
    """All 101, in the order of ``AREAS``."""
    rows = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return tuple(
        Outline(area, by_area(area).code, by_area(area).name, row["path"], row["x"], row["y"])
        for area, row in rows.items()
    )
