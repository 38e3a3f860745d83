"""Who waits for a place: the decision is to look for one, and there is none yet.

Whether somebody has left the network since is known to a room above, which says so with ``use``.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from havre.assessments.models import Assessment
from havre.placements.occupancy import Housing

StillHere = Callable[[], Q]
"""A condition on persons: those whose way has not ended. Looked up in the database, however many files there are."""

_still_here: list[StillHere] = [Q]


def use(still_here: StillHere) -> None:
    """Ask ``still_here`` who has not left, from now on; called once, from ``AppConfig.ready``."""
    _still_here[0] = still_here


def waiting(housing: Housing) -> list[Assessment]:
    """The assessments of all who wait, with their persons; one statement."""
    found = (
        Assessment.objects.filter(_still_here[0](), state="search")
        .exclude(person__referral__state__in=["withdrawn", "handed_over"])
        .select_related("person")
        .order_by("person__reference")
    )
    return [assessment for assessment in found if assessment.person_id not in housing.settled]
