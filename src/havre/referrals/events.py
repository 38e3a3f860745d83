"""What other rooms may hear of referrals."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from havre.record.events import OfSituation


@dataclass(frozen=True)
class ReferralReceived(OfSituation):
    """A person enters the house; she waits since ``at``."""

    at: datetime


@dataclass(frozen=True)
class ReferralTakenUp(OfSituation):
    """The coordination takes the situation up: the case is opened."""

    coordinator_id: uuid.UUID


@dataclass(frozen=True)
class ReferralEnded(OfSituation):
    """``how`` is the state it ended in: ``answered``, ``handed_over`` or ``withdrawn``."""

    how: str


@dataclass(frozen=True)
class ReferralReopened(OfSituation):
    """She counts as an adult after all: the wait begins now."""


@dataclass(frozen=True)
class WithdrawalToCheck(OfSituation):
    """Somebody said that she wants no more help while she lives in the network; or her coordinator has asked her."""


@dataclass(frozen=True)
class ReferralMessage(OfSituation):
    """A message or an information came (``from_coordination`` false) or went."""

    from_coordination: bool
