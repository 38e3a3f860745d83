"""Words of this room that pages share: a household, the time a hold has left."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from havre.common import words
from havre.countries.fr.network import REFUSALS_TO_HEAD, SERVICES, SHELTER_REFUSALS
from havre.countries.fr.people import GENDERS, language_name
from havre.placements.content import Companion, ForShelter, ShelterNeeds


def language() -> str:
    return get_language() or "fr"


def household(told: ForShelter | list[Companion]) -> str:
    """«Une personne adulte et un enfant»."""
    people = told.household if isinstance(told, ForShelter) else told
    children = sum(one.is_child for one in people)
    adults = len(people) - children
    parts = (
        [ngettext("Une personne adulte", "%(count)s personnes adultes", adults) % {"count": adults}] if adults else []
    )
    if children:
        parts.append(ngettext("un enfant", "%(count)s enfants", children) % {"count": children})
    return words.join_words(parts)


def companion(one: Companion) -> str:
    """«femme, 24 ans»; for a child the age alone says enough."""
    age = (
        ngettext("%(years)s an", "%(years)s ans", one.age) % {"years": one.age}
        if one.age is not None
        else _("âge inconnu")
    )
    if one.is_child:
        return age
    return f"{GENDERS.label(one.gender, language()).lower()}, {age}"


def languages(codes: list[str]) -> str:
    return words.join_words(language_name(code, language()) for code in codes)


def needs(found: ShelterNeeds) -> str:
    """What the house must offer, in words; empty when nothing was said."""
    said = [
        (found.night_staff, _("veille de nuit")),
        (found.accessible, _("accessible en fauteuil")),
        (found.pregnant, _("grossesse")),
        (found.animals, _("un animal")),
    ]
    services = [SERVICES.label(code, language()) for code in found.services if code in SERVICES]
    return words.join_words([word for holds, word in said if holds] + services)


def refusal(code: str) -> str:
    for reasons in (SHELTER_REFUSALS, REFUSALS_TO_HEAD):
        if code in reasons:
            return reasons.label(code, language())
    return code


def left(until: datetime | None, at: datetime) -> str:
    """«encore 57 h», «n’est plus retenue»."""
    if until is None:
        return ""
    if until <= at:
        return _("n’est plus retenue depuis %(span)s") % {"span": words.span(at - until)}
    return _("encore %(span)s") % {"span": words.span(until - at)}
