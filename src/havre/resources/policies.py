"""Who may ask, answer, and turn a question into a referral."""

from __future__ import annotations

from typing import Any

from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.resources.models import AdviceRequest


def may_give(user: Any) -> bool:
    return may(user, Permission.GIVE_ADVICE)


def may_ask(user: Any) -> bool:
    return may(user, Permission.ASK_ADVICE)


def is_asker(user: Any, request: AdviceRequest) -> bool:
    """Its asker, as long as the account may still ask."""
    return may_ask(user) and request.asker_id == user.pk


def may_refer(user: Any) -> bool:
    """A referral is written by the coordination (as from a call)."""
    return may(user, Permission.COORDINATE)


def may_keep_library(user: Any) -> bool:
    return may(user, Permission.KEEP_LIBRARY)
