"""Whose work it is: who is away, cases that changed hands, cases that nobody has, roles that wait for the head of service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from havre.accounts.models import Membership
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.desk import absences, downloads
from havre.desk.absences import Away
from havre.desk.night import Night
from havre.journey.models import Journey
from havre.people.models import CaseNews

SHOWN = 8


@dataclass(frozen=True)
class Moved:
    """One case that changed hands, as its reader finds it: who, to whom, why, when."""

    reference: str
    pseudonym: str
    url: str
    read_url: str
    by: str
    to: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Orphan:
    reference: str
    pseudonym: str
    url: str


@dataclass(frozen=True)
class Hands:
    """``back``: absences that this account is to end, its own or, once they are past, anybody's for the head of service;
    ``away``: the others. ``orphans`` and ``roles`` are for the head of service; ``orphans_total`` counts those not shown
    too. ``exports`` are downloads that wait for this account as their second person."""

    moved: Sequence[Moved]
    back: Sequence[Away] = ()
    away: Sequence[Away] = ()
    orphans: Sequence[Orphan] = ()
    orphans_total: int = 0
    roles: int = 0
    exports: int = 0


def of(night: Night, unread: Iterable[CaseNews], unheld: Sequence[Journey]) -> Hands:
    """What this account finds on its desk, ``unread`` with the keys at hand; ``unheld`` are the cases that nobody has.

    One statement, for the head of service one more.
    """
    user, at = night.user, night.at
    moved = [_moved(news) for news in unread]
    away = absences.of(user, at, lambda: night.team.everybody)
    back = [one for one in away if one.is_running and (one.is_own or (one.may_end and one.is_past))]
    away = [one for one in away if one not in back]
    exports = downloads.to_confirm(user, at)
    if not may(user, Permission.REVIEW):
        return Hands(moved, back, away, exports=exports)
    orphans = [
        Orphan(one.person.reference, one.person.pseudonym, reverse("people:hand_over", args=[one.person_id]))
        for one in unheld[:SHOWN]
    ]
    waiting = Membership.objects.filter(is_confirmed=False, user__is_active=True).count()
    roles = waiting if may(user, Permission.CONFIRM_ROLES) else 0
    return Hands(moved, back, away, orphans, len(unheld), roles, exports)


def _moved(news: CaseNews) -> Moved:
    terms, person = news.unseal("terms"), news.person
    return Moved(
        person.reference, person.pseudonym, reverse("journey:detail", args=[person.pk]),
        reverse("people:news_read", args=[news.pk]), terms["by"], terms["to"], terms["reason"],
        datetime.fromisoformat(terms["at"]),
    )  # fmt: skip
