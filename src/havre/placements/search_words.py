"""The words of a search: whom it is for, what it takes into account, why a place fits or does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from havre.common import words
from havre.countries.fr.network import SERVICES
from havre.countries.fr.people import language_name
from havre.countries.fr.policy import RISK
from havre.geo import towns
from havre.geo.departments import by_area
from havre.placements import engine
from havre.placements.problem import Seeker

NUMBERS = (
    gettext_lazy("Deux"), gettext_lazy("Trois"), gettext_lazy("Quatre"), gettext_lazy("Cinq"), gettext_lazy("Six"), gettext_lazy("Sept"), gettext_lazy("Huit"), gettext_lazy("Neuf"),
    gettext_lazy("Dix"), gettext_lazy("Onze"), gettext_lazy("Douze"),
)  # fmt: skip


def language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def bare(text: str) -> str:
    """A sentence as one part of a list: no full stop, no capital."""
    short = text.rstrip(".")
    return short if short[:2].isalpha() and short[:2].isupper() else short[:1].lower() + short[1:]


def number(count: int) -> str:
    """``Deux`` to ``Douze``, then figures."""
    return str(NUMBERS[count - 2]) if 2 <= count <= len(NUMBERS) + 1 else str(count)


def names_of(seekers: Sequence[Seeker]) -> dict[str, str]:
    """Pseudonyms by request; those who share one are told apart by their reference."""
    shared = Counter(seeker.person.pseudonym for seeker in seekers)
    return {
        seeker.id: seeker.person.pseudonym
        if shared[seeker.person.pseudonym] == 1
        else f"{seeker.person.pseudonym} ({seeker.person.reference})"
        for seeker in seekers
    }


def silent(request: engine.Request) -> set[str]:
    """Criteria that say nothing here: nothing was wanted, or the sentence would name what she lived through."""
    silent = {"expertise"} if not request.exploitation else set()
    return (
        silent
        | ({"services"} if not request.wants_services else set())
        | ({"wishes"} if not request.prefer_areas else set())
        | ({"languages"} if not request.languages else set())
        | ({"margin"} if not request.danger_zones else set())
    )


def nearest_only(reasons: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of several zones that are too near, the nearest says it all."""
    near = [reason for reason in reasons if reason["code"] == "too_near"]
    nearest = min(near, key=lambda reason: (reason["km"], reason["zone"]), default=None)
    return [reason for reason in reasons if reason["code"] != "too_near" or reason is nearest]


def reason_words(reason: Mapping[str, Any]) -> str:
    if reason["criterion"] == "expertise":
        if reason["value"] == 0:
            return _("équipe sans expérience de situations comme la sienne")
        return _("équipe qui connaît des situations comme la sienne")
    return bare(reason["text"])


def keeps(name: str, after: int) -> str:
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
        (_("Avant"), words.day(date.fromordinal(search.last_day))),
        (_("Lits"), f"{len(request.persons)} ({household(seeker)})"),
        (_("Exige"), ", ".join(words_ for words_, needed in needs.items() if needed)),
        (_("Évite"), area_names(request.avoid_areas)),
        (_("Préfère"), area_names(request.prefer_areas)),
        (_("Langues"), ", ".join(language_name(code, language()) for code in request.languages)),
        (_("Souhaite"), ", ".join(wanted)),
        (_("Outre-mer"), _("accepté") if request.accepts_overseas else _("non souhaité")),
        (_("Accord"), _("donné") if seeker.joined else _("pas encore : recherche exploratoire")),
    ]
    return [(label, text) for label, text in lines if text]


def area_names(areas: Iterable[str]) -> str:
    return ", ".join(by_area(area).name for area in areas)
