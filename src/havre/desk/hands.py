"""Whose work it is: cases that changed hands, cases that nobody has, roles that wait for the head of service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from havre.accounts.models import Membership, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.journey.models import Journey
from havre.people.handing import news_for
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
    """``orphans`` and ``roles`` are for the head of service; ``orphans_total`` counts those not shown too."""

    moved: Sequence[Moved]
    orphans: Sequence[Orphan] = ()
    orphans_total: int = 0
    roles: int = 0


def of(user: User) -> Hands:
    """What this account finds on its desk: one statement where nothing waits, three for the head of service."""
    moved = [_moved(news) for news in news_for(user)]
    if not may(user, Permission.REVIEW):
        return Hands(moved)
    found = list(Journey.objects.visible_to(user).without_coordinator().select_related("person").order_by("since"))
    orphans = [
        Orphan(one.person.reference, one.person.pseudonym, reverse("people:hand_over", args=[one.person_id]))
        for one in found[:SHOWN]
    ]
    waiting = Membership.objects.filter(is_confirmed=False, user__is_active=True).count()
    return Hands(moved, orphans, len(found), waiting if may(user, Permission.CONFIRM_ROLES) else 0)


def _moved(news: CaseNews) -> Moved:
    terms, person = news.unseal("terms"), news.person
    return Moved(
        person.reference, person.pseudonym, reverse("journey:detail", args=[person.pk]),
        reverse("people:news_read", args=[news.pk]), terms["by"], terms["to"], terms["reason"],
        datetime.fromisoformat(terms["at"]),
    )  # fmt: skip
