"""Coarse classes for the anonymous facts of a year (law 8): never a date, a place, a reference, a country."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from havre.assessments.models import Assessment
from havre.assessments.operations.common import trafficking_of
from havre.countries.fr.network import NEEDS
from havre.countries.fr.people import OFTEN_SPOKEN
from havre.countries.fr.trafficking import CONTROL, reporting_purpose
from havre.people.profiles import Profile
from havre.record import facts
from havre.referrals.models import Referral

_AGES = ((18, "0-17"), (24, "18-23"), (31, "24-30"), (39, "31-38"), (48, "39-47"))
_MEN = {"Masculine", "TransgenderMasculine"}
LARGE = 4
"""From so many on, few places are large enough for a household."""
_SINGLE_DAYS = 14
_WAITS = ((31, "15-30"), (61, "31-60"))
_OBSTACLES = (
    ("household", {"too_small", "gender_not_accepted", "children_not_accepted", "pregnancy_not_accepted", "animals_not_accepted"}),
    ("care", {"not_accessible", "no_night_staff"}),
    ("distance", {"too_near", "area_avoided", "overseas_not_wanted"}),
    ("free", {"not_free", "paused", "blocked"}),
)  # fmt: skip
"""What stands in the way, and the rules of the engine that say so. An incompatible house counts as ``several``."""


def age_band(age: int | None) -> str:
    if age is None:
        return "unknown"
    return next((band for limit, band in _AGES if age < limit), "48+")


def wait_days(person_id: uuid.UUID, at: datetime) -> str:
    """Days from the referral to the door: single ones up to 14, fine enough for a median, then classes."""
    received_at = Referral.objects.filter(person_id=person_id).values_list("received_at", flat=True).first()
    if received_at is None:
        return "unknown"
    days = max(0, (at - received_at).days)
    if days <= _SINGLE_DAYS:
        return str(days)
    return next((band for limit, band in _WAITS if days < limit), "61+")


def means_of(person_id: uuid.UUID) -> list[str]:
    """The means of control that her assessment names, each once; each is published as a fact of its own."""
    assessment = Assessment.objects.filter(person_id=person_id).first()
    named = set(trafficking_of(assessment).means) if assessment else set()
    return [code for code in CONTROL if code in named]


def obstacle(candidates: int, excluded: Mapping[str, Sequence[str]]) -> str:
    """What stood in the way of a place, from the rules against each: the group of rules that alone closes the most.

    ``none`` where places did fit and were refused or lost; ``several`` where no single group closes any.
    """
    if candidates:
        return "none"
    alone = {name: sum(set(rules) <= codes for rules in excluded.values()) for name, codes in _OBSTACLES}
    found = max(alone, key=lambda name: alone[name])
    return found if alone[found] else "several"


def needs_of(profile: Profile) -> list[str]:
    """What her household needs of a place, as codes of ``NEEDS``, each once. Her languages, where she speaks no French;
    those that are rarely spoken are one class."""
    wants = {
        "accessible": profile.needs.accessible,
        "night_staff": profile.needs.night_staff,
        "children": profile.children > 0,
        "pregnant": profile.pregnant,
        "animals": profile.animals,
        "men": any(one.gender in _MEN and (one.age is None or one.age >= 18) for one in profile.household),
        "large": len(profile.household) >= LARGE,
    }
    spoken = [] if "fr" in profile.languages else profile.languages
    languages = {f"speaks_{code if code in OFTEN_SPOKEN else 'other'}" for code in spoken}
    return [code for code in NEEDS if wants.get(code) or code in languages]


def count_unplaced(profile: Profile, found: int, excluded: Mapping[str, Sequence[str]], at: datetime) -> None:
    """A fact for what stood in the way and one for each need, so that no row joins them."""
    year = facts.year_of(at)
    facts.publish("unplaced", year=year, obstacle=obstacle(found, excluded))
    for need in needs_of(profile):
        facts.publish("unmet", year=year, need=need)


def describe(profile: Profile) -> dict[str, str | bool]:
    """Gender, age and exploitation in classes, whether children come along or one is awaited."""
    first = profile.household[0] if profile.household else None
    purposes = {reporting_purpose(code) for code in profile.exploitation}
    return {
        "gender": first.gender if first else "NonSpecifiedUnknown",
        "age": age_band(first.age if first else None),
        "purpose": purposes.pop() if len(purposes) == 1 else ("several" if purposes else "unknown"),
        "with_children": profile.children > 0,
        "pregnant": profile.pregnant,
    }


def count_admission(person_id: uuid.UUID, profile: Profile, began_at: datetime) -> None:
    """Facts apart for who she is, for how long she waited and for each means, so that no row joins them."""
    year = facts.year_of(began_at)
    facts.publish("admission", year=year, **describe(profile))
    facts.publish("wait", year=year, days=wait_days(person_id, began_at))
    for means in means_of(person_id):
        facts.publish("means", year=year, means=means)
