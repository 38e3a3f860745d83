"""The list of partners and shelters, read in memory: what it is filtered and sorted by is sealed.

No name, town or address stands here, for anybody (R14). Who may not learn where a house stands reads a region only
where at least three houses stand in it, and nothing of what is free.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from havre.accounts.models import OrganisationKind
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.countries.fr.policy import AGREEMENT_ENDS_WITHIN, HORIZON
from havre.directory import calendar, memory, news, wording
from havre.directory.models import Partner, Partnership, Shelter, ShelterKind
from havre.directory.profiles import Agreement, PartnerCard, Place, ShelterProfile
from havre.directory.standing import Standing, standing_of
from havre.vault.fields import fetch_keys

PARTNER = "partner"
SEALED = ("profile", "address", "contacts")
"""Columns of a house that no list reads."""
LEAST_HOUSES = 3
"""A region is named to those who may not learn where a house stands only when it has as many houses (DESIGN §8)."""


@dataclass(frozen=True)
class Load:
    """How many a house took in, counted until yesterday, against how many it expects a year (fair load).

    For those who keep the directory only; never exported (law 8).
    """

    admitted: int
    last_year: int
    target: int

    @property
    def share(self) -> float:
        return self.admitted / max(self.target, 1)

    @property
    def width(self) -> str:
        """Of the bar, whose end is the larger of both numbers: a percentage, with a point whatever the language."""
        return self._percent(self.admitted)

    @property
    def mark(self) -> str:
        """Where the target stands on the bar, once it is passed; empty before."""
        return self._percent(self.target) if self.admitted > self.target else ""

    def _percent(self, number: int) -> str:
        return f"{number / max(self.admitted, self.target, 1) * 100:.0f}%"

    @property
    def is_full(self) -> bool:
        return self.admitted >= self.target

    @property
    def is_idle(self) -> bool:
        """Nobody this year nor the last."""
        return self.admitted + self.last_year == 0


@dataclass(frozen=True)
class Row:
    """One house, or one partner without a house, as one account may read it.

    ``area`` and ``free`` are empty where this account may not know. ``oldest`` is the day of the oldest word on a place
    said free, ``told_on`` that of the last word on a place that was said in a call round and is not yet in the profile.
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
    told_on: date | None = None
    is_paused: bool = False
    standing: Standing | None = None
    load: Load | None = None
    is_ending: bool = False

    @property
    def where(self) -> str:
        return wording.area_name(self.area) or self.region

    @property
    def organisation_word(self) -> str:
        return str(OrganisationKind(self.organisation_kind).label)

    @property
    def kind_word(self) -> str:
        """``lieu d’accueil``, ``appartement relais``, or what kind of partner it is."""
        return self.organisation_word if self.kind == PARTNER else str(ShelterKind(self.kind).label)

    @property
    def pause_until(self) -> date | None:
        """The last day of a pause, where one is said."""
        return self.profile.pause.until if self.profile and self.profile.pause else None

    @property
    def last_exchange(self) -> str:
        """``visite``; what was exchanged last."""
        return wording.exchange_kind(self.standing.last_kind) if self.standing else ""

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
    shelters = list(Shelter.objects.visible_to(user).select_related("organisation").defer(*SEALED))
    housing = {shelter.organisation_id for shelter in shelters}
    partners = [
        partner
        for partner in Partner.objects.visible_to(user).select_related("organisation")
        if partner.organisation_id not in housing
    ]
    partnerships = list(Partnership.objects.visible_to(user))
    fetch_keys([*partners, *partnerships])
    locate, on = may_locate(user), timezone.localtime(at).date()
    taken, told_since = calendar.taken_days(at) if locate else {}, news.waiting()
    standings = {one.organisation_id: standing_of(one, on) for one in partnerships}
    profiles = memory.profiles({shelter.pk: shelter.version for shelter in shelters})
    told = told_regions(profiles[s.pk] for s in shelters if s.kind == ShelterKind.SHELTER)
    found = [_house(s, profiles[s.pk], told_since.get(s.pk, ()), on, taken, locate=locate, told=told) for s in shelters]
    found += [_partner(partner, partner.read_card(), locate=locate, told=told) for partner in partners]
    organisations = {shelter.pk: shelter.organisation_id for shelter in shelters}
    organisations |= {partner.pk: partner.organisation_id for partner in partners}
    found = [_with_standing(row, standings.get(organisations[row.id]), on) for row in found]
    return sorted(found, key=lambda row: row.code)


def _with_standing(row: Row, standing: Standing | None, on: date) -> Row:
    """A relay apartment is the coordination's own: it stands nowhere, and nothing is expected of it."""
    if standing is None:
        return row
    until = row.agreement.until
    ending = until is not None and on <= until <= on + timedelta(days=AGREEMENT_ENDS_WITHIN.value)
    return replace(row, standing=standing, is_ending=ending and standing.state != "ended")


def told_regions(profiles: Any) -> frozenset[str]:
    """Regions with enough houses to be named to those who may not learn where one stands."""
    counted = Counter(wording.region_name(profile.area) for profile in profiles)
    return frozenset(region for region, houses in counted.items() if region and houses >= LEAST_HOUSES)


def region_for(area: str, *, locate: bool, told: frozenset[str]) -> str:
    region = wording.region_name(area)
    return region if locate or region in told else ""


def _house(
    shelter: Shelter,
    own: ShelterProfile,
    since: Sequence[news.News],
    on: date,
    taken: calendar.Taken,
    *,
    locate: bool,
    told: frozenset[str],
) -> Row:
    """The row of a house with what it said since its own profile was written."""
    profile = news.with_news(own, since)
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
    days = [news.told_on(own, place.id, since) for place in profile.places if _is_said(place, on, taken)]
    admitted, last_year = (profile.admitted.get(str(year), 0) for year in (on.year, on.year - 1))
    target = profile.agreement.yearly_target
    return Row(
        **common,
        load=None if shelter.kind == ShelterKind.RELAY else Load(admitted, last_year, target),
        free=len(free),
        soon=len(soon),
        to_call=sum(calendar.is_stale(place, on) for place in free),
        oldest=min(said, default=None),
        told_on=max(filter(None, days), default=None),
    )


def _is_free(place: Place, day: date, taken: calendar.Taken) -> bool:
    return calendar.state_on(place, day, taken, exact=False) == calendar.FREE


def _is_said(place: Place, day: date, taken: calendar.Taken) -> bool:
    return calendar.state_on(place, day, taken, exact=False) in calendar.SAID


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
