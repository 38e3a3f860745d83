"""The search page in words: what was counted, which places fit and why, which do not, and what would change that."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from havre.common import parts, words
from havre.countries.fr.network import SERVICES
from havre.countries.fr.people import language_name
from havre.countries.fr.policy import RISK
from havre.geo import maps, towns
from havre.geo.departments import AREAS, by_area
from havre.placements import engine
from havre.placements.capacity import Network
from havre.placements.engine import result as engine_result
from havre.placements.problem import Seeker, Table

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

NUMBERS = (
    gettext_lazy("Deux"), gettext_lazy("Trois"), gettext_lazy("Quatre"), gettext_lazy("Cinq"), gettext_lazy("Six"), gettext_lazy("Sept"), gettext_lazy("Huit"), gettext_lazy("Neuf"),
    gettext_lazy("Dix"), gettext_lazy("Onze"), gettext_lazy("Douze"),
)  # fmt: skip

WHO_DECIDES = {
    "horizon_days": gettext_lazy("à voir avec elle et avec qui veille sur elle"),
    "min_km": gettext_lazy("décision à deux personnes, avec un motif"),
    "needs_accessible": gettext_lazy("à voir avec elle"),
    "needs_night_staff": gettext_lazy("à voir avec elle et la psychologue"),
    "animals": gettext_lazy("à voir avec elle"),
    "accepts_overseas": gettext_lazy("à demander, sans insister"),
    "avoid_areas": gettext_lazy("à voir avec elle : c’est son souhait"),
}


def language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def bare(text: str) -> str:
    """A sentence as one part of a list: no full stop, no capital."""
    short = text.rstrip(".")
    return short if short[:2].isalpha() and short[:2].isupper() else short[:1].lower() + short[1:]


def number(count: int) -> str:
    """``Deux`` to ``Douze``, then figures."""
    return str(NUMBERS[count - 2]) if 2 <= count <= len(NUMBERS) + 1 else str(count)


@dataclass(frozen=True)
class Try:
    """One change to the search, to see what it opens; nothing is written."""

    key: str
    value: int | bool | str

    @property
    def text(self) -> str:
        """As it stands in an address: a wish of hers by its number, so that no département is in it."""
        return f"{self.key}:{int(self.value) if isinstance(self.value, bool) else self.value}"


def read_try(text: str, seeker: Seeker) -> Try | None:
    """The change that an address asks for; ``None`` for anything that is none."""
    key, _sign, value = text.partition(":")
    if not value.isascii() or not value.isdecimal() or len(value) > 5:
        return None
    figure = int(value)
    if key in ("horizon_days", "min_km"):
        return Try(key, figure)
    if key in ("needs_accessible", "needs_night_staff", "animals"):
        return Try(key, False)
    if key == "accepts_overseas":
        return Try(key, True)
    if key == "avoid_areas" and figure < len(seeker.request.avoid_areas):
        return Try(key, seeker.request.avoid_areas[figure])
    return None


def tried(request: engine.Request, policy: engine.Policy, change: Try) -> tuple[engine.Request, engine.Policy]:
    """The same request, or the same policy, with one change."""
    if change.key == "horizon_days":
        return request, replace(policy, horizon_days=int(change.value))
    if change.key == "min_km":
        return request, replace(policy, min_km={**policy.min_km, request.risk: int(change.value)})
    if change.key == "avoid_areas":
        return replace(request, avoid_areas=tuple(a for a in request.avoid_areas if a != change.value)), policy
    return replace(request, **{change.key: change.value}), policy  # type: ignore[arg-type]


@dataclass(frozen=True)
class Row:
    """A place on the page, with what its buttons send. ``near``: only an exception to the distance opens it."""

    part: parts.Place
    place: str
    shelter: str
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
        return len(self.ranking.candidates)

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

    @property
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
        return Row(part, one["place"], one["shelter"], self._is_near(one["place"], index))

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
        kind = _("appartement") if place.kind == "flat" else _("chambre")
        text = ngettext("%(kind)s pour une personne", "%(kind)s pour %(size)s", size) % {"kind": kind, "size": size}
        free_on = int(self.network.capacity.free_on[index])
        if free_on > self.network.on.toordinal():
            text = _("%(place)s, dès le %(day)s") % {"place": text, "day": words.day(date.fromordinal(free_on))}
        return text

    def _reasons(self, one: dict[str, Any], index: int) -> list[parts.Reason]:
        request = self.ranking.search.request
        silent = _silent(request)
        found = [
            parts.Reason(_kind(reason["value"]), _reason_words(reason))
            for reason in one["reasons"]
            if reason["criterion"] not in silent and (reason["criterion"], reason["value"]) != ("rare_place", 1)
        ]
        if request.needs_night_staff:
            found.append(parts.Reason("yes", _("veille de nuit")))
        if request.needs_accessible:
            found.append(parts.Reason("yes", _("place accessible")))
        order = ("yes", "half", "no")
        return sorted(found, key=lambda reason: order.index(reason.kind))

    def _cost(self, place_id: str) -> str:
        """What taking the place costs the others who wait, the ones with least left first."""
        if len(self.table.seekers) < 2:
            return ""
        left = engine.choices_left(self.table.rankings, self.seeker.id, place_id)
        if not left:
            return _("Personne d’autre n’attend cette place.")
        names = names_of(self.table.seekers)
        said = [_keeps(names[choice.request], choice.after) for choice in sorted(left, key=lambda c: c.after)]
        others = len(said) - NAMES_SHOWN
        if others > 0:
            rest = ngettext("%(count)s autre encore", "%(count)s autres encore", others) % {"count": others}
            said = [*said[:NAMES_SHOWN], rest]
        text = _("Si %(name)s prend cette place, %(others)s.")
        return text % {"name": self.seeker.person.pseudonym, "others": words.join_words(said)}

    @cached_property
    def excluded(self) -> list[parts.Excluded]:
        ids = self.network.capacity.place_ids
        codes = [self.network.code(ids[index]) for index in self.ranking.excluded.tolist()]
        order = sorted(range(len(codes)), key=codes.__getitem__)
        shown = order if self.all_excluded else order[:EXCLUDED_SHOWN]
        return [self._excluded(position, codes[position]) for position in shown]

    def _excluded(self, position: int, code: str) -> parts.Excluded:
        [found] = engine_result.excluded(self.ranking, start=position, stop=position + 1, lang=language())
        reasons = [self._why_not(reason) for reason in _nearest_only(found["reasons"])]
        where = by_area(self.network.capacity.area_of(int(self.ranking.excluded[position]))).name
        return parts.Excluded(code, where, list(dict.fromkeys(reasons)))

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
        return sum(1 for n in self.ranking.excluded.tolist() if set(self.ranking.codes(n)) & set(INCOMPATIBLE))

    @property
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
        return draw(self)


def names_of(seekers: Sequence[Seeker]) -> dict[str, str]:
    """Pseudonyms by request; those who share one are told apart by their reference."""
    shared = Counter(seeker.person.pseudonym for seeker in seekers)
    return {
        seeker.id: seeker.person.pseudonym
        if shared[seeker.person.pseudonym] == 1
        else f"{seeker.person.pseudonym} ({seeker.person.reference})"
        for seeker in seekers
    }


def _silent(request: engine.Request) -> set[str]:
    """Criteria that say nothing here: nothing was wanted, or the sentence would name what she lived through."""
    silent = {"expertise"} if not request.exploitation else set()
    return (
        silent
        | ({"services"} if not request.wants_services else set())
        | ({"wishes"} if not request.prefer_areas else set())
        | ({"languages"} if not request.languages else set())
        | ({"margin"} if not request.danger_zones else set())
    )


def _nearest_only(reasons: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of several zones that are too near, the nearest says it all."""
    near = [reason for reason in reasons if reason["code"] == "too_near"]
    nearest = min(near, key=lambda reason: (reason["km"], reason["zone"]), default=None)
    return [reason for reason in reasons if reason["code"] != "too_near" or reason is nearest]


