"""The rows of the coordination's day: each table read once, then all keys at once, before a word is made of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Q

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.desk import news, reviews
from havre.desk.night import Night
from havre.intake import listing
from havre.intake.models import Call
from havre.journey.models import OPEN, Journey, nobody_has
from havre.people.handing import news_for
from havre.people.models import CaseNews, Person
from havre.placements import capacity, occupancy
from havre.placements.calling import RoundContent
from havre.placements.models import CallRound, Interview, Meeting, Offer, PlaceNews, Transfer
from havre.placements.operations.rounds import followed
from havre.vault.fields import SealedModel, Sealing, fetch_keys

Row = TypeVar("Row", bound=Meeting)


@dataclass(frozen=True)
class Meetings:
    """Between persons and places, for who coordinates. ``own`` keeps those of these situations, ``None``: all."""

    taken: occupancy.Rows
    interviews: list[Interview]
    rounds: list[CallRound]
    houses: capacity.Houses
    news: list[PlaceNews]
    own: Collection[uuid.UUID] | None

    @classmethod
    def now(cls, own: Collection[uuid.UUID] | None) -> Meetings:
        return cls(
            taken=occupancy.Rows.now(),
            interviews=list(Interview.objects.linked().filter(state="planned")),
            rounds=list(CallRound.objects.linked().filter(state="open")),
            houses=capacity.houses(),
            news=list(PlaceNews.objects.all()),
            own=own,
        )

    def of_these(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if self.own is None or row.situation_id in self.own]

    @property
    def relay_stays(self) -> list[occupancy.Lodger]:
        return [stay for stay in self.taken.stays if stay.kind == "relay"]

    @property
    def offers(self) -> list[Offer]:
        return self.of_these(self.taken.offers)

    @property
    def transfers(self) -> list[Transfer]:
        return self.of_these(self.taken.transfers)

    @property
    def told(self) -> list[Meeting]:
        """The rows whose person the page names."""
        return [*self.taken.offers, *self.taken.transfers, *self.interviews, *self.rounds]


@dataclass(frozen=True)
class DayRows:
    """All that the day is told from. ``meetings`` is ``None`` for who does not coordinate."""

    night: Night
    journeys: list[Journey]
    written: list[news.Written]
    calls: list[Call]
    unread: Sequence[CaseNews]
    meetings: Meetings | None
    people: dict[uuid.UUID, Person]
    mine: bool
    rounds: list[tuple[CallRound, RoundContent]] = field(default_factory=list)

    @property
    def listed(self) -> list[Journey]:
        """The situations that the panels speak of: all, or one's own."""
        return [row for row in self.journeys if not self.mine or row.owner_id == self.night.user.pk]

    @property
    def orphans(self) -> list[Journey]:
        """Those that nobody has, the longest first, for the head of service."""
        found = [row for row in self.journeys if getattr(row, "is_orphan", False)]
        return sorted(found, key=lambda row: row.since)


def read(night: Night, *, mine: bool) -> DayRows:
    """The same number of statements for one situation and for a hundred; the keys of all with one."""
    user, at = night.user, night.at
    journeys = _journeys(user, at, mine=mine)
    own = {row.pk for row in journeys if row.owner_id == user.pk} if mine else None
    meetings = Meetings.now(own) if may(user, Permission.COORDINATE) else None
    written, calls, unread = news.since_evening(at), listing.waiting(user), news_for(user)
    people = night.with_people(meetings.told if meetings else [], {one.subject for one in written})
    met: list[Sealing] = [*meetings.taken.stays, *meetings.news] if meetings else []
    fetch_keys([*_sealed(journeys, calls), *unread, *people.values(), *met, *night.sealed])
    rounds = followed(meetings.rounds, user, at) if meetings else []
    return DayRows(night, journeys, written, calls, unread, meetings, people, mine, rounds)


def _journeys(user: User, at: datetime, *, mine: bool) -> list[Journey]:
    """Who waits, what is late, what is to be looked at again; with ``mine`` also one's own under way, for the head of
    service also what nobody has. One statement."""
    wanted = Q(waiting_since__isnull=False) | Q(next_due__lt=at) | reviews.wanted(user, at)
    if mine:
        wanted |= Q(owner=user, state__in=OPEN)
    visible = Journey.objects.visible_to(user).select_related("person", "owner")
    found = reviews.with_dues(visible, user)
    if may(user, Permission.REVIEW):
        found = found.annotate(is_orphan=nobody_has())
        wanted |= Q(is_orphan=True)
    return list(found.filter(wanted))


def _sealed(journeys: Iterable[Journey], calls: Iterable[Call]) -> list[SealedModel]:
    found: list[SealedModel] = []
    for journey in journeys:
        found += [journey.person, *([journey.owner] if journey.owner else [])]
    for call in calls:
        found += [call, *([call.owner] if call.owner else [])]
    return found
