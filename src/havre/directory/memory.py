"""What shelters say of themselves, unsealed once and kept in the memory of the process: codes and départements, no person.

A profile is unsealed again when the version of its row changes. Nobody changes one that comes from here.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping

from havre.directory.models import Shelter
from havre.directory.profiles import ShelterProfile
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache

_known: dict[uuid.UUID, tuple[int, ShelterProfile]] = {}
_lock = threading.Lock()


def profiles(versions: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, ShelterProfile]:
    """The profile of each shelter that is asked for, by id, where its row has that version."""
    with _lock:
        kept = {pk: _known[pk] for pk, version in versions.items() if pk in _known and _known[pk][0] == version}
    missing = versions.keys() - kept.keys()
    if missing:
        read = _read(missing)
        kept |= read
        with _lock:
            _known.update(read)
    return {pk: profile for pk, (_version, profile) in kept.items()}


def _read(ids: set[uuid.UUID]) -> dict[uuid.UUID, tuple[int, ShelterProfile]]:
    with key_cache():
        found = list(Shelter.objects.filter(pk__in=ids))
        fetch_keys(found)
        return {shelter.pk: (shelter.version, shelter.read_profile()) for shelter in found}


def forget() -> None:
    """For tests that put another database in its place."""
    with _lock:
        _known.clear()
