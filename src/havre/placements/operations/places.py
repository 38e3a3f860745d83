"""The lock of a place: the last one goes to one person, on both databases."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import F

from havre.common.dataclass_json import from_json
from havre.directory.models import Shelter
from havre.directory.profiles import Place, ShelterProfile
from havre.placements.holds import taken_by
from havre.placements.models import PlaceLock
from havre.placements.policies import PlaceTaken, UnknownPlace


def take_place(place_id: uuid.UUID, *, person_id: uuid.UUID, at: datetime) -> None:
    """Make sure, inside the running operation, that the place is nobody else's until it commits.

    The version is read before anybody is looked for: whoever commits in between changes it. Raises ``PlaceTaken``.
    """
    lock, _new = PlaceLock.objects.get_or_create(place=place_id)
    if taken_by(place_id, at) - {person_id}:
        raise PlaceTaken
    if not PlaceLock.objects.filter(place=place_id, version=lock.version).update(version=F("version") + 1):
        raise PlaceTaken


def find_place(shelter_id: uuid.UUID, place_id: uuid.UUID) -> tuple[Shelter, ShelterProfile, Place]:
    """The shelter, its profile and the place in it. Raises ``UnknownPlace``."""
    shelter = Shelter.objects.filter(pk=shelter_id).first()
    profile = from_json(ShelterProfile, shelter.unseal("profile")) if shelter else ShelterProfile()
    place = profile.place(str(place_id))
    if shelter is None or place is None:
        raise UnknownPlace
    return shelter, profile, place
