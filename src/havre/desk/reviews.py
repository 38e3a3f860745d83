"""What is to be looked at again within the week: a level of risk, a wait that was decided, a distance exception."""

from __future__ import annotations

import uuid
from collections.abc import Collection
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


def due(user: User, at: datetime, *, own: Collection[uuid.UUID] | None = None) -> list[Review]:
    """The earliest first, with whose they are; ``own`` keeps those of these situations only."""
    kinds = {code: kind for code, kind in KINDS.items() if may(user, kind.right)}
    until = at + AHEAD
    found = _with_dues(Journey.objects.visible_to(user), [code for code in kinds if code != WAIT])
    asked = Q(*((f"due_{code}__lte", until) for code in kinds), _connector=Q.OR)
    known = [row for row in found.filter(asked) if own is None or row.pk in own] if kinds else []
    told = [(getattr(row, f"due_{code}"), code, row) for row in known for code in kinds]
    told = [one for one in told if one[0] is not None and one[0] <= until]
    shown = sorted((one for one in told if not _is_told_as_late(one[2], at)), key=lambda one: one[0])[:SHOWN]
    fetch_keys({row.owner_id: row.owner for _due, _code, row in shown if row.owner}.values())
    return [_review(row, KINDS[code], moment, user, at) for moment, code, row in shown]


def _with_dues(journeys: JourneyQuerySet, codes: list[str]) -> QuerySet[Any]:
    """Each with when its clocks run out (one of a code runs at a time), and when its wait is to be looked at again."""
    running = {
        f"due_{code}": Clock.objects.filter(subject=OuterRef("pk"), code=code, stopped_at=None) for code in codes
    }
    return journeys.select_related("person", "owner").annotate(
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
