from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class CaseOpened:
    """The coordination has taken the situation up, or takes it up again."""

    person_id: uuid.UUID


@dataclass(frozen=True)
class CaseClosed:
    """Nothing more is to be done; the time of retention runs."""

    person_id: uuid.UUID
