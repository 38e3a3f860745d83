"""The journey to the door: planned, begun, postponed, watched, arrived. Source: DOMAIN.md §3 states 8 to 10, ARRIVE."""

from __future__ import annotations

from havre.placements.operations.transfers.arriving import confirm_arrival, enter_owed, record_arrival
from havre.placements.operations.transfers.planning import (
    Backwards,
    NoLeg,
    NotKept,
    OneJourney,
    PastJourney,
    Plan,
    cancel_transfer,
    change_transfer,
    plan_transfer,
)
from havre.placements.operations.transfers.sheets import Handover, Sheet, next_leg, open_handover, open_sheet
from havre.placements.operations.transfers.under_way import NotLater, OverAWeek, depart, postpone
from havre.placements.operations.transfers.watching import ALARM_AFTER, ASK_AFTER, watch_arrivals

__all__ = [
    "ALARM_AFTER",
    "ASK_AFTER",
    "Backwards",
    "Handover",
    "NoLeg",
    "NotKept",
    "NotLater",
    "OneJourney",
    "OverAWeek",
    "PastJourney",
    "Plan",
    "Sheet",
    "cancel_transfer",
    "change_transfer",
    "confirm_arrival",
    "depart",
    "enter_owed",
    "next_leg",
    "open_handover",
    "open_sheet",
    "plan_transfer",
    "postpone",
    "record_arrival",
    "watch_arrivals",
]