def _reason_words(reason: Mapping[str, Any]) -> str:
    if reason["criterion"] == "expertise":
        if reason["value"] == 0:
            return _("équipe sans expérience de situations comme la sienne")
        return _("équipe qui connaît des situations comme la sienne")
    return bare(reason["text"])


def _kind(value: float) -> Any:
    return "yes" if value == 1 else "no" if value == 0 else "half"


def _keeps(name: str, after: int) -> str:
    if after == 0:
        return _("%(name)s n’en a plus") % {"name": name}
    return _("%(name)s en garde %(count)s") % {"name": name, "count": number(after).lower() if after > 1 else _("une")}


def household(seeker: Seeker) -> str:
    """``1 adulte, 2 enfants``."""
    persons = seeker.request.persons
    adults = sum(1 for person in persons if person.adult)
    children = len(persons) - adults
    said = [ngettext("%(count)s adulte", "%(count)s adultes", adults) % {"count": adults}] if adults else []
    if children:
        said.append(ngettext("%(count)s enfant", "%(count)s enfants", children) % {"count": children})
    return ", ".join(said)


def zone_words(zone: engine.AreaZone | engine.TownZone | engine.PointZone) -> str:
    """``Alpes-Maritimes``, ``Nice et 30 km autour``."""
    if isinstance(zone, engine.AreaZone):
        return by_area(zone.area).name
    where = towns.by_insee(zone.town).name if isinstance(zone, engine.TownZone) else _("un point sur la carte")
    if not zone.radius_km:
        return where
    return _("%(place)s et %(km)s autour") % {"place": where, "km": words.km(float(zone.radius_km))}


