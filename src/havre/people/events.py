from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class SituationOpened:
    """A person enters the house: her row exists, her pseudonym is chosen."""

    person_id: uuid.UUID


@dataclass(frozen=True)
class AgreementGiven:
    """``offer_id`` is set for the agreement to one place."""

    person_id: uuid.UUID
    kind: str
    offer_id: uuid.UUID | None = None


@dataclass(frozen=True)
class AgreementWithdrawn:
    """What depends on this agreement stops (law 5)."""

    person_id: uuid.UUID
    kind: str
    offer_id: uuid.UUID | None = None


@dataclass(frozen=True)
class CoordinatorChanged:
    person_id: uuid.UUID
    coordinator_id: uuid.UUID | None


@dataclass(frozen=True)
class ApartChanged:
    """Whom she must not meet has changed: where she lives, others are kept away by it."""

    person_id: uuid.UUID


@dataclass(frozen=True)
class ProfileChanged:
    """Her working profile changed: what was computed from it is out of date."""

    person_id: uuid.UUID
