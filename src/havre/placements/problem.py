"""A person's profile, dangers and agreement as a request to the engine; all who wait as one problem."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from django.utils import timezone

from havre.assessments.content import Danger, Zone
from havre.assessments.models import Assessment
from havre.assessments.operations.common import danger_of
from havre.common.dataclass_json import from_json, to_json
from havre.people.models import Person
from havre.people.profiles import Member, Profile
from havre.placements import engine
from havre.placements.capacity import Network, network
from havre.placements.engine.problem import FORMAT, Risk
from havre.placements.occupancy import Housing
from havre.placements.waiting import Sought, has_joined, looking, to_move
from havre.vault.fields import Sealing, fetch_keys
from havre.vault.keys import key_cache

ADULT, CHILD = 18, 0


@dataclass(frozen=True)
class Seeker:
    """Somebody for whom a place is looked for. ``joined``: her agreement to join is in force; ``is_decided``: so is the
    decision to look for one."""

    person: Person
    profile: Profile
    danger: Danger
    level: str
    joined: bool
    waiting_since: date
    exploratory: bool = False
    is_decided: bool = False

    @property
    def id(self) -> str:
        return str(self.person.pk)

    @cached_property
    def request(self) -> engine.Request:
        return request_of(self)


def request_of(seeker: Seeker) -> engine.Request:
    """The engine's request. Without her agreement to join it is exploratory; a level nobody set counts as the highest.

    Nothing of complaint or cooperation is in it (law 1).
    """
    profile = seeker.profile
    return engine.Request(
        id=seeker.id,
        persons=tuple(_person(member) for member in profile.household or [Member()]),
        age_in_doubt=profile.age_in_doubt,
        pregnant=profile.pregnant,
        animals=profile.animals,
        needs_accessible=profile.needs.accessible,
        needs_night_staff=profile.needs.night_staff,
        risk=cast(Risk, seeker.level or "very_high"),
        danger_zones=tuple(dict.fromkeys(_zone(zone) for zone in seeker.danger.zones)),
        avoid_areas=_once(profile.wishes.avoid_areas),
        prefer_areas=_once(profile.wishes.prefer_areas),
        accepts_overseas=profile.wishes.accepts_overseas,
        languages=_once(profile.languages),
        exploitation=_once(profile.exploitation),
        wants_services=_once(profile.needs.services),
        network=profile.network or None,
        agreement=seeker.joined,
        exploratory=seeker.exploratory or not seeker.joined,
        waiting_since=seeker.waiting_since,
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _person(member: Member) -> engine.Person:
    """An age that nobody knows: a child where the household says so, an adult otherwise."""
    if member.age is not None:
        return engine.Person(member.gender, member.age)
    return engine.Person(member.gender, CHILD if member.relation == "child" else ADULT)


def _zone(zone: Zone) -> engine.AreaZone | engine.TownZone | engine.PointZone:
    if zone.area:
        return engine.AreaZone(zone.area)
    if zone.town:
        return engine.TownZone(zone.town, zone.radius_km)
    if zone.lat is None or zone.lon is None:
        raise ValueError("a zone without département, town or point")
    return engine.PointZone(zone.lat, zone.lon, zone.radius_km)


@dataclass(frozen=True)
class Table:
    """Everybody who looks for a place before the network of one moment."""

    network: Network
    seekers: tuple[Seeker, ...]
    policy: engine.Policy = field(default_factory=engine.Policy)

    @cached_property
    def housed(self) -> engine.Housed:
        return engine.Housed.build(self.network.residents, self.network.capacity)

    @cached_property
    def rankings(self) -> tuple[engine.Ranking, ...]:
        return tuple(self.rank(seeker.request) for seeker in self.seekers)

    def rank(self, request: engine.Request, policy: engine.Policy | None = None) -> engine.Ranking:
        return engine.rank(
            request, self.network.capacity, policy=policy or self.policy, at=self.network.on,
            housed=self._housed_beside(request.id),
        )  # fmt: skip

    def _housed_beside(self, person_id: str) -> engine.Housed:
        person = uuid.UUID(person_id)
        if person not in self.network.housed_ids:
            return self.housed
        return engine.Housed.build(self.network.residents_beside(person), self.network.capacity)

    def seeker(self, person_id: uuid.UUID) -> Seeker:
        return next(seeker for seeker in self.seekers if seeker.person.pk == person_id)


def table_for(
    person: Person, at: datetime, *, others: bool = True, exploratory: bool = False, also: Iterable[Sealing] = ()
) -> Table:
    """The table at which this person sits first, then (``others``) all who wait; a few statements for any number, two
    fewer where her ``assessment`` and ``referral`` were read with her. The keys of ``also`` come with the others."""
    with key_cache():
        found = looking() if others else []
        now = network(at, {person.pk: person} | _people(found), also)
        waiting = _waiting(found, now.housing) if others else []
        own = next((one for one in found if one.person.pk == person.pk), None)
        assessment: Assessment | None = getattr(person, "assessment", None)
        first = _seeker(person, assessment, now.on, joined=own.joined if own else has_joined(person))
        rest = [_waiter(one, now.on) for one in waiting if one.person.pk != person.pk]
    if exploratory:
        first = replace(first, exploratory=True)
    return Table(now, (first, *rest))


def table_of_all(at: datetime) -> Table:
    """All who wait before the network."""
    with key_cache():
        found = looking()
        now = network(at, _people(found))
        return Table(now, tuple(_waiter(one, now.on) for one in _waiting(found, now.housing)))


def _people(found: Iterable[Sought]) -> dict[uuid.UUID, Person]:
    return {one.person.pk: one.person for one in found}


def _waiting(found: Sequence[Sought], housing: Housing) -> list[Sought]:
    """Of those for whom a place is looked for all who have none, and those who must leave theirs, by their references."""
    moving = to_move(housing.moving - _people(found).keys())
    fetch_keys([one.person for one in moving])
    waiting = [one for one in [*found, *moving] if one.person.pk not in housing.settled]
    return sorted(waiting, key=lambda one: one.person.reference)


def _seeker(person: Person, assessment: Assessment | None, on: date, *, joined: bool) -> Seeker:
    return Seeker(
        person=person,
        profile=from_json(Profile, person.unseal("profile")),
        danger=danger_of(assessment) if assessment else Danger(),
        level=assessment.risk_level if assessment else "",
        joined=joined,
        waiting_since=_since(person, on),
        is_decided=assessment is not None and assessment.state == "search",
    )


def _waiter(one: Sought, on: date) -> Seeker:
    return _seeker(one.person, one.assessment, on, joined=one.joined)


def _since(person: Person, on: date) -> date:
    referral = getattr(person, "referral", None)
    return min(on, timezone.localtime(referral.received_at).date()) if referral else on


def as_document(table: Table, request: engine.Request) -> dict[str, Any]:
    """One request before the network, in the format of the engine; of the residents only those who keep her away."""
    own = [
        resident
        for resident in table.network.residents_beside(uuid.UUID(request.id))
        if request.id in resident.conflicts or (resident.network is not None and resident.network == request.network)
    ]
    return {
        "format": FORMAT,
        "at": table.network.on.isoformat(),
        "policy": {
            "min_km": dict(table.policy.min_km),
            "horizon_days": table.policy.horizon_days,
            "confirm_days": table.policy.confirm_days,
            "weights": dict(table.policy.weights),
        },
        "shelters": [_plain(shelter) for shelter in table.network.shelters],
        "residents": [
            _plain(resident) | {"conflicts": [request.id] if request.id in resident.conflicts else []}
            for resident in own
        ],
        "requests": [_plain(request)],
    }


def _plain(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = to_json(asdict(value))
    return found
