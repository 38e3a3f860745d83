"""Whether an interview that the referrer takes part in is planned: a room above knows, and says so with ``use``.

Its day, hour and link are read there, opened on record; here stands only that there is one (P22).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

Planned = Callable[[uuid.UUID], bool]


def _none(person_id: uuid.UUID) -> bool:
    return False


_planned: list[Planned] = [_none]


def use(planned: Planned) -> None:
    """Ask ``planned`` from now on; called once, from ``AppConfig.ready``."""
    _planned[0] = planned


def is_planned(person_id: uuid.UUID) -> bool:
    return _planned[0](person_id)
