"""Who watches and what rings at one moment: read once for a request, whoever asks. The bar of alarms, the foot of the rail
and the pages of the watch all say it from the same rows."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from havre.accounts.access import signed_in
from havre.accounts.models import DutyShift, User
from havre.accounts.policies import shifts_now
from havre.common import words
from havre.directory.ladder import Ladder, Team, ladder_of, team
from havre.people.models import Person
from havre.placements.content import AlarmContent, read
from havre.placements.models import Alarm, Meeting, with_people
from havre.record import gateways, outbox
from havre.vault.fields import SealedModel, fetch_keys


class Night:
    """Each part is read when it is first asked for, and only once. Without alarms nobody's ladder is read."""

    def __init__(self, user: User, at: datetime) -> None:
        self.user = user
        self.at = at
        self._people: dict[uuid.UUID, Person] | None = None

    @cached_property
    def shifts(self) -> list[DutyShift]:
        """The rota of now, first rank first."""
        return shifts_now(self.user)

    @cached_property
    def team(self) -> Team:
        return team()

    @cached_property
    def rungs(self) -> Ladder:
        return ladder_of(self.shifts, self.team)

    @cached_property
    def ringing(self) -> list[Alarm]:
        """The alarms that are not cleared; one that somebody took rings no more, but is still followed."""
        return list(Alarm.objects.linked().filter(state__in=("open", "taken")))

    @property
    def is_calm(self) -> bool:
        """Whether every alarm has somebody in charge."""
        return not any(row.state == "open" for row in self.ringing)

    @property
    def sealed(self) -> list[SealedModel]:
        """Whose keys it needs, for a page that fetches all its keys at once."""
        watching = [shift.user for shift in self.shifts]
        return [*self.ringing, *watching, *(self.team.everybody if self.ringing else ())]

    def with_people(self, rows: Iterable[Meeting], also: Collection[uuid.UUID] = ()) -> dict[uuid.UUID, Person]:
        """The persons of ``rows``, those of ``also``, and with them those of the alarms: one statement for all."""
        self._people = with_people([*rows, *self.ringing], also)
        return self._people

    @property
    def people(self) -> dict[uuid.UUID, Person]:
        """The persons of the alarms."""
        return self.with_people([]) if self._people is None else self._people

    @cached_property
    def contents(self) -> dict[uuid.UUID, AlarmContent]:
        fetch_keys(self.sealed)
        return {row.pk: read(row, "content", AlarmContent) for row in self.ringing}

    @cached_property
    def names(self) -> dict[str, str]:
        """How colleagues are called who were told of an alarm, or may be next, by id as text."""
        known = {user.pk: user for user in [*self.team.everybody, *(shift.user for shift in self.shifts)]}
        told = {
            uuid.UUID(one) for content in self.contents.values() for one in [*content.told, content.taken_by] if one
        }
        gone = told - known.keys()
        users = [*known.values(), *(User.objects.filter(pk__in=gone) if gone else ())]
        fetch_keys(users)
        return {str(user.pk): user.name for user in users}

    def called(self, users: Iterable[User]) -> str:
        return words.join_words([self.names.get(str(user.pk), "") for user in users])

    @cached_property
    def means(self) -> list[str]:
        """By which means messages leave the house."""
        return gateways.configured()

    @cached_property
    def failing(self) -> dict[str, datetime]:
        return outbox.failing() if self.means else {}

    @cached_property
    def waiting(self) -> set[str]:
        """The messages about these alarms that are still here."""
        messages = [step.message for content in self.contents.values() for step in content.steps if step.means]
        return outbox.still_waiting(messages) if messages else set()


def night_of(request: HttpRequest) -> Night:
    """The night of this request, the same for its page and for what stands around it."""
    found: Night | None = getattr(request, "night", None)
    if found is None:
        found = Night(signed_in(request), timezone.now())
        request.night = found  # type: ignore[attr-defined]
    return found
