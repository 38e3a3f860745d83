"""What is sealed on the rows between a person and a place, as plain data classes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.utils import timezone

from havre.common.dataclass_json import from_json, to_json
from havre.people.profiles import Member, Profile
from havre.vault.fields import SealedModel

T = TypeVar("T")


def read(row: SealedModel, name: str, kind: type[T]) -> T:
    """The sealed column ``name`` of ``row`` as a data class; an empty column gives its defaults."""
    return from_json(kind, row.unseal(name))


def write(row: SealedModel, name: str, value: object) -> None:
    """Seal a data class into the column ``name``; the row is not saved."""
    row.seal(name, to_json(value))


@dataclass
class Outcome:
    """What the pre-reception interview ended with; ``shelter`` and ``person`` are ``yes``, ``no`` or ``thinks``."""

    held_at: datetime | None = None
    shelter: str = ""
    person: str = ""
    note: str = ""


@dataclass
class Tick:
    """A step of the first days that is done: its key, the account that said so, and when."""

    key: str
    by: str
    at: datetime


@dataclass
class HoldBefore:
    """How long the place was held before it was held for longer; ``by_hand``: by a coordinator who lengthened it."""

    until: datetime | None = None
    told: bool = False
    by_hand: bool = False


@dataclass
class OfferTerms:
    """The coordination's side of an offer. ``asked_by`` and ``answered_by`` are ids of accounts."""

    asked_at: datetime | None = None
    asked_by: str = ""
    answer_by: datetime | None = None
    reference: str = ""
    several: bool = False
    fallback: bool = False
    against: list[str] = field(default_factory=list)  # rules of the engine that excluded the place when it was asked
    anyway: str = ""  # why it was asked for all the same
    override: str | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    hold_until: datetime | None = None
    hold_told: bool = False  # that the hold ran out was said once
    hold_before: HoldBefore | None = None
    released_others: bool = False  # the yes ended what was asked of other houses
    interview: Outcome | None = None
    reason: str = ""
    said: str = ""
    next: str = ""
    danger_changed: bool = False
    ticks: list[Tick] = field(default_factory=list)


@dataclass
class ShelterNeeds:
    accessible: bool = False
    night_staff: bool = False
    pregnant: bool = False
    animals: bool = False
    services: list[str] = field(default_factory=list)


@dataclass
class Companion:
    """One of the household, as a shelter reads it: no name, no relation but adult or child."""

    gender: str = "NonSpecifiedUnknown"
    age: int | None = None

    @property
    def is_child(self) -> bool:
        return self.age is not None and self.age < 18


@dataclass
class ForShelter:
    """All that an asked shelter reads (law 3): no name, no origin, no risk, nothing of where she comes from."""

    reference: str = ""
    household: list[Companion] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    needs: ShelterNeeds = field(default_factory=ShelterNeeds)
    arrival_from: date | None = None
    place_label: str = ""

    @property
    def adults(self) -> int:
        return sum(not one.is_child for one in self.household)

    @property
    def children(self) -> list[Companion]:
        return [one for one in self.household if one.is_child]


def companions(household: list[Member]) -> list[Companion]:
    return [Companion(member.gender, member.age) for member in household]


def needs_for_shelter(profile: Profile) -> ShelterNeeds:
    """What a house must know to receive her: her free notes stay inside, for they may name somebody."""
    needs = profile.needs
    return ShelterNeeds(needs.accessible, needs.night_staff, profile.pregnant, profile.animals, list(needs.services))


def for_shelter(profile: Profile, *, reference: str, arrival_from: date, place_label: str) -> ForShelter:
    """What a shelter is told of ``profile``."""
    return ForShelter(
        reference=reference,
        household=companions(profile.household),
        languages=list(profile.languages),
        needs=needs_for_shelter(profile),
        arrival_from=arrival_from,
        place_label=place_label,
    )


@dataclass
class Message:
    """A question of the shelter, or an answer to it."""

    at: datetime
    from_shelter: bool
    text: str


@dataclass
class Meeting:
    """When the interview is, who takes part (codes), in which language it is interpreted (no name: P25)."""

    at: datetime
    minutes: int = 45
    participants: list[str] = field(default_factory=list)
    interpreter: str = ""
    before: Meeting | None = None  # what was planned, where it was moved


@dataclass
class Link:
    """Where the interview is held. Opened in Havre only."""

    link: str = ""
    code: str = ""


@dataclass
class Leg:
    """One stretch of the journey: from, to, when it leaves, by what."""

    start: str
    end: str
    at: datetime
    how: str = "train"


@dataclass
class Route:
    """The journey in words. A secret of its own: whoever reads it learns the place."""

    legs: list[Leg] = field(default_factory=list)
    meeting_point: str = ""
    handover: str = ""
    code_word: str = ""
    escort_name: str = ""
    escort_phone: str = ""


@dataclass
class Costs:
    """Planned expenses in whole euros (R12, R13)."""

    person: int = 0
    escort: int = 0
    aid: int = 0


@dataclass
class Times:
    """When the journey leaves and is expected; what was asked and done meanwhile."""

    departs_at: datetime
    expected_at: datetime
    departed_at: datetime | None = None
    asked_at: datetime | None = None  # +15 minutes: the shelter and the duty were asked
    cleared_at: datetime | None = None  # an alarm was cleared; the next one counts from here
    checklist: list[str] = field(default_factory=list)
    costs: Costs = field(default_factory=Costs)

    def days(self) -> tuple[date, date]:
        """First and last day of the journey, local time: those of the escort's access."""
        last = max(self.expected_at, self.departs_at)
        return timezone.localtime(self.departs_at).date(), timezone.localtime(last).date()

    def is_on(self, day: date) -> bool:
        first, last = self.days()
        return first <= day <= last


@dataclass
class Step:
    """Somebody was told: ``who`` is the id of an account, ``role`` its rung, ``means`` mail, sms or nothing, ``message``
    the row of the outbox, which is there as long as the message waits."""

    who: str
    at: datetime
    role: str = ""
    means: str = ""
    message: str = ""


@dataclass
class AlarmContent:
    """``kind``: arrival, check_in, leak or together. ``round`` counts the quarters of an hour that it has climbed.
    ``risk_before`` is what the level goes back to once cleared. ``others``: whom she must not meet and may, ids as text."""

    kind: str
    since: datetime
    expected_at: datetime | None = None
    told: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    round: int = 0
    climbed_at: datetime | None = None
    taken_by: str = ""
    taken_at: datetime | None = None
    risk_before: str = ""
    note: str = ""
    others: list[str] = field(default_factory=list)


@dataclass
class StayTerms:
    """``owed``: steps that the order of the day skipped (see ``placements.owed``)."""

    began_on: date
    began_at: datetime
    planned_end: date | None = None
    reference: str = ""
    household: list[Companion] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    check_ins: list[datetime] = field(default_factory=list)
    check_in_asked_at: datetime | None = None
    override: str | None = None
    network: str = ""
    conflicts: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)
    moving: str = ""
    needs: ShelterNeeds = field(default_factory=ShelterNeeds)
    ticks: list[Tick] = field(default_factory=list)

    @property
    def last_seen_at(self) -> datetime:
        return max([self.began_at, *self.check_ins])


def as_id(value: str | None) -> uuid.UUID | None:
    return uuid.UUID(value) if value else None
