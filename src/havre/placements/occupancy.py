"""Which places are held or occupied, and who lives where, read from blind links a few statements whatever their number.

Nothing of this is kept: who is where is asked again each time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.utils import timezone

from havre.common.dataclass_json import from_json
from havre.directory.calendar import Span
from havre.people.apart import apart_from
from havre.people.models import Person
from havre.people.profiles import Profile
from havre.placements.content import OfferTerms, StayTerms, read
from havre.placements.holds import HOLDING, holds
from havre.placements.models import Meeting, Offer, Stay, Transfer
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache

Kind = Literal["held", "occupied"]
_TRAVELLING = ("planned", "under_way")


@dataclass(frozen=True)
class Busy:
    """A place that is taken: since when, and the last day in sight (``None``: no end in sight)."""

    kind: Kind
    since: date
    until: date | None


@dataclass(frozen=True)
class Resident:
    """Somebody who lives in a shelter or is awaited there; ``network`` is an opaque tag, ``conflicts`` ids of persons."""

    person: uuid.UUID
    shelter: uuid.UUID
    network: str
    conflicts: tuple[str, ...] = ()
    began_on: date | None = None


@dataclass(frozen=True)
class Housing:
    """The whole network at one moment."""

    busy: Mapping[uuid.UUID, Busy]
    residents: tuple[Resident, ...]
    settled: frozenset[uuid.UUID]
    """Persons who need no place any more: present in one, on the way to one, or with one that is theirs."""


@dataclass
class _Found:
    busy: dict[uuid.UUID, Busy] = field(default_factory=dict)
    residents: list[Resident] = field(default_factory=list)
    settled: set[uuid.UUID] = field(default_factory=set)

    def take(self, place: uuid.UUID | None, busy: Busy) -> None:
        """What is noted later weighs more: a stay over a journey over a hold."""
        if place is not None:
            self.busy[place] = busy


def housing(at: datetime) -> Housing:
    """Everything that is held, under way or occupied at that moment."""
    with key_cache():
        offers = list(Offer.objects.linked().filter(state__in=HOLDING))
        transfers = list(Transfer.objects.linked().filter(state__in=_TRAVELLING))
        stays = list(Stay.objects.linked().filter(state="present"))
        fetch_keys([*offers, *transfers, *stays])
        found = _Found()
        awaited = _read_offers(found, offers, at)
        awaited += _read_transfers(found, transfers, at)
        _read_awaited(found, awaited)
        _read_stays(found, stays, at)
    return Housing(found.busy, tuple(found.residents), frozenset(found.settled))


def occupancy(at: datetime) -> Mapping[uuid.UUID, Busy]:
    """Place id → how it is taken; a free place is not in it. A hold past its time counts as expired."""
    return housing(at).busy


def taken(at: datetime) -> dict[str, list[Span]]:
    """For the calendars of the directory: place id as text → the days it is taken, nobody named."""
    return {str(place): [Span(busy.since, busy.until, busy.kind)] for place, busy in occupancy(at).items()}


def _read_offers(found: _Found, offers: Iterable[Offer], at: datetime) -> list[Meeting]:
    awaited: list[Meeting] = []
    for offer in offers:
        terms = read(offer, "terms", OfferTerms)
        if not holds(offer.state, terms, at):
            continue
        until = None if offer.state == "kept" or terms.hold_until is None else _day(terms.hold_until)
        found.take(offer.place, Busy("held", _day(terms.answered_at or terms.asked_at or at), until))
        if offer.state == "kept":
            found.settled.add(offer.situation_id)
            awaited.append(offer)
    return awaited


def _read_transfers(found: _Found, transfers: Iterable[Transfer], at: datetime) -> list[Meeting]:
    """A place somebody will travel to is held already, since it was kept for her."""
    for transfer in transfers:
        kept = found.busy.get(transfer.place) if transfer.place else None
        found.take(transfer.place, Busy("held", kept.since if kept else _day(at), None))
        found.settled.add(transfer.situation_id)
    return list(transfers)


def _read_awaited(found: _Found, awaited: Iterable[Meeting]) -> None:
    """Those who are on their way count as living there: two of one network would meet within days."""
    shelters = {row.situation_id: row.shelter for row in awaited}  # type: ignore[attr-defined]
    for person in Person.objects.filter(pk__in=shelters):
        network = from_json(Profile, person.unseal("profile")).network
        if shelters[person.pk] is not None:
            found.residents.append(Resident(person.pk, shelters[person.pk], network, tuple(apart_from(person))))


def _read_stays(found: _Found, stays: Iterable[Stay], at: datetime) -> None:
    today = _day(at)
    for stay in stays:
        terms = read(stay, "terms", StayTerms)
        planned = terms.planned_end if terms.planned_end and terms.planned_end >= today else None
        found.take(stay.place, Busy("occupied", terms.began_on, planned))
        if stay.shelter is not None:
            conflicts = tuple(terms.conflicts)
            found.residents.append(Resident(stay.situation_id, stay.shelter, terms.network, conflicts, terms.began_on))
        if stay.kind == "place" and not terms.moving:
            found.settled.add(stay.situation_id)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
