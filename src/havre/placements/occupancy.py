"""Which places are held or occupied, and who lives where, read from blind links a few statements whatever their number.

Nothing of this is kept: who is where is asked again each time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, TypeVar

from django.utils import timezone

from havre.common.dataclass_json import from_json
from havre.directory.calendar import Span
from havre.people.apart import apart_from
from havre.people.models import Person
from havre.people.profiles import Profile
from havre.placements.content import OfferTerms, read
from havre.placements.holds import HOLDING, holds
from havre.placements.models import Meeting, Offer, Stay, Transfer
from havre.vault.fields import Sealing, columns, fetch_keys
from havre.vault.keys import key_cache

T = TypeVar("T")
Kind = Literal["held", "occupied"]
_TRAVELLING = ("planned", "under_way")


class Busy(NamedTuple):
    """A place that is taken: since when, and the last day in sight (``None``: no end in sight)."""

    kind: Kind
    since: date
    until: date | None


class Resident(NamedTuple):
    """Somebody who lives in a shelter or is awaited there; ``network`` is an opaque tag, ``conflicts`` ids of persons."""

    person: uuid.UUID
    shelter: uuid.UUID
    network: str
    conflicts: tuple[str, ...] = ()
    began_on: date | None = None


@dataclass
class Tenure:
    """What of ``StayTerms`` says how long a place is taken, and whom whoever lives there keeps away."""

    began_on: date
    planned_end: date | None = None
    network: str = ""
    conflicts: list[str] = field(default_factory=list)
    moving: str = ""


@dataclass(frozen=True)
class Housing:
    """The whole network at one moment."""

    busy: Mapping[uuid.UUID, Busy]
    residents: tuple[Resident, ...]
    settled: frozenset[uuid.UUID]
    """Persons who need no place any more: present in one, on the way to one, or with one that is theirs."""
    moving: frozenset[uuid.UUID]
    """Persons who live in a place that they must leave."""
    placed: frozenset[uuid.UUID]
    """Persons for whom some house is, or is about to be, home: from then on what was chosen for them is a location."""


@dataclass
class _Found:
    busy: dict[uuid.UUID, Busy] = field(default_factory=dict)
    residents: list[Resident] = field(default_factory=list)
    settled: set[uuid.UUID] = field(default_factory=set)
    moving: set[uuid.UUID] = field(default_factory=set)

    def take(self, place: uuid.UUID | None, busy: Busy) -> None:
        """What is noted later weighs more: a stay over a journey over a hold."""
        if place is not None:
            self.busy[place] = busy


class Lodger(NamedTuple):
    """A present stay as the whole network is read: a line of columns, for there are many and no row is changed."""

    situation_id: uuid.UUID
    shelter: uuid.UUID | None
    place: uuid.UUID | None
    kind: str
    terms: bytes | memoryview | None

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.situation_id

    def read(self, kind: type[T]) -> T:
        """Its ``StayTerms``, or the part of them that ``kind`` names."""
        return from_json(kind, Stay.unsealed("terms", self.situation_id, self.terms) if self.terms else None)


_OFFERS = Offer.objects.linked().filter(state__in=HOLDING)
_TRANSFERS = Transfer.objects.linked().filter(state__in=_TRAVELLING)
_STAYS = Stay.objects.linked().filter(state="present")
"""What is asked at every search, built once; each reader takes a copy of it (``all``), which asks anew."""


@dataclass(frozen=True)
class Rows:
    """The rows that hold or occupy a place."""

    offers: list[Offer]
    transfers: list[Transfer]
    stays: list[Lodger]

    @classmethod
    def now(cls) -> Rows:
        """Three statements, whatever their number."""
        return cls(
            offers=list(_OFFERS.all()),
            transfers=list(_TRANSFERS.all()),
            stays=[Lodger(*stay) for stay in columns(_STAYS, "person", "shelter", "place", "kind", "terms")],
        )

    @property
    def all(self) -> list[Meeting | Lodger]:
        return [*self.offers, *self.transfers, *self.stays]


def housing(at: datetime, people: Mapping[uuid.UUID, Person] | None = None, also: Iterable[Sealing] = ()) -> Housing:
    """Everything that is held, under way or occupied at that moment, and who lives where.

    ``people`` are persons at hand, read once for those who are awaited; their keys and those of ``also`` come with it.
    """
    people = people or {}
    with key_cache():
        rows = Rows.now()
        fetch_keys([*rows.all, *people.values(), *also])
        found, awaited = _read(rows, at)
        _read_awaited(found, awaited, people)
    return Housing(
        busy=found.busy,
        residents=tuple(found.residents),
        settled=frozenset(found.settled),
        moving=frozenset(found.moving),
        placed=frozenset([*(offer.situation_id for offer in rows.offers), *(stay.situation_id for stay in rows.stays)]),
    )


def occupancy(at: datetime, rows: Rows | None = None) -> Mapping[uuid.UUID, Busy]:
    """Place id → how it is taken; a free place is not in it. A hold past its time counts as expired.

    ``rows`` are those of now where they are at hand. Who is awaited is not looked up.
    """
    with key_cache():
        rows = rows or Rows.now()
        fetch_keys(rows.all)
        return _read(rows, at)[0].busy


def _read(rows: Rows, at: datetime) -> tuple[_Found, list[Meeting]]:
    """What is taken, and the rows of those who are awaited: their persons are looked up by whoever needs them."""
    found = _Found()
    awaited = _read_offers(found, rows.offers, at)
    awaited += _read_transfers(found, rows.transfers, at)
    _read_stays(found, rows.stays, at)
    return found, awaited


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


def _read_awaited(found: _Found, awaited: Iterable[Meeting], people: Mapping[uuid.UUID, Person]) -> None:
    """Those who are on their way count as living there: two of one network would meet within days."""
    shelters = {row.situation_id: row.shelter for row in awaited}  # type: ignore[attr-defined]
    missing = shelters.keys() - people.keys()
    known = [people[pk] for pk in shelters if pk in people]
    for person in [*known, *(Person.objects.filter(pk__in=missing) if missing else ())]:
        network = from_json(Profile, person.unseal("profile")).network
        if shelters[person.pk] is not None:
            found.residents.append(Resident(person.pk, shelters[person.pk], network, tuple(apart_from(person))))


def _read_stays(found: _Found, stays: Iterable[Lodger], at: datetime) -> None:
    today = _day(at)
    for stay in stays:
        terms = stay.read(Tenure)
        planned = terms.planned_end if terms.planned_end and terms.planned_end >= today else None
        found.take(stay.place, Busy("occupied", terms.began_on, planned))
        if stay.shelter is not None:
            conflicts = tuple(terms.conflicts)
            found.residents.append(Resident(stay.situation_id, stay.shelter, terms.network, conflicts, terms.began_on))
        if stay.kind == "place":
            (found.moving if terms.moving else found.settled).add(stay.situation_id)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
