"""Whether an interview that the referrer takes part in is planned: a room above knows.

Its day, hour and link are read there, opened on record; here stands only that there is one (P22).
"""

from __future__ import annotations

import uuid

from havre.common.asking import Question


def _none(person_id: uuid.UUID) -> bool:
    return False


is_planned = Question(_none)
