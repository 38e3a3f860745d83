"""The map of the dashboard: how many places each département says it has, what was said by telephone since included.
Figures only, for coordinators only."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import parts
from havre.countries.fr.policy import CONFIRMATION
from havre.desk.day_rows import Meetings
from havre.directory.news import with_news
from havre.directory.profiles import AVAILABLE, Place
from havre.geo import maps
from havre.geo.departments import by_area
from havre.placements.news import of_rows
from havre.placements.occupancy import occupancy


@dataclass(frozen=True)
class Capacity:
    """The map and the same figures as lines: (département, confirmed, said to be free)."""

    map: parts.Map
    confirmed: int
    said_free: int
    lines: list[tuple[str, int, int]]


def capacity_map(user: User, at: datetime, rows: Meetings | None = None) -> Capacity | None:
    """``None`` for those who may not learn where places are. ``rows`` are those of now where they are at hand."""
    if not may(user, Permission.COORDINATE):
        return None
    confirmed, said = _counted(at, rows or Meetings.now(None))
    areas = sorted(confirmed.keys() | said.keys())
    kinds: dict[str, parts.Kind] = {area: "level-2" if confirmed[area] else "level-1" for area in areas}
    title = _("Carte des places libres par département : %(confirmed)s confirmées, %(said)s à confirmer. La liste donne les mêmes chiffres.")  # fmt: skip
    return Capacity(
        map=parts.Map.of(
            maps.outlines(),
            maps.VIEW_BOX,
            title=title % {"confirmed": confirmed.total(), "said": said.total()},
            kinds=kinds,
            captions=[(inset.x, inset.y, inset.text) for inset in maps.INSETS],
            key="capacite",
        ),
        confirmed=confirmed.total(),
        said_free=said.total(),
        lines=[(by_area(area).name, confirmed[area], said[area]) for area in areas],
    )


def _counted(at: datetime, rows: Meetings) -> tuple[Counter[str], Counter[str]]:
    """Free places by département: those confirmed lately, and those only said to be free."""
    taken, told, today = occupancy(at, rows.taken), of_rows(rows.news), timezone.localdate(at)
    confirmed: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for shelter in rows.houses.shelters:
        profile = with_news(shelter.profile, told.get(shelter.id, ()))
        if profile.is_paused(today):
            continue
        for place in profile.places:
            if uuid.UUID(place.id) not in taken and _is_free(place, today):
                (confirmed if _is_fresh(place, today) else said)[profile.area] += 1
    return confirmed, said


def _is_free(place: Place, today: date) -> bool:
    return place.status == AVAILABLE and place.free_from is not None and place.free_from <= today


def _is_fresh(place: Place, today: date) -> bool:
    limit = timedelta(days=CONFIRMATION.value)
    return place.confirmed_on is not None and today - place.confirmed_on <= limit
