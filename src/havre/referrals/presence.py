"""Whether she lives in the network now: a room above knows, a referral alone does not say it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from havre.common.asking import Question

SPEAK = "SPEAK"
"""The clock of a coordinator who is to speak with her: somebody else said that she wants no more help."""
SPEAK_WITHIN = timedelta(hours=24)
"""Our choice: the day after at the latest, for the words may be her wish or somebody's pressure."""


def _unknown(person_id: uuid.UUID) -> bool:
    return False


is_housed = Question(_unknown)