def counted(seeker: Seeker, ranking: engine.Ranking) -> list[tuple[str, str]]:
    """What the search takes into account, as a list of label and words; empty lines are left out."""
    search, request = ranking.search, ranking.search.request
    distance = _("%(km)s au moins, risque %(level)s") % {
        "km": words.km(search.min_km), "level": RISK.label(request.risk, language()),
    }  # fmt: skip
    if not seeker.level:
        distance += _(" (pas encore fixé : compté au plus haut)")
    needs = {
        _("veille de nuit"): request.needs_night_staff,
        _("place accessible"): request.needs_accessible,
        _("accepte un animal"): request.animals,
        _("accepte une grossesse"): request.pregnant,
    }
    wanted = [SERVICES.label(code, language()) for code in request.wants_services]
    lines = [
        (_("Loin de"), ", ".join(zone_words(zone) for zone in request.danger_zones) or _("rien n’est noté")),
        (_("Distance"), distance),
        (_("Avant"), _("le %(day)s") % {"day": words.day(date.fromordinal(search.last_day))}),
        (_("Lits"), f"{len(request.persons)} ({household(seeker)})"),
        (_("Exige"), ", ".join(words_ for words_, needed in needs.items() if needed)),
        (_("Évite"), _names(request.avoid_areas)),
        (_("Préfère"), _names(request.prefer_areas)),
        (_("Langues"), ", ".join(language_name(code, language()) for code in request.languages)),
        (_("Souhaite"), ", ".join(wanted)),
        (_("Outre-mer"), _("accepté") if request.accepts_overseas else _("non souhaité")),
        (_("Accord"), _("donné") if seeker.joined else _("pas encore : recherche exploratoire")),
    ]
    return [(label, text) for label, text in lines if text]


def _names(areas: Iterable[str]) -> str:
    return ", ".join(by_area(area).name for area in areas)


def draw(page: Looking) -> parts.Map:
    """What to avoid, what is too near, where places fit and in which order."""
    avoid, near = _avoided(page.ranking), set()
    search = page.ranking.search
    near = {area for area, km in zip(AREAS, search.nearest_km.tolist(), strict=True) if km < search.min_km} - avoid
    capacity = page.network.capacity
    fit = {capacity.area_of(n) for n in page.ranking.candidates.tolist()}
    ranks: dict[str, int] = {}
    for row in page.rows:
        ranks.setdefault(capacity.area_of(capacity.place_index[row.place]), row.part.rank)
    kinds: dict[str, parts.Kind] = dict.fromkeys(near, "near")
    kinds |= dict.fromkeys(avoid, "danger")
    kinds |= dict.fromkeys(fit, "fit")
    return parts.Map.of(
        maps.outlines(),
        maps.VIEW_BOX,
        title=_map_title(avoid, near, ranks),
        kinds=kinds,
        ranks=ranks,
        legend=_legend(len(avoid), len(near), bool(fit)),
        captions=[(inset.x, inset.y, inset.text) for inset in maps.INSETS],
    )


def _avoided(ranking: engine.Ranking) -> set[str]:
    """Départements that a zone names or touches by its disc, and those she wishes to avoid."""
    found = set(ranking.search.request.avoid_areas)
    for zone, row in zip(ranking.search.request.danger_zones, ranking.search.zone_km, strict=True):
        if isinstance(zone, engine.AreaZone):
            found.add(zone.area)
        else:
            found |= {area for area, km in zip(AREAS, row.tolist(), strict=True) if km == 0}
    return found


def _map_title(avoid: set[str], near: set[str], ranks: Mapping[str, int]) -> str:
    said = [_("Carte des départements.")]
    if avoid:
        said.append(_("À éviter : %(names)s.") % {"names": _names(sorted(avoid))})
    if near:
        said.append(
            ngettext("Trop près : %(count)s département.", "Trop près : %(count)s départements.", len(near))
            % {"count": len(near)}
        )
    if ranks:
        fits = ", ".join(f"{rank} {by_area(area).name}" for area, rank in ranks.items())
        said.append(_("Places qui conviennent : %(names)s.") % {"names": fits})
    said.append(_("La liste donne les mêmes faits."))
    return " ".join(said)


def _legend(avoid: int, near: int, fit: bool) -> Sequence[tuple[parts.Kind, str]]:
    lines: list[tuple[parts.Kind, str]] = []
    if avoid:
        lines.append(("danger", _("à éviter (%(count)s)") % {"count": avoid}))
    if near:
        lines.append(("near", _("trop près (%(count)s)") % {"count": near}))
    if fit:
        lines.append(("fit", _("place qui convient")))
    return [*lines, ("", _("assez loin"))]
