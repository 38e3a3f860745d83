"""What other rooms may hear of a person."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from havre.record.events import OfSituation


@dataclass(frozen=True)
class SituationOpened(OfSituation):
    """A person enters the house: her row exists, her pseudonym is chosen."""


@dataclass(frozen=True)
class AgreementGiven(OfSituation):
    """``offer_id`` is set for the agreement to one place."""

    kind: str
    offer_id: uuid.UUID | None = None


@dataclass(frozen=True)
class AgreementWithdrawn(OfSituation):
    """What depends on this agreement stops (law 5)."""

    kind: str
    offer_id: uuid.UUID | None = None


@dataclass(frozen=True)
class AgreementStruck(OfSituation):
    """An agreement was written down by mistake. Whoever built on it refuses, by raising."""

    kind: str
    offer_id: uuid.UUID | None = None


@dataclass(frozen=True)
class CoordinatorChanged(OfSituation):
    """Who follows the situation; ``None`` where nobody does."""

    coordinator_id: uuid.UUID | None


@dataclass(frozen=True)
class ApartChanged(OfSituation):
    """Whom she must not meet has changed: where she lives, others are kept away by it."""


@dataclass(frozen=True)
class ProfileChanged(OfSituation):
    """Her working profile changed: what was computed from it is out of date."""
