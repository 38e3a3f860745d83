"""What the network lacks: what its houses have, by half of the country and by region, against what was needed in vain.

What houses have counts no person and is said plainly. What was needed comes from the anonymous facts of the year, as
far as it may be told (law 8): a need that is hidden neither moves a line up nor down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from havre.countries.fr.network import NEEDS
from havre.directory.profiles import OUT_OF_SERVICE, Place, ShelterProfile
from havre.evaluation.figures import Year
from havre.geo.departments import by_area, is_north_of_the_loire, regions
from havre.placements.capacity import Known
from havre.placements.coarse import LARGE, obstacle
from havre.placements.problem import Table

NORTH, SOUTH, EVERYWHERE = "north", "south", "everywhere"
MEN = frozenset({"Masculine", "TransgenderMasculine"})
SPEAKS = "speaks_"

_HAS: Mapping[str, Callable[[ShelterProfile], bool]] = {
    "accessible": lambda one: any(place.accessible and _is_usable(place) for place in one.places),
    "night_staff": lambda one: one.night_staff,
    "children": lambda one: one.accepts.children,
    "pregnant": lambda one: one.accepts.pregnant,
    "animals": lambda one: one.accepts.animals,
    "men": lambda one: not MEN.isdisjoint(one.accepts.genders),
    "large": lambda one: any(place.size >= LARGE and _is_usable(place) for place in one.places),
}


def _is_usable(place: Place) -> bool:
    return place.status != OUT_OF_SERVICE


def answers(profile: ShelterProfile, need: str) -> bool:
    """Whether a house has what a need asks for, free today or not."""
    if need.startswith(SPEAKS):
        return need.removeprefix(SPEAKS) in profile.languages
    return _HAS[need](profile)


def members(shelters: Iterable[Known], on: date) -> list[ShelterProfile]:
    """The profiles of the houses whose convention has not ended; a pause takes nothing from what they have."""
    found = [known.profile for known in shelters]
    return [one for one in found if one.agreement.until is None or one.agreement.until >= on]


@dataclass(frozen=True)
class Lack:
    """Something that no house has, or none of one half of the country. ``houses`` have it in all.

    ``needed``: of the searches without a place this year, how many needed it; ``None`` is hidden.
    """

    need: str
    where: str
    houses: int
    needed: int | None

    @property
    def is_language(self) -> bool:
        return self.need.startswith(SPEAKS)

    @property
    def code(self) -> str:
        return self.need.removeprefix(SPEAKS)


def lacks(profiles: Sequence[ShelterProfile], needed: Mapping[str, int | None]) -> list[Lack]:
    """Most needed first, as far as that is told; then languages last, then what is nowhere, then the order of the list."""
    found = [lack for need in NEEDS if need != "speaks_other" and (lack := _lack(need, profiles, needed.get(need, 0)))]
    return sorted(found, key=lambda lack: (-(lack.needed or 0), lack.is_language, lack.where != EVERYWHERE))


def _lack(need: str, profiles: Sequence[ShelterProfile], needed: int | None) -> Lack | None:
    having = [one.area for one in profiles if answers(one, need)]
    if not having:
        return Lack(need, EVERYWHERE, 0, needed)
    if need.startswith(SPEAKS):  # an interpreter is found by telephone: a language far away is no lack
        return None
    halves = Counter(half_of(area) for area in having)
    where = next((half for half in (NORTH, SOUTH) if not halves[half]), None)
    return Lack(need, where, len(having), needed) if where else None


def half_of(area: str) -> str:
    """``north``, ``south``; empty for overseas."""
    if by_area(area).overseas:
        return ""
    return NORTH if is_north_of_the_loire(area) else SOUTH


@dataclass(frozen=True)
class RegionLine:
    """What the houses of one region have; counts of houses and places, nobody's."""

    name: str
    houses: int
    places: int
    having: Mapping[str, int]


def by_region(profiles: Sequence[ShelterProfile]) -> list[RegionLine]:
    """Every region, those without a house first, then by name."""
    found = [_region(name, [one for one in profiles if by_area(one.area).region == name]) for name in regions()]
    return sorted(found, key=lambda line: line.houses > 0)


def _region(name: str, own: Sequence[ShelterProfile]) -> RegionLine:
    having = {need: sum(answers(one, need) for one in own) for need in _HAS}
    return RegionLine(name, len(own), sum(len(one.places) for one in own), having)


def in_the_way(table: Table) -> Counter[str]:
    """What stands in the way of those who wait and for whom nothing fits today: how many, by group of rules."""
    return Counter(
        obstacle(0, {str(index): ranking.codes(index) for index in ranking.excluded.tolist()})
        for ranking in table.rankings
        if ranking.status == "none"
    )


def year_told(years: Mapping[int, Year], today: date) -> Year:
    """This year; the last as long as this one has no search without a place."""
    now, before = years[today.year], years.get(today.year - 1)
    return before if now.total("unplaced") == 0 and before is not None else now
