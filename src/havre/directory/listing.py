"""The list of partners and shelters, filtered in memory: what it filters on is sealed.

No name, town or address stands here, for anybody (R14). Who may not learn where a house stands reads a region only
where at least three houses stand in it, and nothing of what is free.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from havre.accounts.models import OrganisationKind
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.countries.fr.policy import HORIZON
from havre.directory import calendar, wording
from havre.directory.models import Partner, Shelter, ShelterKind
from havre.directory.profiles import Agreement, PartnerCard, Place, ShelterProfile
from havre.vault.fields import fetch_keys

PARTNER = "partner"
LEAST_HOUSES = 3
"""A region is named to those who may not learn where a house stands only when it has as many houses (DESIGN §8)."""

SORTS = ("code", "region", "libre", "age")


@dataclass(frozen=True)
class Row:
    """One house, or one partner without a house, as one account may read it.

    ``area`` and ``free`` are empty where this account may not know. ``age`` is that of the oldest word on a place said
    free, in days.
    """

    id: uuid.UUID
    code: str
    kind: str
    organisation_kind: str
    area: str
    region: str
    agreement: Agreement
    profile: ShelterProfile | None = None
    free: int = 0
    soon: int = 0
    to_call: int = 0
    oldest: date | None = None
    is_paused: bool = False

    @property
    def where(self) -> str:
        return wording.area_name(self.area) or self.region

    @property
    def organisation_word(self) -> str:
        return str(OrganisationKind(self.organisation_kind).label)

    @property
    def accepts(self) -> list[str]:
        return wording.accepted(self.profile.accepts) if self.profile else []

    @property
    def languages(self) -> list[str]:
        return wording.language_names(self.profile.languages) if self.profile else []

    @property
    def size(self) -> int:
        return len(self.profile.places) if self.profile else 0


def may_locate(user: Any) -> bool:
    """Départements are location data: for those who keep the directory."""
    return may(user, Permission.KEEP_DIRECTORY)


def rows(user: Any, at: datetime) -> list[Row]:
    """All that this account sees, by code; the same number of statements for three houses or three hundred."""
    shelters = list(Shelter.objects.visible_to(user).select_related("organisation"))
    housing = {shelter.organisation_id for shelter in shelters}
    partners = [
        partner
        for partner in Partner.objects.visible_to(user).select_related("organisation")
        if partner.organisation_id not in housing
    ]
    fetch_keys([*shelters, *partners])
    locate, on = may_locate(user), timezone.localtime(at).date()
    taken = calendar.taken_days(at) if locate else {}
    profiles = {shelter.pk: shelter.read_profile() for shelter in shelters}
    told = told_regions(profiles[s.pk] for s in shelters if s.kind == ShelterKind.SHELTER)
    found = [_house(s, profiles[s.pk], on, taken, locate=locate, told=told) for s in shelters]
    found += [_partner(partner, partner.read_card(), locate=locate, told=told) for partner in partners]
    return sorted(found, key=lambda row: row.code)


def told_regions(profiles: Any) -> frozenset[str]:
    """Regions with enough houses to be named to those who may not learn where one stands."""
    counted = Counter(wording.region_name(profile.area) for profile in profiles)
    return frozenset(region for region, houses in counted.items() if region and houses >= LEAST_HOUSES)


def region_for(area: str, *, locate: bool, told: frozenset[str]) -> str:
    region = wording.region_name(area)
    return region if locate or region in told else ""


def _house(
    shelter: Shelter, profile: ShelterProfile, on: date, taken: calendar.Taken, *, locate: bool, told: frozenset[str]
) -> Row:
    hidden = not locate and shelter.kind == ShelterKind.RELAY
    common: dict[str, Any] = {
        "id": shelter.pk,
        "code": shelter.code,
        "kind": shelter.kind,
        "organisation_kind": shelter.organisation.kind,
        "area": profile.area if locate else "",
        "region": "" if hidden else region_for(profile.area, locate=locate, told=told),
        "agreement": profile.agreement,
        "profile": profile,
        "is_paused": profile.is_paused(on),
    }
    if not locate:
        return Row(**common)
    free = [place for place in profile.places if _is_free(place, on, taken)]
    soon = [p for p in profile.places if p not in free and _is_free(p, on + timedelta(days=HORIZON.value), taken)]
    said = [place.confirmed_on for place in free if place.confirmed_on]
    return Row(
        **common,
        free=len(free),
        soon=len(soon),
        to_call=sum(calendar.is_stale(place, on) for place in free),
        oldest=min(said, default=None),
    )


def _is_free(place: Place, day: date, taken: calendar.Taken) -> bool:
    return calendar.state_on(place, day, taken, exact=False) == calendar.FREE


def _partner(partner: Partner, card: PartnerCard, *, locate: bool, told: frozenset[str]) -> Row:
    return Row(
        id=partner.pk,
        code=partner.organisation.code,
        kind=PARTNER,
        organisation_kind=partner.organisation.kind,
        area=card.area if locate else "",
        region=region_for(card.area, locate=locate, told=told),
        agreement=card.agreement,
    )


Test = Callable[[Row, str], bool]


def _accepts(row: Row, wanted: str) -> bool:
    if row.profile is None:
        return False
    accepts = row.profile.accepts
    return wanted in accepts.genders or (wanted in ("children", "pregnant", "animals") and getattr(accepts, wanted))


_STATES: dict[str, Callable[[Row], bool]] = {
    "free": lambda row: row.free > 0 and not row.is_paused,
    "call": lambda row: row.to_call > 0 and not row.is_paused,
    "paused": lambda row: row.is_paused,
}

FILTERS: dict[str, Test] = {
    "code": lambda row, asked: row.code.casefold().startswith(asked.strip().casefold()),
    "region": lambda row, asked: row.region == asked,
    "area": lambda row, asked: row.area == asked,
    "kind": lambda row, asked: row.kind == asked,
    "accepts": _accepts,
    "language": lambda row, asked: row.profile is not None and asked in row.profile.languages,
    "state": lambda row, asked: _STATES[asked](row),
}


def matching(found: list[Row], asked: Mapping[str, Any]) -> list[Row]:
    """The rows that answer all that is asked; an empty answer asks nothing."""
    tests = [(FILTERS[name], str(value)) for name, value in asked.items() if value and name in FILTERS]
    return [row for row in found if all(test(row, value) for test, value in tests)]


def ordered(found: list[Row], key: str) -> list[Row]:
    """Sorted by ``code``, ``region``, ``libre`` or ``age``; what has no age stands last either way."""
    name = key.removeprefix("-")
    if name == "age":
        told = sorted((row for row in found if row.oldest), key=lambda row: row.oldest or date.max)
        return (told if key.startswith("-") else told[::-1]) + [row for row in found if not row.oldest]
    keys: dict[str, Callable[[Row], Any]] = {
        "code": lambda row: row.code,
        "region": lambda row: (row.region == "", row.region, row.code),
        "libre": lambda row: (row.free, row.soon, row.code),
    }
    return sorted(found, key=keys.get(name, keys["code"]), reverse=key.startswith("-"))
