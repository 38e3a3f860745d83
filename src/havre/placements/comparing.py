"""Up to three places side by side for one person, and what each costs the others, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.common import words
from havre.countries.fr.network import SERVICES
from havre.countries.fr.people import language_name
from havre.geo.departments import by_area
from havre.placements import engine
from havre.placements.engine.capacity import Bools
from havre.placements.looking import Looking, Row
from havre.placements.problem import Table
from havre.placements.search_words import language, names_of

AT_MOST = 3
FEW = 2
"""A kind of place is rare when no more than so many are free, this one included: our choice."""
LARGE = 3
SECONDS = 2.0
"""How long the joint proof may take for one place; past it the best found so far is compared."""
SAID_AT_MOST = 3

LAST = {
    "accessible": gettext_lazy("la dernière place libre accessible en fauteuil"),
    "large": gettext_lazy("la dernière place libre pour trois personnes ou plus"),
    "pregnant": gettext_lazy("la dernière place libre qui accueille une grossesse"),
    "children": gettext_lazy("la dernière place libre qui accueille des enfants"),
    "animals": gettext_lazy("la dernière place libre qui accepte un animal"),
    "night_staff": gettext_lazy("la dernière place libre avec une veille de nuit"),
}
AMONG_TWO = {
    "accessible": gettext_lazy("l’une des deux dernières places libres accessibles en fauteuil"),
    "large": gettext_lazy("l’une des deux dernières places libres pour trois personnes ou plus"),
    "pregnant": gettext_lazy("l’une des deux dernières places libres qui accueillent une grossesse"),
    "children": gettext_lazy("l’une des deux dernières places libres qui accueillent des enfants"),
    "animals": gettext_lazy("l’une des deux dernières places libres qui acceptent un animal"),
    "night_staff": gettext_lazy("l’une des deux dernières places libres avec une veille de nuit"),
}


@dataclass(frozen=True)
class Compared:
    """One place with the facts that tell it from the others."""

    row: Row
    facts: Sequence[tuple[str, str]]
    rare: str
    price: str


@dataclass(frozen=True)
class Comparison:
    """``asked`` are ids of places as they were sent; those that do not fit her (any more) are left out."""

    looking: Looking
    asked: Sequence[str]

    @cached_property
    def places(self) -> list[Compared]:
        wanted = list(dict.fromkeys(self.asked))
        rows = [row for row in self.looking.rows if row.place in wanted]
        return [self._compared(row) for row in rows[:AT_MOST]]

    @property
    def left_out(self) -> int:
        return len(set(self.asked)) - len(self.places)

    @property
    def title(self) -> str:
        name = self.looking.seeker.person.pseudonym
        if len(self.places) < 2:
            return _("Cochez deux ou trois places pour les comparer.")
        if len(self.places) == 2:
            return _("Deux places pour %(name)s, côte à côte.") % {"name": name}
        return _("Trois places pour %(name)s, côte à côte.") % {"name": name}

    def _compared(self, row: Row) -> Compared:
        table = self.looking.table
        index = table.network.capacity.place_index[row.place]
        return Compared(
            row, list(self._facts(row, index)), rare_words(table, index), price_words(table, row.place)
        )  # fmt: skip

    def _facts(self, row: Row, index: int) -> Iterator[tuple[str, str]]:
        """Distance, size, languages, services; her own wishes first, so that what lacks is seen."""
        profile = self.looking.network.by_place[row.place][0].profile
        request = self.looking.ranking.search.request
        km = self.looking.ranking.km(index)
        yield _("Distance"), words.km(km) if km is not None else _("rien n’est noté à éviter")
        yield _("Place"), row.part.about
        hers = [language_name(code, language()) for code in request.languages if code in profile.languages]
        yield _("Ses langues, parlées là"), ", ".join(hers) or _("aucune")
        lacks = [SERVICES.label(code, language()) for code in request.wants_services if code not in profile.services]
        yield _("Services"), ", ".join(SERVICES.label(code, language()) for code in profile.services) or _("aucun")
        if lacks:
            yield _("Manque"), ", ".join(lacks)
        yield _("La nuit"), _("une veille") if profile.night_staff else _("pas de veille")
        others = _others(profile.accepts)
        if others:
            yield _("Accueille aussi"), others


def _others(accepts: Any) -> str:
    said = [
        (accepts.children, _("des enfants")), (accepts.pregnant, _("une grossesse")), (accepts.animals, _("un animal")),
    ]  # fmt: skip
    return ", ".join(word for holds, word in said if holds)


def free_places(table: Table) -> Bools:
    """The places that anybody could be given within the horizon, as the engine counts it."""
    capacity = table.network.capacity
    last = table.network.on.toordinal() + table.policy.horizon_days
    free: Bools = (capacity.free_on <= last) & ~capacity.blocked & ~capacity.paused[capacity.place_shelter]
    return free


def rare_words(table: Table, index: int) -> str:
    """«C’est la dernière place libre accessible en fauteuil.»; empty where the place is like many others."""
    capacity, free = table.network.capacity, free_places(table)
    by_shelter = {
        "pregnant": capacity.pregnant, "children": capacity.children, "animals": capacity.animals,
        "night_staff": capacity.night_staff,
    }  # fmt: skip
    kinds = {"accessible": capacity.accessible, "large": capacity.size >= LARGE}
    kinds |= {name: values[capacity.place_shelter] for name, values in by_shelter.items()}
    said = [words_ for name, has in kinds.items() if has[index] and (words_ := _scarce(name, _count(free & has)))]
    region = by_area(capacity.area_of(index)).region
    of_region = np.array([by_area(capacity.area_of(n)).region == region for n in range(len(free))], dtype=bool)
    if _count(free & of_region) == 1:
        said.insert(0, _("la dernière place libre en région %(region)s") % {"region": region})
    return _("C’est %(kinds)s.") % {"kinds": words.join_words(said[:SAID_AT_MOST])} if said else ""


def _count(flags: Bools) -> int:
    return int(np.count_nonzero(flags))


def _scarce(name: str, count: int) -> str:
    if count <= 1:
        return str(LAST[name])
    return str(AMONG_TWO[name]) if count <= FEW else ""


def price_words(table: Table, place: str) -> str:
    """What the joint assignment loses if she takes this place; empty where she is not placed with the others."""
    seeker = table.seekers[0]
    if len(table.seekers) < 2 or not seeker.joined:
        return ""
    try:
        price = engine.price(table.rankings, seeker.id, place, seconds=SECONDS)
    except engine.BadProblem:
        return ""
    names = names_of(table.seekers)
    lost = [names[other] for other in price.lost]
    if not lost:
        return _("Tout bien réparti, personne d’autre n’y perd sa place.")
    return _("Même tout bien réparti, il n’y aurait plus de place pour %(names)s.") % {"names": _among(lost)}


def _among(names: Iterable[str]) -> str:
    return words.join_words(names, _("ni"))
