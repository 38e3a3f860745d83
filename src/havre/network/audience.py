"""Who is spoken to: who keeps the network, who takes part in it, and for which organisations."""

from __future__ import annotations

import uuid
from typing import Any

from havre.accounts.models import is_user
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.accounts.roles import ROLES
from havre.network.content import COORDINATION, EVERYBODY, PARTNERS, REFERRERS, SHELTERS

TAKING_PART = frozenset(key for key, role in ROLES.items() if Permission.TAKE_PART in role.permissions)
"""Roles whose holders speak and read for a partner."""


def keeps(user: Any) -> bool:
    return may(user, Permission.KEEP_DIRECTORY)


def takes_part(user: Any) -> bool:
    return may(user, Permission.TAKE_PART)


def organisations_of(user: Any) -> set[uuid.UUID]:
    """The partners for which this account speaks."""
    return user.organisations(set(TAKING_PART)) if is_user(user) else set()


def audiences_of(user: Any) -> set[str]:
    """What of the closed list of audiences holds this account; nothing where it has no role yet."""
    if not is_user(user) or not user.held:
        return set()
    asked = {
        COORDINATION: Permission.NOTE_CALLS,
        PARTNERS: Permission.TAKE_PART,
        SHELTERS: Permission.SEE_RESIDENTS,
        REFERRERS: Permission.REFER,
    }
    return {EVERYBODY} | {name for name, right in asked.items() if may(user, right)}
