"""A person in a few words, for pages of upper rooms: never a name, a country or the form of exploitation."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.common.dataclass_json import from_json
from havre.common.words import join_words
from havre.countries.fr.network import SERVICES
from havre.countries.fr.people import language_name
from havre.geo.departments import INDEX, by_area
from havre.people.models import Person
from havre.people.profiles import Member, Profile


def profile_of(person: Person) -> Profile:
    return from_json(Profile, person.unseal("profile"))


def household_words(profile: Profile) -> str:
    """«1 adulte, 2 enfants (4 et 7 ans), enceinte»."""
    words = []
    if profile.adults:
        words.append(ngettext("%(n)s adulte", "%(n)s adultes", profile.adults) % {"n": profile.adults})
    children = [m for m in profile.household if m.age is not None and m.age < 18]
    if children:
        words.append(_children(children))
    if profile.pregnant:
        words.append(_("enceinte"))
    if profile.animals:
        words.append(_("un animal"))
    return ", ".join(words)


def _children(children: list[Member]) -> str:
    count = ngettext("%(n)s enfant", "%(n)s enfants", len(children)) % {"n": len(children)}
    ages = sorted(child.age for child in children if child.age is not None)
    told = join_words(ages)
    years = ngettext("%(ages)s an", "%(ages)s ans", max(ages)) % {"ages": told}
    return f"{count} ({years})"


def area_words(areas: Iterable[str]) -> str:
    return join_words(by_area(area).name for area in areas if area in INDEX)


def needs_words(profile: Profile, lang: str = "fr") -> str:
    needs = [SERVICES.label(code, lang) for code in profile.needs.services if code in SERVICES]
    if profile.needs.night_staff:
        needs.append(_("quelqu’un la nuit"))
    if profile.needs.accessible:
        needs.append(_("un logement accessible"))
    return "\u00a0; ".join(filter(None, [", ".join(needs), profile.needs.note]))


def wish_words(profile: Profile) -> str:
    wishes = profile.wishes
    parts = []
    if wishes.prefer_areas:
        parts.append(_("plutôt %(areas)s") % {"areas": area_words(wishes.prefer_areas)})
    if wishes.avoid_areas:
        parts.append(_("pas %(areas)s") % {"areas": area_words(wishes.avoid_areas)})
    if wishes.accepts_overseas:
        parts.append(_("l’outre-mer aussi"))
    return "\u00a0; ".join(filter(None, [", ".join(parts), wishes.note]))


def profile_facts(person: Person, lang: str = "fr") -> list[tuple[str, str]]:
    """«De quoi tenir compte», as (label, value) pairs; what nobody said is left out."""
    profile = profile_of(person)
    facts = [
        (_("Foyer"), household_words(profile)),
        (_("Âge"), _("incertain : présumée mineure") if profile.age_in_doubt else ""),
        (_("Langues"), join_words(language_name(code, lang) for code in profile.languages)),
        (_("Besoins"), needs_words(profile, lang)),
        (_("Souhaits"), wish_words(profile)),
    ]
    return [(label, value) for label, value in facts if value]
