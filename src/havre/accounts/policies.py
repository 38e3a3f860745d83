"""The one question: ``may(user, permission, record)``."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from django.db.models import QuerySet
from django.utils import timezone

from havre.accounts.models import DutyShift, Membership, User, is_user
from havre.accounts.permissions import Permission
from havre.accounts.roles import NETWORK, ROLES


@runtime_checkable
class OfSituation(Protocol):
    """A record that belongs to one person's situation."""

    @property
    def coordinator_id(self) -> uuid.UUID | None: ...


@runtime_checkable
class OfOrganisation(Protocol):
    """A record that belongs to one organisation."""

    @property
    def organisation_id(self) -> uuid.UUID | None: ...


CASE_BOUND = frozenset({Permission.OPEN_IDENTITY, Permission.OPEN_PLACE, Permission.ARRANGE_PLACE})
"""Held by the coordinator of that case or by whoever is on duty, not by the role alone (law 2)."""


def naming_a_house(user_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Of these accounts, those whose name beside a person would tell a house (law 2): a team's, and those that hold no
    role any more. One statement."""
    wanted = set(user_ids)
    held = list(Membership.objects.filter(user__in=wanted).values_list("user_id", "role")) if wanted else []
    teams = {user_id for user_id, role in held if Permission.SEE_RESIDENTS in ROLES[role].permissions}
    return teams | (wanted - {user_id for user_id, _role in held})


def is_on_duty(user: User, at: datetime | None = None) -> bool:
    """Whether the rota names this account, first or second: at ``at``, or now (asked once per minute and request)."""
    if at is not None:
        return DutyShift.objects.current(at).filter(user=user, rank__lte=2).exists()
    return any(shift.user_id == user.pk and shift.rank <= 2 for shift in shifts_now(user))


def shifts_now(user: User) -> list[DutyShift]:
    """The rota of this minute with its accounts, first rank first: asked once per minute and request, and kept with the
    account that asks."""
    now = timezone.now()
    minute = now.replace(second=0, microsecond=0)
    known: tuple[datetime, list[DutyShift]] | None = user.__dict__.get("_shifts")
    if known is None or known[0] != minute:
        known = (
            minute,
            list(DutyShift.objects.current(now).select_related("user").order_by("rank", "starts_at", "pk")),
        )
        user.__dict__["_shifts"] = known
    return known[1]


def memberships_with(rights: Collection[Permission]) -> QuerySet[Membership]:
    """The confirmed roles of active accounts, each of which has all of these rights."""
    roles = [key for key, role in ROLES.items() if role.permissions.issuperset(rights)]
    return Membership.objects.filter(role__in=roles, is_confirmed=True, user__is_active=True)


def may(user: Any, permission: Permission, record: Any = None) -> bool:
    """Whether ``user`` holds ``permission`` for ``record``.

    Without a record: whether any role grants it at all. With one: a role held across the network grants it on every
    record, except what is bound to the case; a role within an organisation only on that organisation's records.
    """
    if not is_user(user):
        return False
    return any(_grants(user, membership, permission, record) for membership in user.held)


def _grants(user: User, membership: Any, permission: Permission, record: Any) -> bool:
    role = ROLES[membership.role]
    if permission not in role.permissions:
        return False
    if record is None:
        return True
    if role.scope != NETWORK:
        return isinstance(record, OfOrganisation) and record.organisation_id == membership.organisation_id
    if permission in CASE_BOUND:
        owns = isinstance(record, OfSituation) and record.coordinator_id == user.pk
        return owns or is_on_duty(user)
    return True
