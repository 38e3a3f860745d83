"""Rows of the way as a list shows them: names, words, links; a fixed number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.accounts.models import User
from havre.common import words
from havre.journey import next_thing
from havre.journey.models import Journey
from havre.journey.states import JOURNEY, Stage
from havre.people.models import Person
from havre.people.summary import profile_of
from havre.vault.fields import fetch_keys


@dataclass(frozen=True)
class Row:
    """One situation in a list; ``day`` counts the days of the wait from 1, 0 when she does not wait."""

    person_id: uuid.UUID
    name: str
    reference: str
    household: str
    stage: Stage
    day: int
    next: str
    late_by: timedelta | None
    owner: str
    is_mine: bool

    @property
    def url(self) -> str:
        return reverse("journey:detail", args=[self.person_id])


def rows(journeys: Iterable[Journey], user: User, at: datetime) -> list[Row]:
    """The rows for ``user``; the journeys come with ``person`` and ``owner``."""
    listed = list(journeys)
    fetch_keys([*(j.person for j in listed), *(j.owner for j in listed if j.owner)])
    return [_row(journey, user, at) for journey in listed]


def _row(journey: Journey, user: User, at: datetime) -> Row:
    # Who waits has the bars of her days; a second figure beside them would say the same less well.
    late = journey.waiting_since is None and journey.next_due is not None and journey.next_due < at
    return Row(
        person_id=journey.person_id,
        name=journey.person.pseudonym,
        reference=journey.person.reference,
        household=household(journey.person),
        stage=JOURNEY.stage(journey.state),
        day=day_of(journey, at),
        next=next_thing.title(journey.next_code, due=journey.next_due, since=journey.since, at=at, short=True),
        late_by=at - journey.next_due if late and journey.next_due else None,
        owner=owner_of(journey, user),
        is_mine=journey.owner_id == user.pk,
    )


def day_of(journey: Journey, at: datetime) -> int:
    """Which day of the wait it is, from 1; 0 when she does not wait."""
    if journey.waiting_since is None:
        return 0
    return day_of_wait(words.local_day(journey.waiting_since), words.local_day(at))


def day_of_wait(since: date, today: date) -> int:
    """The first day is day 1."""
    return max(1, (today - since).days + 1)


def owner_of(journey: Journey, user: User) -> str:
    if journey.owner is None:
        return _("l’astreinte")
    if not journey.owner.is_active:
        return _("personne, à reprendre")
    return _("vous") if journey.owner_id == user.pk else journey.owner.name


def household(person: Person) -> str:
    """«1 adulte, 2 enfants», from the working profile."""
    profile = profile_of(person)
    parts = []
    if profile.adults:
        parts.append(ngettext("%(total)s adulte", "%(total)s adultes", profile.adults) % {"total": profile.adults})
    if profile.children:
        parts.append(ngettext("%(total)s enfant", "%(total)s enfants", profile.children) % {"total": profile.children})
    return ", ".join(parts)
