"""Coarse classes for the anonymous facts of a year (law 8): never a date, a place, a reference, a country."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils import timezone

from havre.countries.fr.trafficking import reporting_purpose
from havre.people.profiles import Profile
from havre.referrals.models import Referral

_AGES = ((18, "0-17"), (24, "18-23"), (31, "24-30"), (39, "31-38"), (48, "39-47"))
_WAITS = ((4, "0-3"), (8, "4-7"), (15, "8-14"), (31, "15-30"))


def year(at: datetime) -> int:
    return timezone.localtime(at).year


def age_band(age: int | None) -> str:
    if age is None:
        return "unknown"
    return next((band for limit, band in _AGES if age < limit), "48+")


def wait_band(person_id: uuid.UUID, at: datetime) -> str:
    """Days from the referral to the door, in classes."""
    received_at = Referral.objects.filter(person_id=person_id).values_list("received_at", flat=True).first()
    if received_at is None:
        return "unknown"
    days = (at - received_at).days
    return next((band for limit, band in _WAITS if days < limit), "31+")


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
