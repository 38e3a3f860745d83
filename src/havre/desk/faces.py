"""Which face of the house an account sees, and where it begins its day."""

from __future__ import annotations

from typing import Any

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may

DESK, SHEET = "desk", "sheet"

HOMES: tuple[tuple[Permission, str], ...] = (
    (Permission.READ_SITUATIONS, "desk:today"),
    (Permission.SEE_RESIDENTS, "placements:shelter_home"),
    (Permission.REFER, "referrals:mine"),
    (Permission.ESCORT, "placements:escort_home"),
    (Permission.KEEP_ACCOUNTS, "directory:accounts"),
    (Permission.READ_RECORD, "record:list"),
    (Permission.READ_DIRECTORY, "directory:list"),
    (Permission.READ_PUBLIC_NUMBERS, "evaluation:latest"),
    (Permission.TRAIN, "training:today"),
)
"""The first right that an account holds says where it arrives."""

WORKERS = (Permission.READ_SITUATIONS, Permission.NOTE_CALLS, Permission.KEEP_DIRECTORY)
"""Who does the work of the desk: they find their own acts again, and the tables that may be downloaded."""

_INSIDE = (
    Permission.READ_SITUATIONS,
    Permission.READ_DIRECTORY,
    Permission.KEEP_ACCOUNTS,
    Permission.READ_RECORD,
    Permission.READ_PUBLIC_NUMBERS,
)


def face_of(user: Any) -> str:
    """The desk for those who work in the house, one column for those who come by: shelters, referrers, escorts."""
    return DESK if any(may(user, right) for right in _INSIDE) else SHEET


def home_of(user: User) -> str:
    """The name of the page where this account arrives; empty for one that holds no role yet."""
    return next((name for right, name in HOMES if may(user, right)), "")
