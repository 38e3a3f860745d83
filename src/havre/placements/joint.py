"""All who wait before all places: the best for all together, and what a kept pair costs the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.assessments.models import RiskLevel
from havre.common import words
from havre.geo.departments import by_area
from havre.placements import engine
from havre.placements.engine.assign import check_locks
from havre.placements.problem import Seeker, Table
from havre.placements.search_words import names_of, number

SECONDS = 2.0
"""How long the proof may take; the best found so far is shown past it."""

WHY_NOT = {
    "refused": gettext_lazy("la recherche ne peut pas se faire : relisez sa situation"),
    "exploratory": gettext_lazy("n’a pas encore donné son accord pour rejoindre le réseau"),
    "no_candidate": gettext_lazy("aucune place ne convient aujourd’hui"),
    "outbid": gettext_lazy("ses places vont à plus pressant"),
}
_ORDER = ("very_high", "high", "medium", "low", "")


def read_locks(sent: Iterable[str]) -> list[engine.Lock]:
    """Pairs sent as ``person:place``; anything else is left aside, as is a person or a place sent twice."""
    found: list[engine.Lock] = []
    for text in sent:
        request, sign, place = text.partition(":")
        if sign and all(request != lock.request and place != lock.place for lock in found):
            found.append(engine.Lock(request, place))
    return found


@dataclass(frozen=True)
class Line:
    """One who waits, with the place that would be hers, or why there is none."""

    seeker: Seeker
    level: str
    fitting: int
    place: str = ""
    where: str = ""
    km: str = ""
    why_not: str = ""
    lock: str = ""
    locked: bool = False

    @property
    def day(self) -> int:
        """Which day of the wait it is; 1 is the day of the call."""
        return words.days_since(self.seeker.waiting_since) + 1


@dataclass(frozen=True)
class Joint:
    """The joint view. Locks that cannot be (any more) are said and left out."""

    table: Table
    asked: Sequence[engine.Lock]
    at: datetime

    @cached_property
    def locks(self) -> list[engine.Lock]:
        kept: list[engine.Lock] = []
        for lock in self.asked:
            if self._can_be([*kept, lock]):
                kept.append(lock)
        return kept

    def _can_be(self, locks: Sequence[engine.Lock]) -> bool:
        people = {seeker.id for seeker in self.table.seekers}
        if any(
            lock.request not in people or lock.place not in self.table.network.capacity.place_index for lock in locks
        ):
            return False
        try:
            check_locks(self.table.rankings, locks)
        except engine.BadProblem:
            return False
        return True

    @property
    def dropped(self) -> int:
        return len(self.asked) - len(self.locks)

    @cached_property
    def best(self) -> engine.Assignment:
        return engine.assign(self.table.rankings, locked=self.locks, seconds=SECONDS)

    @cached_property
    def lost(self) -> list[str]:
        """Pseudonyms of those who would have a place without the kept pairs."""
        if not self.locks:
            return []
        without = engine.assign(self.table.rankings, seconds=SECONDS)
        placed = {request for request, _place in self.best.pairs}
        names = names_of(self.table.seekers)
        return [names[request] for request, _place in without.pairs if request not in placed]

    @property
    def title(self) -> str:
        waiting, placed = len(self.table.seekers), len(self.best.pairs)
        if not waiting:
            return _("Personne n’attend de place.")
        if placed == waiting:
            return _("Chaque personne qui attend peut avoir une place.")
        if placed == 0:
            return _("Aucune place ne peut être donnée aujourd’hui.")
        count = _("Une") if placed == 1 else number(placed)
        return _("%(count)s des %(waiting)s personnes qui attendent peuvent avoir une place.") % {
            "count": count, "waiting": waiting,
        }  # fmt: skip

    @property
    def lost_words(self) -> str:
        return words.join_words(self.lost)

    @cached_property
    def lines(self) -> list[Line]:
        given, missing = dict(self.best.pairs), dict(self.best.unplaced)
        locked = {lock.request for lock in self.locks}
        lines = [
            self._line(seeker, ranking, given.get(seeker.id), missing.get(seeker.id, ""), seeker.id in locked)
            for seeker, ranking in zip(self.table.seekers, self.table.rankings, strict=True)
        ]
        return sorted(lines, key=lambda line: (_ORDER.index(line.seeker.level), line.seeker.waiting_since))

    def _line(self, seeker: Seeker, ranking: engine.Ranking, place: str | None, why: str, locked: bool) -> Line:
        level = str(RiskLevel(seeker.level).label) if seeker.level else _("à fixer")
        fitting = len(ranking.candidates)
        if place is None:
            return Line(seeker, level, fitting, why_not=str(WHY_NOT[why]))
        index = self.table.network.capacity.place_index[place]
        km = ranking.km(index)
        return Line(
            seeker, level, fitting, place=self.table.network.code(place),
            where=by_area(self.table.network.capacity.area_of(index)).name, km=words.km(km) if km is not None else "",
            lock=f"{seeker.id}:{place}", locked=locked,
        )  # fmt: skip
