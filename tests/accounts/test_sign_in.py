from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.accounts.roles import ROLES
from havre.directory.operations import accounts
from havre.directory.operations.accounts import MailTaken, TwoHats
from havre.people.operations import assign, open_situation
from havre.people.profiles import Profile
from havre.record.operations import NotAllowed
from tests.cast import AT, PASSWORD, Cast, account

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def sign_in(client: Client, mail: str, password: str = PASSWORD) -> int:
    return client.post(reverse("account_login"), {"login": mail, "password": password}).status_code


@pytest.fixture
def odette(cast: Cast) -> User:
    user = accounts.open_account(mail="Odette@Example.org ", name="Odette", password=PASSWORD, by=None, at=AT)
    accounts.grant_role(user, role="coordinator", by=None, at=AT)
    return user


def test_the_mail_opens_the_door_however_it_is_typed(client: Client, odette: User) -> None:
    assert sign_in(client, " odette@example.ORG") == 302
    assert client.session["_auth_user_id"] == str(odette.pk)


@pytest.mark.parametrize(
    ("mail", "password"),
    [("odette@example.org", "wrong"), ("odile@example.org", PASSWORD), ("", PASSWORD), ("odette@example.org", "")],
)
def test_a_wrong_mail_or_password_does_not(client: Client, odette: User, mail: str, password: str) -> None:
    assert sign_in(client, mail, password) == 200
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not(client: Client, odette: User, cast: Cast) -> None:
    client.force_login(odette)
    accounts.close_account(odette, by=cast.administrator, at=AT)

    assert sign_in(Client(), "odette@example.org") == 200
    assert not may(User.objects.get(pk=odette.pk), Permission.COORDINATE)


def test_the_sixth_wrong_try_has_to_wait(client: Client, odette: User) -> None:
    for _ in range(6):
        sign_in(client, "odette@example.org", "wrong")

    answer = client.post(reverse("account_login"), {"login": "odette@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 429)


def test_a_copied_session_table_opens_nothing(client: Client, odette: User) -> None:
    client.force_login(odette)
    cookie = client.cookies["havre"].value
    row = Session.objects.get()

    assert cookie not in row.session_key
    assert str(odette.pk) not in row.session_data
    thief = Client()
    thief.cookies["havre"] = row.session_key
    assert "_auth_user_id" not in thief.session


def test_no_mail_and_no_name_stands_in_the_tables(odette: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_user")
        raw = str(cursor.fetchall()).lower()

    assert "odette" not in raw
    assert "example.org" not in raw
    assert "last_login" not in {f.name for f in User._meta.get_fields()}


def test_one_mail_is_one_account(odette: User) -> None:
    with pytest.raises(MailTaken):
        accounts.open_account(mail="ODETTE@example.org", name="Other", password=PASSWORD, by=None, at=AT)


def test_law_10_accounts_and_cases_never_meet_in_one_hand(cast: Cast) -> None:
    for role in ROLES.values():
        if role.key == "administrator" or role.scope != "network":
            continue
        with pytest.raises(TwoHats):
            accounts.grant_role(cast.administrator, role=role.key, by=cast.administrator, at=AT)
    with pytest.raises(TwoHats):
        accounts.grant_role(cast.nora, role="administrator", by=None, at=AT)
    for by in (cast.nora, cast.head, cast.officer, cast.claire, cast.anne):
        with pytest.raises(NotAllowed):
            accounts.grant_role(cast.marc, role="head", by=by, at=AT)


def test_no_role_holds_both_accounts_and_anything_else() -> None:
    for role in ROLES.values():
        if Permission.KEEP_ACCOUNTS in role.permissions:
            assert role.permissions == {Permission.KEEP_ACCOUNTS}


def test_what_is_sealed_opens_for_the_coordinator_of_the_case_and_for_duty(cast: Cast) -> None:
    person = open_situation(profile=Profile(), by=cast.nora, at=AT)
    assign(person, coordinator=cast.nora, by=cast.nora, at=AT)

    for permission in (Permission.OPEN_IDENTITY, Permission.OPEN_PLACE):
        allowed = [
            name for name, user in vars(cast).items() if isinstance(user, User) and may(user, permission, person)
        ]
        assert sorted(allowed) == ["judith", "nora"]


def test_a_role_within_an_organisation_ends_at_its_door(cast: Cast) -> None:
    assert may(cast.claire, Permission.KEEP_PLACES, cast.s058)
    assert not may(cast.claire, Permission.KEEP_PLACES, cast.s017)
    assert not may(cast.karim, Permission.ANSWER_OFFERS, cast.s058)
    assert not may(account("Nobody", None), Permission.KEEP_PLACES, cast.s058)
    assert not may(None, Permission.KEEP_PLACES)
