"""Law 10: no role that serves the machine opens a case; who manages accounts reads no record, and the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from havre.accounts.access import EVERYONE, SIGNED_IN
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.accounts.roles import ROLES
from havre.directory.models import Partner, Shelter
from havre.directory.operations.accounts import TwoHats, grant_role
from havre.people.models import Person
from havre.people.operations import open_situation
from havre.people.profiles import Member, Profile
from havre.record.opening import Purpose, open_section
from havre.record.operations import NotAllowed
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def views(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[Any]:
    """Every view of the house."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback


def opened_by(permission: Permission) -> set[str]:
    """The modules whose views a permission alone opens."""
    asked = [view for view in views() if getattr(view, "opens", EVERYONE) not in (EVERYONE, SIGNED_IN)]
    return {view.__module__ for view in asked if permission in view.opens}


def test_the_keys_of_accounts_and_of_the_record_open_one_room_each() -> None:
    assert opened_by(Permission.KEEP_ACCOUNTS) == {"havre.directory.views.accounts"}
    assert opened_by(Permission.READ_RECORD) == {"havre.record.views"}


def test_neither_role_holds_another_key() -> None:
    assert ROLES["administrator"].permissions == {Permission.KEEP_ACCOUNTS}
    assert ROLES["officer"].permissions == {Permission.READ_RECORD}
    for role in ROLES.values():
        assert len(role.permissions & {Permission.KEEP_ACCOUNTS, Permission.READ_RECORD}) <= 1


def test_neither_sees_a_person_or_a_house_nor_opens_a_section(cast: Cast) -> None:
    person = open_situation(
        profile=Profile(household=[Member("Feminine", 24)]),
        secrets={"identity": {"names": "Blessing"}},
        by=cast.nora,
        at=AT,
    )

    for user in (cast.administrator, cast.officer):
        for kind in (Person, Shelter, Partner):
            assert not kind.objects.visible_to(user).exists()
        assert [p for p in Permission if may(user, p, person)] == [
            p for p in Permission if p in (Permission.KEEP_ACCOUNTS, Permission.READ_RECORD) and may(user, p)
        ]
        with pytest.raises(NotAllowed):
            open_section(
                person, ["identity"], section="Identité", permission=Permission.OPEN_IDENTITY,
                purpose=Purpose.SAFETY, by=user, at=AT,
            )  # fmt: skip


def test_both_hats_are_refused_on_the_page_too(cast: Cast, client: Client) -> None:
    with pytest.raises(TwoHats):
        grant_role(cast.officer, role="administrator", by=cast.administrator, at=AT)
    client.force_login(cast.administrator)
    where = reverse("directory:one_account", args=[cast.officer.pk])

    page = client.post(where, {"role": "administrator"}).content.decode()

    assert "Qui gère les comptes ne lit pas les dossiers ni le registre" in page
    assert [m.role for m in cast.officer.membership_set.all()] == ["officer"]
