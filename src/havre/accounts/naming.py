"""Names of accounts: as colleagues read them, and in a list to choose from, where what tells two apart stands behind."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from havre.accounts.models import Membership, User
from havre.accounts.roles import ROLES
from havre.common import words
from havre.vault.fields import fetch_keys


def names_of(ids: Iterable[uuid.UUID], at_hand: Iterable[User] = ()) -> dict[uuid.UUID, str]:
    """How colleagues read these accounts. Two statements; those of ``at_hand`` are not read again."""
    wanted = set(ids)
    users = [user for user in at_hand if user.pk in wanted]
    if missing := wanted - {user.pk for user in users}:
        users += User.objects.filter(pk__in=missing)
    fetch_keys(users)
    return {user.pk: user.name for user in users}


def by_name(held: QuerySet[Membership]) -> list[tuple[User, str]]:
    """The holders of these roles to choose from, those of one name told apart. Two statements."""
    rows = list(held.select_related("user", "organisation").order_by("role"))
    fetch_keys(one.user for one in rows)
    return told_apart(rows)


def told_apart(held: Iterable[Membership]) -> list[tuple[User, str]]:
    """The holders of these roles by name, each once: «Marie D.», or «Marie D., juriste», and with the code of the service
    where that still reads alike. The roles come with user and organisation, the keys of the accounts are at hand."""
    by_user: dict[uuid.UUID, list[Membership]] = {}
    for one in held:
        by_user.setdefault(one.user_id, []).append(one)
    named = {key: roles[0].user.name for key, roles in by_user.items()}
    for more in (_roles, _services, _sign):
        alike = Counter(words.unaccented(name) for name in named.values())
        named = {
            key: f"{name}, {said}" if alike[words.unaccented(name)] > 1 and (said := more(by_user[key])) else name
            for key, name in named.items()
        }
    users = [(by_user[key][0].user, name) for key, name in named.items()]
    return sorted(users, key=lambda pair: (words.unaccented(pair[1]), str(pair[0].pk)))


def _roles(held: list[Membership]) -> str:
    return words.join_words(sorted({str(ROLES[one.role].name) for one in held}))


def _services(held: list[Membership]) -> str:
    return words.join_words(sorted({one.organisation.code for one in held if one.organisation}))


def _sign(held: list[Membership]) -> str:
    """Five signs of the account, that a colleague can say on the telephone."""
    return words.short_number(held[0].user_id)
