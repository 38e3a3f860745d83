"""Where one situation stands: plain facts from the rooms below, and what follows from them.

``derive`` and ``next_thing.of`` are the only rules; event handlers and ``havre check`` both use them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from havre.journey.states import JOURNEY

MOVING = "moved"
"""The reason of a stay that ended because she moves on to another place of the network."""
_OVER = ("redirected", "not_eligible", "declined")


@dataclass(frozen=True)
class Asked:
    """One shelter that was asked. Moments are ``None`` where nobody wrote them."""

    state: str
    asked_at: datetime | None = None
    answer_by: datetime | None = None
    hold_until: datetime | None = None
    is_fallback: bool = False


@dataclass(frozen=True)
class Met:
    """The interview that is linked to a living offer."""

    state: str
    at: datetime | None = None


@dataclass(frozen=True)
class Travel:
    state: str
    departs_at: datetime | None = None
    expected_at: datetime | None = None


@dataclass(frozen=True)
class Ended:
    """The last stay that ended."""

    reason: str
    at: datetime | None = None


@dataclass(frozen=True)
class Found:
    """The last search: how many places fit."""

    at: datetime
    fitting: int


@dataclass(frozen=True)
class Standing:
    """All that the way of one person is computed from. Empty strings and ``None`` say that there is none yet.

    ``asked_at``: somebody asked about her by telephone, and nobody has looked at the risk since (P21).
    """

    coordinator_id: uuid.UUID | None = None
    referral: str = ""
    received_at: datetime | None = None
    hand_over_received: bool = False
    assessment: str = ""
    risk: str = ""
    case: str = ""
    agreements: frozenset[str] = frozenset()
    search: Found | None = None
    offers: tuple[Asked, ...] = ()
    interview: Met | None = None
    transfer: Travel | None = None
    stays: frozenset[str] = frozenset()
    must_move: bool = False
    ended: Ended | None = None
    alarm_since: datetime | None = None
    has_alarm: bool = False
    review_at: datetime | None = None
    receipt_due: datetime | None = None
    speak_by: datetime | None = None
    asked_at: datetime | None = None

    @property
    def is_housed(self) -> bool:
        """In a place of her own; a relay apartment is a roof while the search goes on."""
        return "place" in self.stays


def derive(it: Standing) -> str:
    """The state of the way. What is furthest along wins, except that an end is an end."""
    if it.referral in ("handed_over", "withdrawn"):
        return it.referral
    if it.assessment in _OVER:
        return it.assessment
    if it.transfer is not None:
        return "in_transit" if it.transfer.state == "under_way" else "transfer_planned"
    if it.is_housed:
        return "accommodated"
    if it.case == "closed":
        return "closed"
    return _before_a_place(it)


def _before_a_place(it: Standing) -> str:
    if it.offers and (it.interview is not None or any(offer.state != "asked" for offer in it.offers)):
        return "interview"
    if it.offers:
        return "proposed"
    if it.ended is not None and it.ended.reason != MOVING:
        return "follow_up"
    if it.assessment in ("search", "on_hold"):
        return "searching" if it.assessment == "search" else "on_hold"
    if it.referral == "answered":
        return "redirected"
    return "assessing" if it.referral == "taken_up" else "referral_received"


def waiting_since(it: Standing) -> datetime | None:
    """Since when she waits for a place: day 1. ``None`` once she is safe, or waits for nothing."""
    if not JOURNEY.stage(derive(it)).waits:
        return None
    if it.ended is not None and it.ended.at is not None:
        return it.ended.at
    return it.received_at
