"""The places of the network as the engine takes them: what shelters say of them, and what is held or occupied.

What shelters say stays in the memory of the process, unsealed again for each shelter when its version changes: codes
and départements, no person. What is held or occupied is laid over it at each search and forgotten.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from havre.directory import memory
from havre.directory.models import Shelter, ShelterKind
from havre.directory.news import NewsOfHouses, with_news
from havre.directory.profiles import AVAILABLE, Place, ShelterProfile
from havre.geo.departments import INDEX
from havre.people.models import Person
from havre.placements import engine
from havre.placements.models import PlaceNews
from havre.placements.news import of_rows
from havre.placements.occupancy import Busy, Housing, Resident, housing
from havre.vault.fields import Sealing


@dataclass(frozen=True)
class Known:
    """One shelter as it was last read."""

    id: uuid.UUID
    version: int
    code: str
    profile: ShelterProfile
    is_relay: bool = False


@dataclass(frozen=True)
class Houses:
    """The shelters of the network that have an area, and the flats of the coordination, each in the order of their codes."""

    shelters: tuple[Known, ...] = ()
    relays: tuple[Known, ...] = ()

    @classmethod
    def of(cls, known: Iterable[Known]) -> Houses:
        found = sorted(known, key=lambda one: one.code)
        shelters = tuple(one for one in found if not one.is_relay and one.profile.area in INDEX)
        return cls(shelters, tuple(one for one in found if one.is_relay))


_VERSIONS = {"sqlite": "group_concat({pair}, ',')", "postgresql": "string_agg({pair}, ',')"}


class ShelterMemory:
    """Unsealed profiles by shelter; only those whose version changed are read again."""

    def __init__(self) -> None:
        self._told = ""
        self._known: dict[str, Known] = {}
        self._houses = Houses()
        self._lock = threading.Lock()

    def get(self) -> Houses:
        """All houses, with one statement where none has changed; then the very same as before."""
        told = _versions()
        with self._lock:
            if told == self._told:
                return self._houses
            versions = {pk: int(version) for pk, version in (pair.split() for pair in told.split(",") if pair)}
            known = {pk: kept for pk, kept in self._known.items() if versions.get(pk) == kept.version}
        missing = [uuid.UUID(pk) for pk in versions if pk not in known]
        if missing:
            read = _read(Shelter.objects.filter(pk__in=missing))
            spelled = {uuid.UUID(pk): pk for pk in versions}
            known |= {spelled[found.id]: found for found in read}
        with self._lock:
            as_told = {pk: kept.version for pk, kept in known.items()} == versions
            self._told = told if as_told else ""  # written between the two statements: look again next time
            self._known, self._houses = known, Houses.of(known.values())
            return self._houses


def _versions() -> str:
    """Id, as the database writes it, and version of every shelter, in one text: a thousand rows cost ten times that."""
    pair = _VERSIONS[connection.vendor].format(pair="CAST(id AS varchar(36)) || ' ' || version")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {pair} FROM {Shelter._meta.db_table}")  # noqa: S608  our own table
        return cursor.fetchone()[0] or ""


def _read(wanted: QuerySet[Shelter]) -> list[Known]:
    shelters = wanted.values_list("pk", "version", "code", "kind")
    profiles = memory.profiles({pk: version for pk, version, _code, _kind in shelters})
    return [Known(pk, version, code, profiles[pk], kind == ShelterKind.RELAY) for pk, version, code, kind in shelters]


_shelters = ShelterMemory()


def houses() -> Houses:
    """All houses as they speak of themselves; one statement where none has changed."""
    return _shelters.get()


def known_shelters() -> tuple[Known, ...]:
    return houses().shelters


@dataclass(frozen=True)
class Network:
    """All places on one day. ``capacity`` is what the engine searches; ids are those of shelters and places, as text."""

    at: datetime
    on: date
    said: Said
    by_place: Mapping[str, tuple[Known, Place]]
    shelters: tuple[engine.Shelter, ...]
    capacity: engine.Capacity
    housing: Housing

    def code(self, place_id: str) -> str:
        """How a place is called on screen: the code of its shelter and its own label, ``S058-1``."""
        return self.said.codes[place_id]

    def in_order_of_codes(self, places: engine.Ints) -> engine.Ints:
        """Positions in ``places`` (indices of the capacity), in the order of their codes."""
        order: engine.Ints = np.argsort(self.said.order[places], kind="stable")
        return order

    @cached_property
    def residents(self) -> tuple[engine.Resident, ...]:
        """Those who live in a shelter of the network, as the engine takes them."""
        return self.residents_beside(None)

    def residents_beside(self, person_id: uuid.UUID | None) -> tuple[engine.Resident, ...]:
        """The same without one person: her own stay keeps nobody away from her when she must move."""
        ids = self.said.position
        return tuple(
            engine.Resident(str(resident.shelter), resident.network or None, resident.conflicts)
            for resident in self.housing.residents
            if resident.shelter in ids and resident.person != person_id
        )

    @cached_property
    def housed_ids(self) -> frozenset[uuid.UUID]:
        """Ids of those who live in a shelter or are awaited there."""
        return frozenset(resident.person for resident in self.housing.residents)


def network(at: datetime, people: Mapping[uuid.UUID, Person] | None = None, also: Iterable[Sealing] = ()) -> Network:
    """The network as it is now, in a few statements whatever its size; ``people`` and ``also`` as for ``housing``."""
    on = timezone.localtime(at).date()
    said = _said.get(known_shelters(), on)
    news = list(PlaceNews.objects.all())
    now, told = housing(at, people, [*also, *news]), of_rows(news)
    fresh = {
        n: _with_news(said.known[n], told) for n in (said.position[house] for house in told if house in said.position)
    }
    changed = _laid_over(said, fresh, now, on)
    shelters = list(said.shelters)
    for n, shelter in changed.items():
        shelters[n] = shelter
    by_place = dict(said.by_place)
    for house in fresh.values():
        by_place |= {place.id: (house, place) for place in house.profile.places}
    capacity = _with_changes(said.capacity, list(changed.values()))
    return Network(at, on, said, by_place, tuple(shelters), capacity, now)


def _with_news(shelter: Known, told: NewsOfHouses) -> Known:
    """The shelter with what it said in a call round since its profile was last written."""
    return replace(shelter, profile=with_news(shelter.profile, told[shelter.id]))


@dataclass(frozen=True)
class Said:
    """What the shelters themselves say on one day, as values and as arrays, and how their places are called."""

    on: date
    known: tuple[Known, ...]
    shelters: tuple[engine.Shelter, ...]
    capacity: engine.Capacity

    @classmethod
    def by(cls, known: tuple[Known, ...], on: date) -> Said:
        shelters = tuple(as_engine(shelter, on) for shelter in known)
        return cls(on, known, shelters, engine.Capacity.build(shelters))

    @cached_property
    def position(self) -> Mapping[uuid.UUID, int]:
        """Where a shelter stands in ``known``."""
        return {shelter.id: n for n, shelter in enumerate(self.known)}

    @cached_property
    def by_place(self) -> Mapping[str, tuple[Known, Place]]:
        return {place.id: (shelter, place) for shelter in self.known for place in shelter.profile.places}

    @cached_property
    def house_of(self) -> Mapping[uuid.UUID, int]:
        """Where the shelter of a place stands in ``known``."""
        return {uuid.UUID(place.id): n for n, shelter in enumerate(self.known) for place in shelter.profile.places}

    @cached_property
    def codes(self) -> Mapping[str, str]:
        return {place_id: f"{shelter.code}-{place.label}" for place_id, (shelter, place) in self.by_place.items()}

    @cached_property
    def order(self) -> engine.Ints:
        """The place of each index of the capacity in the order of the codes."""
        codes = [self.codes[place] for place in self.capacity.place_ids]
        order = np.empty(len(codes), dtype=np.int64)
        order[sorted(range(len(codes)), key=codes.__getitem__)] = np.arange(len(codes))
        return order


class SaidMemory:
    """Kept until a shelter changes or the day ends."""

    def __init__(self) -> None:
        self._kept: Said | None = None

    def get(self, known: tuple[Known, ...], on: date) -> Said:
        kept = self._kept
        if kept is None or kept.known is not known or kept.on != on:
            kept = self._kept = Said.by(known, on)
        return kept


_said = SaidMemory()


def as_engine(shelter: Known, on: date) -> engine.Shelter:
    """A shelter as it speaks of itself: nobody held or housed yet."""
    profile = shelter.profile
    accepts = profile.accepts
    return engine.Shelter(
        id=str(shelter.id),
        area=profile.area,
        places=tuple(as_place(place, None, on) for place in profile.places),
        accepts=engine.Accepts(tuple(accepts.genders), accepts.children, accepts.pregnant, accepts.animals),
        languages=tuple(profile.languages),
        expertise=tuple(profile.expertise),
        services=tuple(profile.services),
        night_staff=profile.night_staff,
        paused=profile.takes_nobody(on),
        yearly_target=profile.agreement.yearly_target,
        admitted_this_year=profile.admitted.get(str(on.year), 0),
    )


def as_place(place: Place, busy: Busy | None, on: date) -> engine.Place:
    """A place as the engine takes it: held → the end of the hold; occupied → the planned end or none; blocked until a
    day → free from the day after; blocked without an end → blocked."""
    stopped = place.status != AVAILABLE and (place.status_until is None or place.status_until >= on)
    free_from = place.free_from
    if stopped and place.status_until is not None:
        free_from = _later(free_from, place.status_until + timedelta(days=1))
    if busy is not None:
        free_from = _after(busy, free_from)
    return engine.Place(
        id=place.id,
        size=place.size,
        free_from=free_from,
        confirmed_at=place.confirmed_on,
        blocked=stopped and place.status_until is None,
        accessible=place.accessible,
        kind="flat" if place.kind == "flat" else "room",
    )


def _after(busy: Busy, said: date | None) -> date | None:
    """When a taken place is free: not before its end, nor before the shelter says."""
    if busy.until is None:
        return None
    if said is None:
        return busy.until if busy.kind == "occupied" else None
    return max(busy.until, said)


def _later(said: date | None, day: date) -> date | None:
    return None if said is None else max(said, day)


def _laid_over(said: Said, fresh: Mapping[int, Known], now: Housing, on: date) -> dict[int, engine.Shelter]:
    """The shelters, by position, that what is held, occupied and newly admitted changes, and those with news."""
    taken: dict[int, dict[str, Busy]] = {n: {} for n in fresh}
    for place, busy in now.busy.items():
        if (n := said.house_of.get(place)) is not None:
            taken.setdefault(n, {})[str(place)] = busy
    newcomers = _newcomers(said, fresh, now.residents, on)
    changed = {}
    for n in taken.keys() | newcomers.keys():
        shelter = fresh.get(n, said.known[n])
        own = as_engine(shelter, on) if n in fresh else said.shelters[n]
        changed[n] = _changed(own, shelter.profile, taken.get(n, {}), newcomers.get(n, 0), on)
    return changed


def _changed(
    said: engine.Shelter, profile: ShelterProfile, taken: Mapping[str, Busy], new: int, on: date
) -> engine.Shelter:
    places = tuple(as_place(place, taken.get(place.id), on) for place in profile.places)
    return replace(said, places=places, admitted_this_year=said.admitted_this_year + new)


def _newcomers(said: Said, fresh: Mapping[int, Known], residents: Iterable[Resident], on: date) -> dict[int, int]:
    """Stays of this year begun since the shelter's admissions were counted, by position."""
    found: dict[int, int] = {}
    for resident in residents:
        n, began = said.position.get(resident.shelter), resident.began_on
        if n is None or began is None or began.year != on.year:
            continue
        since = fresh.get(n, said.known[n]).profile.counted_on
        if since is None or began > since:
            found[n] = found.get(n, 0) + 1
    return found


def _with_changes(capacity: engine.Capacity, changed: Sequence[engine.Shelter]) -> engine.Capacity:
    """The same arrays with the days, pauses and loads of a few shelters written anew; the kept ones stay untouched."""
    if not changed:
        return capacity
    few = engine.Capacity.build(changed)
    free_on, confirmed_on = capacity.free_on.copy(), capacity.confirmed_on.copy()
    fair_load, paused = capacity.fair_load.copy(), capacity.paused.copy()
    places = [capacity.place_index[place] for place in few.place_ids]
    shelters = [capacity.shelter_index[shelter] for shelter in few.shelter_ids]
    free_on[places], confirmed_on[places] = few.free_on, few.confirmed_on
    fair_load[shelters], paused[shelters] = few.fair_load, few.paused
    return replace(capacity, free_on=free_on, confirmed_on=confirmed_on, fair_load=fair_load, paused=paused)
