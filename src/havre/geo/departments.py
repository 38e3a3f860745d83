"""The 101 départements, in a fixed order that every table of distances shares."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Department:
    """A département. ``lat`` and ``lon`` are those of its chef-lieu; ``neighbours`` are the areas that touch it."""

    code: str
    area: str
    name: str
    region_code: str
    region: str
    zone: str
    neighbours: tuple[str, ...]
    chef_lieu: str
    lat: float
    lon: float
    population: int

    @property
    def overseas(self) -> bool:
        return self.zone == "drom"


def _read() -> tuple[Department, ...]:
    with (DATA / "departments.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["zone"] != "com"]
    return tuple(
        Department(
            code=row["code"],
            area=f"FR-{row['code']}",
            name=row["name"],
            region_code=row["region_code"],
            region=row["region_name"],
            zone=row["zone"],
            neighbours=tuple(f"FR-{code}" for code in row["neighbours"].split()),
            chef_lieu=row["chef_lieu"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]),
        )
        for row in sorted(rows, key=lambda row: row["code"])
    )


DEPARTMENTS = _read()
AREAS = tuple(department.area for department in DEPARTMENTS)
INDEX = MappingProxyType({area: index for index, area in enumerate(AREAS)})
OVERSEAS = tuple(department.overseas for department in DEPARTMENTS)


def by_area(area: str) -> Department:
    """The département of an area such as ``FR-2A``. Raises ``KeyError`` for any other text."""
    return DEPARTMENTS[INDEX[area]]


@cache
def regions() -> MappingProxyType[str, tuple[Department, ...]]:
    """Départements by name of their region, both in alphabetical order."""
    names = sorted({department.region for department in DEPARTMENTS})
    return MappingProxyType({name: tuple(d for d in DEPARTMENTS if d.region == name) for name in names})


NORTH_FROM = 47.2
"""Latitude of Nantes, in degrees: what lies north of it is said to lie north of the Loire (P, a product choice)."""


def is_north_of_the_loire(area: str) -> bool:
    """By the chef-lieu; overseas is neither north nor south."""
    found = by_area(area)
    return not found.overseas and found.lat >= NORTH_FROM
