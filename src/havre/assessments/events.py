from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class AssessmentDecided:
    """``decision`` is the state: ``search``, ``on_hold``, ``redirected``, ``not_eligible``, ``declined``."""

    person_id: uuid.UUID
    decision: str


@dataclass(frozen=True)
class AssessmentReopened:
    person_id: uuid.UUID


@dataclass(frozen=True)
class RiskSet:
    """A named person set the level, or an unconfirmed arrival or a leak raised it to ``very_high``."""

    person_id: uuid.UUID
    level: str


@dataclass(frozen=True)
class DangerChanged:
    """Zones or threat actors changed: searches made before no longer hold."""

    person_id: uuid.UUID
