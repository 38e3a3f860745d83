"""What other rooms may hear of an assessment."""

from __future__ import annotations

from dataclasses import dataclass

from havre.record.events import OfSituation


@dataclass(frozen=True)
class AssessmentDecided(OfSituation):
    """``decision`` is the state: ``search``, ``on_hold``, ``redirected``, ``not_eligible``, ``declined``."""

    decision: str


@dataclass(frozen=True)
class AssessmentReopened(OfSituation):
    """What was decided no longer holds."""


@dataclass(frozen=True)
class RiskSet(OfSituation):
    """A named person set the level, or an unconfirmed arrival or a leak raised it to ``very_high``."""

    level: str


@dataclass(frozen=True)
class DangerChanged(OfSituation):
    """Zones or threat actors changed: searches made before no longer hold."""
