"""Why nobody? The smallest single changes that would open a place to a request that has none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

import numpy as np

from havre.geo.departments import INDEX, by_area
from havre.placements.engine.capacity import Ints
from havre.placements.engine.problem import LONGEST_DAYS, RISKS
from havre.placements.engine.rank import Ranking
from havre.placements.engine.rules import BIT
from havre.placements.engine.words import NBSP, count, day, figure, say

Value = int | bool | str


@dataclass(frozen=True)
class Relaxation:
    """One change to the search and the ids of all places it alone would open."""

    key: str
    value: Value
    opens: tuple[str, ...]


def relaxations(ranking: Ranking) -> list[Relaxation]:
    """Never combined; never ``paused``, ``blocked``, age, agreement, network or conflict."""
    return list(_relaxations(ranking)) if ranking.status == "none" else []


def _relaxations(ranking: Ranking) -> Iterator[Relaxation]:
    yield from _horizon(ranking)
    yield from _min_km(ranking)
    for key, code, value in (
        ("needs_accessible", "not_accessible", False),
        ("needs_night_staff", "no_night_staff", False),
        ("animals", "animals_not_accepted", False),
        ("accepts_overseas", "overseas_not_wanted", True),
    ):
        if len(places := _kept_out_only_by(ranking, code)):
            yield _relaxation(ranking, key, value, places)
    yield from _avoid_areas(ranking)


def _kept_out_only_by(ranking: Ranking, code: str) -> Ints:
    return np.flatnonzero(ranking.mask == BIT[code])


def _relaxation(ranking: Ranking, key: str, value: Value, places: Ints) -> Relaxation:
    ids = ranking.search.capacity.place_ids
    return Relaxation(key, value, tuple(ids[n] for n in places))


def _horizon(ranking: Ranking) -> Iterator[Relaxation]:
    places = _kept_out_only_by(ranking, "not_free")
    days = ranking.search.capacity.free_on[places] - ranking.search.at.toordinal()
    if len(days) and (least := int(days.min())) <= LONGEST_DAYS:
        yield _relaxation(ranking, "horizon_days", least, places[days == least])


def _min_km(ranking: Ranking) -> Iterator[Relaxation]:
    places = _kept_out_only_by(ranking, "too_near")
    if not len(places):
        return
    km = ranking.search.nearest_km[ranking.search.capacity.place_area[places]]
    greatest = floor(float(km.max()))
    if greatest >= least_km(ranking):
        yield _relaxation(ranking, "min_km", greatest, places[km >= greatest])


def least_km(ranking: Ranking) -> int:
    """The least whole distance this risk may come down to: the value of the next lower level."""
    level = RISKS.index(ranking.search.request.risk)
    return ceil(ranking.search.policy.min_km[RISKS[level - 1]]) if level else 0


def _avoid_areas(ranking: Ranking) -> Iterator[Relaxation]:
    places = _kept_out_only_by(ranking, "area_avoided")
    areas = ranking.search.capacity.place_area[places]
    for area in ranking.search.request.avoid_areas:
        if len(opened := places[areas == INDEX[area]]):
            yield _relaxation(ranking, "avoid_areas", area, opened)


def words(ranking: Ranking, change: Relaxation, lang: str) -> str:
    """The change as a proposal, and how many places it opens."""
    opened = count(len(change.opens), lang, ("place", "place"), ("places", "places"))
    french, english = _proposal(ranking, change, lang)
    return say(lang, f"{french} : ouvre {opened}.", f"{english}: opens {opened}.")


def _proposal(ranking: Ranking, change: Relaxation, lang: str) -> tuple[str, str]:
    search = ranking.search
    if change.key == "horizon_days":
        when = day(date.fromordinal(search.at.toordinal() + int(change.value)), lang, search.at)
        if search.last_day > date.max.toordinal():
            return f"Attendre le {when}", f"Wait until {when}"
        before = day(date.fromordinal(search.last_day), lang, search.at)
        return f"Attendre le {when}, au lieu du {before}", f"Wait until {when}, instead of {before}"
    if change.key == "min_km":
        km, least = (figure(value, lang) for value in (int(change.value), search.policy.min_km[search.request.risk]))
        return f"Accepter {km}{NBSP}km, au lieu de {least}", f"Accept {km} km, instead of {least}"
    if change.key == "avoid_areas":
        name = by_area(str(change.value)).name
        return f"Ne plus éviter {name}", f"No longer avoid {name}"
    return _SIMPLE[change.key]


_SIMPLE = {
    "needs_accessible": ("Se passer d’une place accessible", "Do without an accessible place"),
    "needs_night_staff": ("Se passer de veille de nuit", "Do without night staff"),
    "animals": ("Faire garder l’animal", "Have the animal looked after"),
    "accepts_overseas": ("Accepter l’outre-mer", "Accept overseas"),
}
