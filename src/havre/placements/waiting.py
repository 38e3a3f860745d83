"""Who waits for a place: the decision is to look for one, and there is none yet.

Who has left the network since, and who lives in it, is known to a room above.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import Q

from havre.assessments.models import Assessment
from havre.common.asking import Question


def _everybody() -> Q:
    return Q()


still_looking = Question(_everybody)
"""A condition on persons: those whose way has not ended and who do not live in a place of the network. Looked up in the
database, however many files and residents there are."""


def looking() -> list[Assessment]:
    """The assessments of all for whom a place is looked for and who live in none, with persons and referrals; one
    statement. Whoever has a place that is already hers is still among them."""
    return _decided(still_looking())


def to_move(moving: Collection[uuid.UUID]) -> list[Assessment]:
    """The same for those who live in a place that they must leave; none, no statement."""
    return _decided(Q(person__in=moving)) if moving else []


def _decided(who: Q) -> list[Assessment]:
    left = Q(person__referral__state__in=["withdrawn", "handed_over"])
    return list(Assessment.objects.filter(who & Q(state="search") & ~left).select_related("person__referral"))
