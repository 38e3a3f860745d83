"""What houses said in call rounds and the night has not yet written into their profiles: laid over them when read."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from havre.common.dataclass_json import from_json, to_json
from havre.directory.profiles import Pause, Place, ShelterProfile
from havre.placements.content import read
from havre.placements.models import PlaceNews
from havre.vault.fields import fetch_keys


@dataclass
class News:
    """What was said of one place. ``free_from`` is the day from which it is free, ``None``: not free in sight.

    ``before`` is how the profile spoke of the place then: once the house speaks otherwise itself, its own word counts.
    """

    place: str
    said_at: datetime
    said_by: str
    before: list[str | None]
    free_from: date | None = None
    paused_until: date | None = None
    reason: str = ""


NewsOfHouses = Mapping[uuid.UUID, list[News]]


def spoken(place: Place) -> list[str | None]:
    """What a profile says of when a place is free, to be compared later."""
    days = (place.confirmed_on, place.free_from, place.status_until)
    return [place.status, *(day.isoformat() if day else None for day in days)]


def waiting() -> NewsOfHouses:
    """All news by shelter, in the order in which they were said."""
    return of_rows(list(PlaceNews.objects.all()))


def of_rows(rows: list[PlaceNews]) -> NewsOfHouses:
    fetch_keys(rows)
    found: dict[uuid.UUID, list[News]] = defaultdict(list)
    for row in rows:
        found[row.shelter].append(read(row, "content", News))
    return {shelter: sorted(told, key=lambda one: one.said_at) for shelter, told in found.items()}


def with_news(profile: ShelterProfile, told: Iterable[News]) -> ShelterProfile:
    """A copy of the profile with what was said since; the profile itself stays as it is."""
    changed = from_json(ShelterProfile, to_json(profile))
    for one in told:
        own, place = profile.place(one.place), changed.place(one.place)
        if own is not None and place is not None and spoken(own) == one.before:
            _lay_over(changed, place, one)
    return changed


def _lay_over(profile: ShelterProfile, place: Place, told: News) -> None:
    said_on = timezone.localtime(told.said_at).date()
    place.free_from, place.confirmed_on, place.confirmed_by = told.free_from, said_on, told.said_by
    if told.paused_until is not None:
        profile.pause = Pause(since=said_on, until=told.paused_until, reason=told.reason)
