"""Law 10: whoever keeps accounts cannot open, alone, an account that reads about persons."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.models import Membership, User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.accounts.roles import ROLES
from havre.directory.ladder import team
from havre.directory.operations.accounts import NotYourOwnAccount, confirm_role, grant_role, welcome, withdraw_role
from havre.people.models import Person
from havre.record.operations import NotAllowed
from tests.cast import AT, PASSWORD, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def second_account(cast: Cast, role: str = "coordinator") -> User:
    """The administrator opens an account under another name, perhaps for himself."""
    shelter = cast.s058.organisation if ROLES[role].scope == "organisation" else None
    return welcome(
        mail="autre@example.org", name="Autre A.", password=PASSWORD, role=role, organisation=shelter,
        by=cast.administrator, at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("role", [key for key, role in ROLES.items() if role.needs_confirmation])
def test_what_reads_about_persons_opens_nothing_before_a_second_person_says_yes(cast: Cast, role: str) -> None:
    user = second_account(cast, role)
    membership = Membership.objects.get(user=user)

    assert not any(may(User.objects.get(pk=user.pk), permission) for permission in P)
    for who in (cast.administrator, cast.nora, user, None):
        with pytest.raises(NotAllowed):
            confirm_role(membership, by=who, at=AT)

    confirm_role(membership, by=cast.head, at=AT)

    assert {p for p in P if may(User.objects.get(pk=user.pk), p)} == ROLES[role].permissions


def test_the_roles_that_wait_are_those_that_read_about_persons() -> None:
    free = {key for key, role in ROLES.items() if not role.needs_confirmation}

    assert free == {"project_officer", "trainer", "administrator", "committee"}


def test_a_coordinator_who_waits_reads_no_situation_and_is_on_no_list(cast: Cast) -> None:
    walk(cast, "called")
    user = User.objects.get(pk=second_account(cast).pk)

    assert not Person.objects.visible_to(user).exists()
    assert user not in team().everybody


def test_nobody_confirms_the_account_they_hold(cast: Cast) -> None:
    membership = grant_role(cast.head, role="lawyer", by=cast.administrator, at=AT)

    with pytest.raises(NotYourOwnAccount):
        confirm_role(membership, by=cast.head, at=AT)


def test_the_head_refuses_a_role_that_waits_and_none_that_is_confirmed(cast: Cast) -> None:
    second_account(cast)
    withdraw_role(Membership.objects.get(is_confirmed=False), by=cast.head, at=AT)

    assert not Membership.objects.filter(is_confirmed=False).exists()
    with pytest.raises(NotAllowed):
        withdraw_role(cast.nora.membership_set.get(), by=cast.head, at=AT)


def test_on_the_pages_from_the_administrator_to_the_head(cast: Cast, client: Client) -> None:
    user = second_account(cast)
    membership = Membership.objects.get(user=user)
    confirm = reverse("directory:confirm_role", args=[membership.pk])

    client.force_login(cast.administrator)
    assert (
        "en attente de la confirmation" in client.get(reverse("directory:one_account", args=[user.pk])).content.decode()
    )
    assert client.post(confirm).status_code in (403, 404)

    client.force_login(cast.head)
    assert reverse("directory:confirmations") in client.get("/").content.decode()
    page = client.get(reverse("directory:confirmations")).content.decode()
    assert "Autre A." in page
    assert "Théo G. l’a ouvert" in page
    assert client.post(confirm).status_code == 302
    assert "Aucun rôle n’attend" in client.get(reverse("directory:confirmations")).content.decode()
    assert Membership.objects.get(user=user).is_confirmed
