from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReferralReceived:
    person_id: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class ReferralTakenUp:
    """The coordination takes the situation up: the case is opened."""

    person_id: uuid.UUID
    coordinator_id: uuid.UUID


@dataclass(frozen=True)
class ReferralEnded:
    """``how`` is the state it ended in: ``answered``, ``handed_over`` or ``withdrawn``."""

    person_id: uuid.UUID
    how: str


@dataclass(frozen=True)
class ReferralReopened:
    person_id: uuid.UUID


@dataclass(frozen=True)
class WithdrawalToCheck:
    """Somebody said that she wants no more help while she lives in the network; or her coordinator has asked her."""

    person_id: uuid.UUID


@dataclass(frozen=True)
class ReferralMessage:
    """A message or an information came (``from_coordination`` false) or went."""

    person_id: uuid.UUID
    from_coordination: bool
