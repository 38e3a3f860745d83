"""The search page in words: what was counted, which places fit and why, which do not, and what would change that."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from havre.common import parts, words
from havre.directory.wording import PLACE_KINDS
from havre.geo.departments import by_area
from havre.placements import engine
from havre.placements.capacity import Network
from havre.placements.engine import result as engine_result
from havre.placements.problem import Seeker, Table
from havre.placements.search_map import draw
from havre.placements.search_words import (
    bare,
    counted,
    household,
    keeps,
    language,
    names_of,
    nearest_only,
    number,
    reason_words,
    silent,
)
from havre.placements.tries import Try, tried

SHOWN, SHOWN_ALL = 5, 60
EXCLUDED_SHOWN = 7
NAMES_SHOWN = 3
INCOMPATIBLE = ("same_network", "conflict")

CHIPS = {
    "paused": gettext_lazy("en pause"),
    "blocked": gettext_lazy("bloquée"),
    "not_free": gettext_lazy("pas libre"),
    "too_small": gettext_lazy("trop petite"),
    "gender_not_accepted": gettext_lazy("n’accueille pas"),
    "children_not_accepted": gettext_lazy("sans enfant"),
    "pregnancy_not_accepted": gettext_lazy("sans grossesse"),
    "animals_not_accepted": gettext_lazy("sans animal"),
    "not_accessible": gettext_lazy("pas accessible"),
    "no_night_staff": gettext_lazy("sans veille de nuit"),
    "too_near": gettext_lazy("trop près"),
    "area_avoided": gettext_lazy("département à éviter"),
    "overseas_not_wanted": gettext_lazy("outre-mer"),
    "same_network": gettext_lazy("même réseau"),
    "conflict": gettext_lazy("quelqu’un à ne pas croiser"),
    "incompatible": gettext_lazy("incompatible"),
}

WHO_DECIDES = {
    "horizon_days": gettext_lazy("à voir avec elle et avec qui veille sur elle"),
    "min_km": gettext_lazy("décision à deux personnes, avec un motif"),
    "needs_accessible": gettext_lazy("à voir avec elle"),
    "needs_night_staff": gettext_lazy("à voir avec elle et la psychologue"),
    "animals": gettext_lazy("à voir avec elle"),
    "accepts_overseas": gettext_lazy("à demander, sans insister"),
    "avoid_areas": gettext_lazy("à voir avec elle : c’est son souhait"),
}


@dataclass(frozen=True)
class Row:
    """A place on the page, with what its buttons send: ``lock`` names her and the place for the joint view. ``near``: only
    an exception to the distance opens it."""

    part: parts.Place
    place: str
    shelter: str
    lock: str
    near: bool = False


@dataclass(frozen=True)
class Change:
    """A change that would open places: what, who decides, the address that tries it."""

    text: str
    who: str
    opens: str
    query: str


@dataclass(frozen=True)
class Looking:
    """What the page shows for one person. ``knows_all``: the reader is the coordinator of the case."""

    table: Table
    at: datetime
    knows_all: bool
    change: Try | None = None
    all_excluded: bool = False
    all_places: bool = False
    granted: frozenset[str] = frozenset()
    """Places that an exception in force opens to her."""

    @property
    def seeker(self) -> Seeker:
        return self.table.seekers[0]

    @property
    def network(self) -> Network:
        return self.table.network

    @cached_property
    def ranking(self) -> engine.Ranking:
        if self.change is None:
            return self.table.rankings[0]
        request, policy = tried(self.seeker.request, self.table.policy, self.change)
        return self.table.rank(request, policy)

    @property
    def fitting(self) -> int:
        return len(self.ranking.fitting)

    @property
    def title(self) -> str:
        name = self.seeker.person.pseudonym
        if self.ranking.refusals:
            return _("La recherche ne peut pas se faire pour %(name)s.") % {"name": name}
        if self.fitting == 0:
            return _("Aucune place ne convient à %(name)s aujourd’hui.") % {"name": name}
        if self.fitting == 1:
            return _("Une place convient à %(name)s.") % {"name": name}
        return _("%(count)s places conviennent à %(name)s.") % {"count": number(self.fitting), "name": name}

    @property
    def subtitle(self) -> list[str]:
        search = self.ranking.search
        last = date.fromordinal(search.last_day)
        return [
            household(self.seeker),
            _("au moins %(km)s") % {"km": words.km(search.min_km)},
            _("arrivée avant le %(day)s") % {"day": words.day(last)},
            ngettext("cherché à %(hour)s parmi %(total)s place", "cherché à %(hour)s parmi %(total)s places",
                     len(search.capacity)) % {"hour": words.hour(self.at), "total": len(search.capacity)},
        ]  # fmt: skip

    @cached_property
    def refusals(self) -> list[str]:
        return engine_result.refusals(self.ranking, language())

    @property
    def without_zone(self) -> bool:
        return not self.seeker.request.danger_zones

    @cached_property
    def rows(self) -> list[Row]:
        found = engine_result.candidates(self.ranking, top=SHOWN_ALL if self.all_places else SHOWN, lang=language())
        return [self._row(rank, one) for rank, one in enumerate(found, 1)]

    @property
    def more(self) -> int:
        return self.fitting - len(self.rows)

    def _row(self, rank: int, one: dict[str, Any]) -> Row:
        index = self.network.capacity.place_index[one["place"]]
        area = self.network.capacity.area_of(index)
        where = by_area(area).name
        if one["km"] is not None:
            where = _("%(area)s, à %(km)s") % {"area": where, "km": words.km(one["km"])}
        free, fresh = self._free(one["place"], one["to_call"])
        part = parts.Place(
            rank=rank, code=self.network.code(one["place"]), where=where, free=free, fresh=fresh,
            about=self._about(one["place"], index), reasons=self._reasons(one, index), cost=self._cost(one["place"]),
        )  # fmt: skip
        lock = f"{self.seeker.id}:{one['place']}"
        return Row(part, one["place"], one["shelter"], lock, near=self._is_near(one["place"], index))

    def _is_near(self, place_id: str, index: int) -> bool:
        return "too_near" in self.table.rankings[0].codes(index) and place_id not in self.granted

    def _free(self, place_id: str, to_call: bool) -> tuple[str, bool]:
        """How sure it is that the place is free, in words, and whether it can be counted on."""
        _shelter, place = self.network.by_place[place_id]
        busy = self.network.housing.busy.get(uuid.UUID(place_id))
        if busy is not None and busy.until is not None:
            text = _("retenue jusqu’au %(day)s") if busy.kind == "held" else _("occupée jusqu’au %(day)s")
            return text % {"day": words.day(busy.until)}, False
        if place.confirmed_on is None:
            return _("à appeler : jamais confirmée"), False
        said = {"when": words.ago(place.confirmed_on)}
        return (_("à appeler : confirmée %(when)s") if to_call else _("libre, confirmée %(when)s")) % said, not to_call

    def _about(self, place_id: str, index: int) -> str:
        _shelter, place = self.network.by_place[place_id]
        size = int(self.network.capacity.size[index])
        kind = PLACE_KINDS[place.kind]
        text = ngettext("%(kind)s pour une personne", "%(kind)s pour %(size)s", size) % {"kind": kind, "size": size}
        free_on = int(self.network.capacity.free_on[index])
        if free_on > self.network.on.toordinal():
            text = _("%(place)s, dès le %(day)s") % {"place": text, "day": words.day(date.fromordinal(free_on))}
        return text

    def _reasons(self, one: dict[str, Any], index: int) -> list[parts.Reason]:
        request = self.ranking.search.request
        unsaid = silent(request)
        found = [
            parts.Reason(_kind(reason["value"]), reason_words(reason))
            for reason in one["reasons"]
            if reason["criterion"] not in unsaid and (reason["criterion"], reason["value"]) != ("rare_place", 1)
        ]
        if request.needs_night_staff:
            found.append(parts.Reason("yes", _("veille de nuit")))
        if request.needs_accessible:
            found.append(parts.Reason("yes", _("place accessible")))
        order = ("yes", "half", "no")
        return sorted(found, key=lambda reason: order.index(reason.kind))

    @cached_property
    def _names(self) -> dict[str, str]:
        return names_of(self.table.seekers)

    def _cost(self, place_id: str) -> str:
        """What taking the place costs the others who wait, the ones with least left first."""
        if len(self.table.seekers) < 2:
            return ""
        left = engine.choices_left(self.table.rankings, self.seeker.id, place_id)
        if not left:
            return _("Personne d’autre n’attend cette place.")
        said = [keeps(self._names[choice.request], choice.after) for choice in sorted(left, key=lambda c: c.after)]
        others = len(said) - NAMES_SHOWN
        if others > 0:
            rest = ngettext("%(count)s autre encore", "%(count)s autres encore", others) % {"count": others}
            said = [*said[:NAMES_SHOWN], rest]
        text = _("Si %(name)s prend cette place, %(others)s.")
        return text % {"name": self.seeker.person.pseudonym, "others": words.join_words(said)}

    @cached_property
    def excluded(self) -> list[parts.Excluded]:
        order = self.network.in_order_of_codes(self.ranking.excluded)
        shown = order if self.all_excluded else order[:EXCLUDED_SHOWN]
        return [self._excluded(position) for position in shown.tolist()]

    def _excluded(self, position: int) -> parts.Excluded:
        [found] = engine_result.excluded(self.ranking, start=position, stop=position + 1, lang=language())
        reasons = [self._why_not(reason) for reason in nearest_only(found["reasons"])]
        where = by_area(self.network.capacity.area_of(int(self.ranking.excluded[position]))).name
        return parts.Excluded(self.network.code(found["place"]), where, list(dict.fromkeys(reasons)))

    def _why_not(self, reason: Mapping[str, Any]) -> str:
        """Why a place does not fit; who lives where is nobody's business but the coordinator's of the case."""
        if reason["code"] in INCOMPATIBLE and not self.knows_all:
            return _("incompatible")
        if reason["code"] == "too_near" and reason["km"] == 0:
            return _("dans une zone à éviter")
        return bare(reason["text"])

    @property
    def excluded_total(self) -> int:
        return len(self.ranking.excluded)

    @property
    def excluded_more(self) -> int:
        return self.excluded_total - len(self.excluded)

    @property
    def chips(self) -> list[tuple[str, int]]:
        """How many places each reason excludes, the most frequent first."""
        counts = self.ranking.counts()
        if not self.knows_all:
            kept_away = self._incompatible()
            counts = {code: n for code, n in counts.items() if code not in INCOMPATIBLE}
            if kept_away:
                counts["incompatible"] = kept_away
        return [(str(CHIPS[code]), n) for code, n in sorted(counts.items(), key=lambda item: -item[1])]

    def _incompatible(self) -> int:
        return self.ranking.count_any(INCOMPATIBLE)

    @cached_property
    def changes(self) -> list[Change]:
        return [self._change(found) for found in engine_result.relaxations(self.ranking, language())]

    def _change(self, found: dict[str, Any]) -> Change:
        [(key, value)] = found["change"].items()
        if key == "avoid_areas":
            value = self.seeker.request.avoid_areas.index(value)
        opens = ngettext("ouvre %(count)s place", "ouvre %(count)s places", len(found["opens"]))
        text = found["text"].rpartition(":")[0].strip()
        return Change(text, str(WHO_DECIDES[key]), opens % {"count": len(found["opens"])}, Try(key, value).text)

    @property
    def facts(self) -> list[tuple[str, str]]:
        return counted(self.seeker, self.ranking)

    @cached_property
    def map(self) -> parts.Map:
        capacity, ranks = self.network.capacity, dict[str, int]()
        for row in self.rows:
            ranks.setdefault(capacity.area_of(capacity.place_index[row.place]), row.part.rank)
        return draw(self.ranking, capacity, ranks)


def _kind(value: float) -> Any:
    return "yes" if value == 1 else "no" if value == 0 else "half"
