"""Who is told that something waits in Havre. A message never says what, for whom or where."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from havre.accounts.models import User
from havre.directory.ladder import FIRST, RUNGS, SECOND, ladder
from havre.directory.models import Shelter
from havre.people.models import Person
from havre.record import outbox


def on_duty(at: datetime) -> list[User]:
    """First and second of the rota at that moment; in a hole whoever stands in, so that somebody always hears."""
    rungs = ladder(at)
    named = [user for role, user in rungs.reach(RUNGS) if role in (FIRST, SECOND)]
    return named or [user for _role, user in rungs.reach(1)]


def heads() -> list[User]:
    return list(User.objects.filter(membership__role="head", membership__is_confirmed=True, is_active=True).distinct())


def tell(users: Iterable[User], kind: str) -> list[User]:
    """Queue one message of ``kind`` for each, in the running operation."""
    told = list({user.pk: user for user in users}.values())
    for user in told:
        outbox.tell(user, kind)
    return told


def tell_shelter(shelter_id: uuid.UUID | None, kind: str) -> list[User]:
    shelter = Shelter.objects.filter(pk=shelter_id).first() if shelter_id else None
    return tell(shelter.team(), kind) if shelter else []


def coordination(person_id: uuid.UUID, at: datetime) -> list[User]:
    """The coordinator of the case, or whoever is on duty while nobody has it or its coordinator has left."""
    return coordinator_of(person_id) or on_duty(at)


def coordinator_of(person_id: uuid.UUID) -> list[User]:
    """The coordinator of the case, if it has one whose account is open."""
    coordinator = Person.objects.select_related("coordinator").get(pk=person_id).coordinator
    return [coordinator] if coordinator and coordinator.is_active else []


def tell_coordination(person_id: uuid.UUID, kind: str, at: datetime) -> list[User]:
    return tell(coordination(person_id, at), kind)
