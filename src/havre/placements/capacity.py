"""The places of the network as the engine takes them: what shelters say of them, and what is held or occupied.

What shelters say stays in the memory of the process, unsealed again for each shelter when its version changes: codes
and départements, no person. What is held or occupied is laid over it at each search and forgotten.
"""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import timezone

from havre.common.dataclass_json import from_json
from havre.directory.models import Shelter, ShelterKind
from havre.directory.profiles import AVAILABLE, Place, ShelterProfile
from havre.geo.departments import INDEX
from havre.placements import engine, news
from havre.placements.occupancy import Busy, Housing, Resident, housing
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache


@dataclass(frozen=True)
class Known:
    """One shelter as it was last read."""

    id: uuid.UUID
    version: int
    code: str
    profile: ShelterProfile


class ShelterMemory:
    """Unsealed profiles by shelter; only those whose version changed are read again."""

    def __init__(self) -> None:
        self._known: dict[uuid.UUID, Known] = {}
        self._lock = threading.Lock()

    def get(self) -> list[Known]:
        """All shelters of the network in the order of their codes; relay apartments, and those without area, left out."""
        versions = dict(Shelter.objects.filter(kind=ShelterKind.SHELTER).values_list("pk", "version"))
        with self._lock:
            known = {pk: kept for pk, kept in self._known.items() if versions.get(pk) == kept.version}
        missing = [pk for pk in versions if pk not in known]
        if missing:
            known |= {found.id: found for found in _read(missing)}
            with self._lock:
                self._known = known
        located = (shelter for shelter in known.values() if shelter.profile.area in INDEX)
        return sorted(located, key=lambda shelter: shelter.code)


def _read(ids: Sequence[uuid.UUID]) -> list[Known]:
    with key_cache():
        shelters = list(Shelter.objects.filter(pk__in=ids))
        fetch_keys(shelters)
        return [
            Known(shelter.pk, shelter.version, shelter.code, from_json(ShelterProfile, shelter.unseal("profile")))
            for shelter in shelters
        ]


_shelters = ShelterMemory()


@dataclass(frozen=True)
class Network:
    """All places on one day. ``capacity`` is what the engine searches; ids are those of shelters and places, as text."""

    at: datetime
    on: date
    known: tuple[Known, ...]
    shelters: tuple[engine.Shelter, ...]
    capacity: engine.Capacity
    housing: Housing

    @cached_property
    def by_place(self) -> Mapping[str, tuple[Known, Place]]:
        return {place.id: (shelter, place) for shelter in self.known for place in shelter.profile.places}

    def code(self, place_id: str) -> str:
        """How a place is called on screen: the code of its shelter and its own label, ``S058-1``."""
        shelter, place = self.by_place[place_id]
        return f"{shelter.code}-{place.label}"

    @cached_property
    def residents(self) -> tuple[engine.Resident, ...]:
        """Those who live in a shelter of the network, as the engine takes them."""
        return self.residents_beside(None)

    def residents_beside(self, person_id: uuid.UUID | None) -> tuple[engine.Resident, ...]:
        """The same without one person: her own stay keeps nobody away from her when she must move."""
        ids = {shelter.id for shelter in self.known}
        return tuple(
            engine.Resident(str(resident.shelter), resident.network or None, resident.conflicts)
            for resident in self.housing.residents
            if resident.shelter in ids and resident.person != person_id
        )

    @cached_property
    def housed_ids(self) -> frozenset[str]:
        """Ids, as text, of those who live in a shelter or are awaited there."""
        return frozenset(str(resident.person) for resident in self.housing.residents)


def network(at: datetime) -> Network:
    """The network as it is now, in a few statements whatever its size."""
    on = timezone.localtime(at).date()
    known = _shelters.get()
    said = _said.get(known, on)
    now, told = housing(at), news.waiting()
    known = [_with_news(shelter, told) for shelter in known]
    spoken = [
        as_engine(shelter, on) if shelter.id in told else own for shelter, own in zip(known, said.shelters, strict=True)
    ]
    shelters, changed = _laid_over(known, spoken, now, on, told)
    capacity = _with_changes(said.capacity, changed)
    return Network(at, on, tuple(known), shelters, capacity, now)


def _with_news(shelter: Known, told: news.NewsOfHouses) -> Known:
    """The shelter with what it said in a call round since its profile was last written."""
    if shelter.id not in told:
        return shelter
    return replace(shelter, profile=news.with_news(shelter.profile, told[shelter.id]))


@dataclass(frozen=True)
class Said:
    """What the shelters themselves say on one day, as values and as arrays."""

    version: str
    shelters: tuple[engine.Shelter, ...]
    capacity: engine.Capacity


class SaidMemory:
    """Kept until a shelter changes or the day ends."""

    def __init__(self) -> None:
        self._kept: Said | None = None

    def get(self, known: Sequence[Known], on: date) -> Said:
        version = _version(known, on)
        kept = self._kept
        if kept is None or kept.version != version:
            shelters = tuple(as_engine(shelter, on) for shelter in known)
            kept = self._kept = Said(version, shelters, engine.Capacity.build(shelters, version=version))
        return kept


def _version(known: Sequence[Known], on: date) -> str:
    digest = hashlib.sha256(on.isoformat().encode())
    for shelter in known:
        digest.update(shelter.id.bytes + shelter.version.to_bytes(4, "big"))
    return digest.hexdigest()


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


def _laid_over(
    known: Sequence[Known],
    shelters: Sequence[engine.Shelter],
    now: Housing,
    on: date,
    told: news.NewsOfHouses,
) -> tuple[tuple[engine.Shelter, ...], list[engine.Shelter]]:
    """The shelters with what is held, occupied and newly admitted, and those of them that this or their news change."""
    by_place = {str(place): busy for place, busy in now.busy.items()}
    newcomers = _newcomers(known, now.residents, on)
    result, changed = [], []
    for shelter, said in zip(known, shelters, strict=True):
        taken = {place.id: by_place[place.id] for place in shelter.profile.places if place.id in by_place}
        new = newcomers.get(shelter.id, 0)
        if taken or new or shelter.id in told:
            said = _changed(said, shelter.profile, taken, new, on)
            changed.append(said)
        result.append(said)
    return tuple(result), changed


def _changed(
    said: engine.Shelter, profile: ShelterProfile, taken: Mapping[str, Busy], new: int, on: date
) -> engine.Shelter:
    places = tuple(as_place(place, taken.get(place.id), on) for place in profile.places)
    return replace(said, places=places, admitted_this_year=said.admitted_this_year + new)


def _newcomers(known: Iterable[Known], residents: Iterable[Resident], on: date) -> dict[uuid.UUID, int]:
    """Stays of this year begun since the shelter's admissions were counted, by shelter."""
    counted = {shelter.id: shelter.profile.counted_on for shelter in known}
    found: dict[uuid.UUID, int] = {}
    for resident in residents:
        began, since = resident.began_on, counted.get(resident.shelter)
        if began is not None and began.year == on.year and (since is None or began > since):
            found[resident.shelter] = found.get(resident.shelter, 0) + 1
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
