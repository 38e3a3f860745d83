"""Who waits for a place: the decision is to look for one, and there is none yet.

Who has left the network since, and who lives in it, is known to a room above.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from havre.assessments.models import Assessment
from havre.common.asking import Question
from havre.people.models import Agreement, AgreementKind, AgreementState, Person


def _everybody() -> Q:
    return Q()


still_looking = Question(_everybody)
"""A condition on persons: those whose way has not ended and who do not live in a place of the network. Looked up in the
database, however many files and residents there are."""


class Sought(NamedTuple):
    """Somebody for whom a place is looked for: her assessment, read with person and referral, and whether her agreement
    to join is in force."""

    assessment: Assessment
    joined: bool

    @property
    def person(self) -> Person:
        return self.assessment.person


def looking() -> list[Sought]:
    """All for whom a place is looked for and who live in none; one statement. Whoever has a place that is already hers is
    still among them."""
    return _read(_DECIDED.filter(still_looking()))


def to_move(moving: Collection[uuid.UUID]) -> list[Sought]:
    """The same for those who live in a place that they must leave; none, no statement."""
    return _read(_DECIDED.filter(person__in=moving)) if moving else []


def has_joined(person: Person) -> bool:
    """Whether her agreement to join the network is in force; of those who wait it is read with them."""
    return _AGREED.filter(person=person).exists()


_AGREED = Agreement.objects.filter(kind=AgreementKind.JOIN, state=AgreementState.GIVEN)
_DECIDED = (
    Assessment.objects.filter(Q(state="search") & ~Q(person__referral__state__in=["withdrawn", "handed_over"]))
    .select_related("person__referral")
    .annotate(has_joined=Exists(_AGREED.filter(person=OuterRef("person"))))
)
"""The decision is to look for a place, and nobody took her back; her agreement is told beside it. Asked at every search,
and so built once: each reader filters a copy."""


def _read(found: QuerySet[Assessment]) -> list[Sought]:
    return [Sought(one, one.has_joined) for one in found]  # type: ignore[attr-defined]
