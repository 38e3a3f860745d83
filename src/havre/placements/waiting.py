"""Who waits for a place: the decision is to look for one, and there is none yet.

Whether somebody has left the network since is known to a room above, which says so with ``use``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from havre.assessments.models import Assessment
from havre.placements.occupancy import Housing

Still = Callable[[Iterable[uuid.UUID]], set[uuid.UUID]]
"""Of these persons, the ids of those who still wait."""


def _everybody(people: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    return set(people)


_still: list[Still] = [_everybody]


def use(still: Still) -> None:
    """Ask ``still`` who still waits, from now on; called once, from ``AppConfig.ready``."""
    _still[0] = still


def waiting(housing: Housing) -> list[Assessment]:
    """The assessments of all who wait, with their persons; one statement, and what ``use`` asks."""
    found = (
        Assessment.objects.filter(state="search")
        .exclude(person__referral__state__in=["withdrawn", "handed_over"])
        .select_related("person")
        .order_by("person__reference")
    )
    looked_for = [assessment for assessment in found if assessment.person_id not in housing.settled]
    still = _still[0]([assessment.person_id for assessment in looked_for])
    return [assessment for assessment in looked_for if assessment.person_id in still]
