"""What houses said in call rounds and the night has not yet written into their profiles: laid over them when read.

A room above keeps it, and for whom it was said; here stand only the house, its place and the day (law 2).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from havre.common.asking import Question
from havre.common.dataclass_json import from_json, to_json
from havre.directory.profiles import Pause, ShelterProfile


@dataclass
class News:
    """What was said of one place at ``said_at``. ``free_from`` is the day from which it is free, ``None``: not free in
    sight; ``paused_until`` rests the whole house.

    Once the house itself speaks of that place, or of its pause, its own word counts.
    """

    place: str
    said_at: datetime
    said_by: str
    free_from: date | None = None
    paused_until: date | None = None
    reason: str = ""

    @property
    def said_on(self) -> date:
        return timezone.localtime(self.said_at).date()


NewsOfHouses = Mapping[uuid.UUID, Sequence[News]]
"""By shelter, in the order in which they were said."""


def _none() -> NewsOfHouses:
    return {}


waiting = Question(_none)
"""All news that the night has not yet written."""


def with_news(profile: ShelterProfile, told: Iterable[News]) -> ShelterProfile:
    """The profile with what was said since: a copy, the profile itself stays as it is."""
    counting = [one for one in told if _counts(one, profile)]
    if not counting:
        return profile
    changed = from_json(ShelterProfile, to_json(profile))
    for one in counting:
        place = changed.place(one.place)
        if place is not None and _is_later(one, place.said_at):
            place.free_from, place.confirmed_on, place.confirmed_by = one.free_from, one.said_on, one.said_by
        if one.paused_until is not None and _is_later(one, profile.pause_said_at):
            changed.pause = Pause(since=one.said_on, until=one.paused_until, reason=one.reason)
    return changed


def told_on(own: ShelterProfile, place_id: str, told: Iterable[News]) -> date | None:
    """The day on which the word on that place that counts was said by telephone; ``None`` where it is the house's own."""
    place = own.place(place_id)
    days = [one.said_on for one in told if place and one.place == place_id and _is_later(one, place.said_at)]
    return days[-1] if days else None


def _counts(one: News, profile: ShelterProfile) -> bool:
    place = profile.place(one.place)
    rests = one.paused_until is not None and _is_later(one, profile.pause_said_at)
    return rests or (place is not None and _is_later(one, place.said_at))


def _is_later(one: News, own: datetime | None) -> bool:
    return own is None or own < one.said_at
