"""What is to be looked at again within the week: a level of risk, a wait that was decided, a distance exception."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.assessments.operations.levels import REVIEW as RISK
from havre.journey.models import Journey, JourneyQuerySet
from havre.journey.rows import owner_of
from havre.placements.operations.overrides import REVIEW as EXCEPTION
from havre.record.models import Clock
from havre.vault.fields import fetch_keys

AHEAD = timedelta(days=7)
SHOWN = 8
WAIT = "review_hold"
LATE_ELSEWHERE = frozenset({WAIT, "review_risk"})
"""Next things that the panel of what is late already tells once their hour has passed."""


@dataclass(frozen=True)
class Kind:
    text: str | Promise
    route: str
    right: Permission


KINDS = {
    RISK: Kind(_("Revoir le risque"), "assessments:detail", Permission.COORDINATE),
    EXCEPTION: Kind(_("Relire une exception à la distance"), "placements:overrides", Permission.REVIEW),
    WAIT: Kind(_("Revoir la mise en attente"), "assessments:detail", Permission.COORDINATE),
}


@dataclass(frozen=True)
class Review:
    text: str
    name: str
    reference: str
    url: str
    due: datetime
    is_late: bool
    owner: str


def _kinds(user: User) -> list[str]:
    return [code for code, kind in KINDS.items() if may(user, kind.right)]


def wanted(user: User, at: datetime) -> Q:
    """Which journeys this account is to look at again within the week: asked of the few clocks that run, not of all."""
    until, codes = at + AHEAD, _kinds(user)
    running = Clock.objects.filter(
        code__in=[code for code in codes if code != WAIT], stopped_at=None, due_at__lte=until
    )
    waits = Q(next_code=WAIT, next_due__lte=until) if WAIT in codes else Q(pk__in=[])
    return Q(pk__in=running.values("subject")) | waits


def due(journeys: Iterable[Any], user: User, at: datetime) -> list[Review]:
    """What is to be looked at again among journeys ``with_dues``, the earliest first, with whose they are."""
    told = [(getattr(row, f"due_{code}"), code, row) for row in journeys for code in _kinds(user)]
    told = [one for one in told if one[0] is not None and one[0] <= at + AHEAD]
    shown = sorted((one for one in told if not _is_told_as_late(one[2], at)), key=lambda one: one[0])[:SHOWN]
    fetch_keys({row.owner_id: row.owner for _due, _code, row in shown if row.owner}.values())
    return [_review(row, KINDS[code], moment, user, at) for moment, code, row in shown]


def with_dues(journeys: JourneyQuerySet, user: User) -> QuerySet[Any]:
    """Each with when its clocks run out (one of a code runs at a time), and when its wait is to be looked at again."""
    running = {
        f"due_{code}": Clock.objects.filter(subject=OuterRef("pk"), code=code, stopped_at=None)
        for code in _kinds(user)
        if code != WAIT
    }
    return journeys.annotate(
        **{f"due_{WAIT}": Case(When(next_code=WAIT, then=F("next_due")))},
        **{name: Subquery(clock.values("due_at")[:1]) for name, clock in running.items()},
    )


def _is_told_as_late(row: Journey, at: datetime) -> bool:
    return row.next_code in LATE_ELSEWHERE and row.next_due is not None and row.next_due < at


def _review(row: Journey, kind: Kind, moment: datetime, user: User, at: datetime) -> Review:
    return Review(
        text=str(kind.text),
        name=row.person.pseudonym,
        reference=row.person.reference,
        url=reverse(kind.route) if kind.route == "placements:overrides" else reverse(kind.route, args=[row.pk]),
        due=moment,
        is_late=moment <= at,
        owner=owner_of(row, user),
    )
