"""Whether she lives in the network now. The rooms above know, and plug in; a referral alone does not say it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

SPEAK = "SPEAK"
"""The clock of a coordinator who is to speak with her: somebody else said that she wants no more help."""
SPEAK_WITHIN = timedelta(hours=24)
"""Our choice: the day after at the latest, for the words may be her wish or somebody's pressure."""

Provider = Callable[[uuid.UUID], bool]
_providers: list[Provider] = []


def register_presence(provider: Provider) -> None:
    """Ask ``provider(person_id)``; called once, from ``AppConfig.ready``."""
    if provider not in _providers:
        _providers.append(provider)


def is_housed(person_id: uuid.UUID) -> bool:
    return any(provider(person_id) for provider in _providers)
