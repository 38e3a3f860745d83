"""What partners are asked these days: rooms above say for what, until when, and where to answer."""

from __future__ import annotations

from dataclasses import dataclass

from havre.accounts.models import User
from havre.common.asking import Question


@dataclass(frozen=True)
class Asked:
    """One line on the page of a partner."""

    title: str
    until: str
    url: str


def _none(user: User) -> list[Asked]:
    return []


open_calls = Question(_none)
"""What waits for an answer of this account's partner."""
