"""What the writes of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from havre.accounts.models import Organisation, User
from havre.network.models import OfTheNetwork
from havre.network.policies import may_keep, may_speak_for
from havre.record.operations import NotAllowed, OnBehalf, record

AddressOf = Callable[[str], str]
"""From the token of a link to its whole address."""


def require_keeper(by: User | None) -> None:
    if not may_keep(by):
        raise NotAllowed


def require_voice(by: User | None, organisation: Organisation) -> None:
    if not may_speak_for(by, organisation):
        raise NotAllowed


def names(by: User | None, on_behalf_of: OnBehalf | None) -> dict[str, str]:
    """Who wrote it down, and who said it where that was on the telephone."""
    return {"by": by.name if by else "", "who": on_behalf_of.who if on_behalf_of else ""}


def put_on_record(event: str, row: OfTheNetwork, *fields: str, **facts: Any) -> None:
    record(event, subject=row.pk, fields=fields, facts=facts or None, thread=False)
