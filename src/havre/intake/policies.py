"""Who may hear what was said, and who may ring back."""

from __future__ import annotations

from typing import Any

from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.intake.models import Call


def may_open(user: Any, call: Call) -> bool:
    """The coordination; otherwise who noted it, and anybody who may ring back."""
    if not may(user, Permission.NOTE_CALLS):
        return False
    if may(user, Permission.COORDINATE):
        return call.state != "open" or call.owner_id == user.pk
    return call.owner_id == user.pk or (call.state == "to_call_back" and call.for_all)


def may_refer(user: Any) -> bool:
    """A referral is written by the coordination; others leave the call for it to ring back."""
    return may(user, Permission.COORDINATE)
