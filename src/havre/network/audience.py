"""Who is spoken to: who keeps the network, who takes part in it, and for which organisations."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from havre.accounts.models import User, is_user
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.accounts.roles import ROLES
from havre.directory.models import Partnership
from havre.directory.standing import MEMBERS
from havre.network.content import COORDINATION, EVERYBODY, PARTNERS, REFERRERS, SHELTERS

TAKING_PART = frozenset(key for key, role in ROLES.items() if Permission.TAKE_PART in role.permissions)
"""Roles whose holders speak and read for a partner."""
_SHELTERING = {key for key in TAKING_PART if Permission.SEE_RESIDENTS in ROLES[key].permissions}


def keeps(user: Any) -> bool:
    return may(user, Permission.KEEP_DIRECTORY)


def takes_part(user: Any) -> bool:
    """Whether this account speaks for a partner; whoever only refers from a service outside the network does not."""
    return may(user, Permission.TAKE_PART) and bool(organisations_of(user))


def organisations_of(user: Any) -> set[uuid.UUID]:
    """The partners for which this account speaks: houses, and services with a convention. At most one statement."""
    if not is_user(user):
        return set()
    houses: set[uuid.UUID] = user.organisations(_SHELTERING)
    return houses | set(conventions_of(user).values_list("organisation", flat=True))


def conventions_of(user: User) -> QuerySet[Partnership]:
    """The conventions of the services for which this account refers; no statement where it refers for none."""
    services = user.organisations(set(TAKING_PART)) - user.organisations(_SHELTERING)
    return Partnership.objects.filter(organisation__in=services, state__in=MEMBERS)


def audiences_of(user: Any) -> set[str]:
    """What of the closed list of audiences holds this account; nothing where it has no role yet."""
    if not is_user(user) or not user.held:
        return set()
    asked = {
        COORDINATION: Permission.NOTE_CALLS,
        SHELTERS: Permission.SEE_RESIDENTS,
        REFERRERS: Permission.REFER,
    }
    found = {EVERYBODY} | {name for name, right in asked.items() if may(user, right)}
    return found | ({PARTNERS} if takes_part(user) else set())
