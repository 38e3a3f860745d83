"""What is read of a journey: the next leg by who travels, the handover by who waits. Opened on demand, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.placements.content import Leg, Route, read
from havre.placements.models import Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.placements.operations.transfers.under_way import require_hand
from havre.record import words
from havre.record.operations import NotAllowed, operation, record
from havre.record.transitions import NotNow

words.register(
    {
        "sheet_opened": _("Feuille de voyage ouverte : étape suivante seulement"),
        "handover_opened": _("Remise ouverte : où et avec quel mot"),
    }
)

LEG_GRACE = timedelta(minutes=15)


@dataclass(frozen=True)
class Sheet:
    """The next leg and what goes with it; ``meeting_point`` before the first, ``handover`` on the last."""

    leg: Leg
    number: int
    legs: int
    meeting_point: str = ""
    handover: str = ""
    code_word: str = ""
    escort: str = ""


def next_leg(legs: Sequence[Leg], at: datetime) -> int:
    """Index of the leg to take now: the first that leaves from now on, a train missed by 15 minutes included."""
    return next((index for index, leg in enumerate(legs) if leg.at + LEG_GRACE >= at), len(legs) - 1)


@operation
def open_sheet(transfer: Transfer, *, by: User | None, at: datetime) -> Sheet:
    """The travel sheet, opened on demand, never stored: the next leg only (law 2).

    For the coordinator of the case, the duty, and the escort on the days of the journey. Raises ``NotAllowed``.
    """
    require_hand(by, transfer, P.ESCORT, at)
    if transfer.state not in TRAVELLING:
        raise NotNow
    route = read(transfer, "route", Route)
    index = next_leg(route.legs, at)
    record("sheet_opened", subject=transfer.situation_id, fields=["placements.transfer.route"])
    return Sheet(
        leg=route.legs[index], number=index + 1, legs=len(route.legs),
        meeting_point=route.meeting_point if index == 0 else "",
        handover=route.handover if index == len(route.legs) - 1 else "",
        code_word=route.code_word, escort=route.escort_name,
    )  # fmt: skip


@dataclass(frozen=True)
class Handover:
    """What the house needs to meet her: where, with which word, who comes along."""

    where: str
    code_word: str
    escort: str
    escort_phone: str


@operation
def open_handover(transfer: Transfer, *, by: User | None, at: datetime) -> Handover:
    """For the team that waits for her. Raises ``NotAllowed``, ``NotNow``."""
    if not may(by, P.CONFIRM_ARRIVAL, transfer) and not may(by, P.OPEN_PLACE, transfer):
        raise NotAllowed
    if transfer.state not in TRAVELLING:
        raise NotNow
    route = read(transfer, "route", Route)
    record("handover_opened", subject=transfer.situation_id, fields=["placements.transfer.route"])
    return Handover(route.handover, route.code_word, route.escort_name, route.escort_phone)
