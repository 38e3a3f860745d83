"""Accounts, one's own account, and the two hats that never meet (law 10)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from havre.accounts.models import Membership, User
from havre.accounts.permissions import Permission
from havre.accounts.roles import ROLES
from havre.directory.operations.accounts import (
    ALPHABET,
    AccountClosed,
    LastKeeper,
    MailTaken,
    NoOrganisation,
    NoOrganisationNeeded,
    TwoHats,
    change_password,
    close_account,
    confirm_role,
    grant_role,
    one_time_password,
    open_account,
    open_organisation,
    set_phone,
    set_preferences,
    welcome,
    withdraw_role,
)
from havre.record.guard import housekeeping
from havre.record.models import AuditEntry, OutboxMessage
from havre.record.operations import NotAllowed
from tests.cast import AT, PASSWORD, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NEW = {"name": "Lina K.", "mail": "lina@example.org", "role": "referrer", "organisation": "R012", "language": "en"}


def dictated_on(page: str) -> str:
    """The password that the page shows; fails where there is none."""
    return re.findall(r">\s*([a-z2-9]{4}(?:-[a-z2-9]{4}){2})\s*<", page)[0]


def sign_in(client: Client, mail: str, password: str) -> bool:
    return bool(client.post(reverse("account_login"), {"login": mail, "password": password}).status_code == 302)


def test_an_account_is_opened_on_the_telephone_and_its_owner_chooses_another_password(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.administrator)

    page = client.post(reverse("directory:open_account"), NEW)

    dictated = dictated_on(page.content.decode())
    assert page["Cache-Control"] == "no-store"
    lina = _named("Lina K.")
    assert [(m.role, m.organisation_id) for m in lina.membership_set.all()] == [("referrer", cast.hospital.pk)]
    assert lina.language == "en"
    confirm_role(lina.membership_set.get(), by=cast.head, at=AT)
    hers = Client()
    assert sign_in(hers, "lina@example.org", dictated)
    assert hers.get(reverse("record:list")).status_code == 404
    assert hers.get(reverse("directory:account")).status_code == 200
    assert hers.get(reverse("referrals:mine"))["Location"] == reverse("directory:account")
    hers.post(
        reverse("directory:account"),
        {"what": "password", "present": dictated, "new": "trois mots ensemble", "again": "trois mots ensemble"},
    )
    assert not User.objects.get(pk=lina.pk).must_change_password
    assert hers.get(reverse("referrals:mine")).status_code == 200
    assert not sign_in(Client(), "lina@example.org", dictated)
    assert sign_in(Client(), "lina@example.org", "trois mots ensemble")


def _named(name: str) -> User:
    return next(user for user in User.objects.all() if user.name == name)


def test_sending_the_form_twice_opens_one_account(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    before = User.objects.count()

    client.post(reverse("directory:open_account"), NEW)
    again = client.post(reverse("directory:open_account"), NEW).content.decode()

    assert User.objects.count() == before + 1
    assert "a déjà un compte" in again
    assert "Lina K." in again


def test_a_role_is_held_where_it_belongs(cast: Cast) -> None:
    for role, refusal, organisation in (
        ("referrer", NoOrganisation, None),
        ("coordinator", NoOrganisationNeeded, cast.hospital),
    ):
        with pytest.raises(refusal):
            welcome(
                mail="x@example.org", name="X", password="y", role=role, organisation=organisation,
                by=cast.administrator, at=AT,
            )  # fmt: skip
    with pytest.raises(MailTaken):
        for _ in range(2):
            open_account(mail="Z@example.org ", name="Z", password="y", by=cast.administrator, at=AT)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"administrator"}))
def test_whoever_keeps_accounts_wears_no_other_hat(cast: Cast, role: str) -> None:
    organisation = cast.hospital if ROLES[role].scope == "organisation" else None
    someone = open_account(mail="deux@example.org", name="Deux T.", password="y", by=None, at=AT)
    grant_role(someone, role=role, organisation=organisation, by=None, at=AT)

    with pytest.raises(TwoHats):
        grant_role(cast.administrator, role=role, organisation=organisation, by=cast.administrator, at=AT)
    with pytest.raises(TwoHats):
        grant_role(someone, role="administrator", by=cast.administrator, at=AT)
    assert not Membership.objects.filter(user=someone, role="administrator").exists()


def test_nobody_else_keeps_accounts(cast: Cast, client: Client) -> None:
    claires = cast.claire.membership_set.get()
    acts = [
        lambda by: open_account(mail="q@example.org", name="Q", password="y", by=by, at=AT),
        lambda by: grant_role(cast.marc, role="head", by=by, at=AT),
        lambda by: withdraw_role(claires, by=by, at=AT),
        lambda by: close_account(cast.marc, by=by, at=AT),
        lambda by: change_password(cast.marc, password="nouveau", by=by, at=AT),
    ]

    for user in (cast.head, cast.nora, cast.officer, cast.project, cast.lawyer, cast.claire, cast.anne, cast.escort):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(user)
        client.force_login(user)
        assert client.get(reverse("directory:accounts")).status_code == 404
        assert client.post(reverse("directory:close_account", args=[cast.marc.pk])).status_code == 404
    assert User.objects.get(pk=cast.marc.pk).is_active
    assert claires in cast.claire.membership_set.all()


def test_organisations_are_opened_by_those_who_keep_the_directory_or_accounts(cast: Cast) -> None:
    for number, user in enumerate((cast.administrator, cast.nora, cast.project)):
        assert open_organisation(code=f"X{number}", kind="NGO", by=user, at=AT).code == f"X{number}"
    for user in (cast.anne, cast.claire, cast.officer, cast.lawyer, cast.escort):
        with pytest.raises(NotAllowed):
            open_organisation(code="X9", kind="NGO", by=user, at=AT)


def test_the_last_administrator_stays(cast: Cast) -> None:
    membership = cast.administrator.membership_set.get()

    with pytest.raises(LastKeeper):
        withdraw_role(membership, by=cast.administrator, at=AT)
    with pytest.raises(LastKeeper):
        close_account(cast.administrator, by=cast.administrator, at=AT)
    second = welcome(mail="b@example.org", name="B", password="y", role="administrator", by=None, at=AT)
    with housekeeping("test"):
        Membership.objects.filter(user=second).update(is_confirmed=False)
    with pytest.raises(LastKeeper):
        close_account(cast.administrator, by=cast.administrator, at=AT)
    with housekeeping("test"):
        Membership.objects.filter(user=second).update(is_confirmed=True)
    close_account(cast.administrator, by=second, at=AT)

    assert not User.objects.get(pk=cast.administrator.pk).is_active
    with pytest.raises(LastKeeper):
        close_account(second, by=second, at=AT)


def test_a_closed_account_signs_in_no_more_and_takes_no_role(cast: Cast, client: Client) -> None:
    client.force_login(cast.marc)
    assert client.get(reverse("directory:account")).status_code == 200

    close_account(cast.marc, by=cast.administrator, at=AT)

    assert client.get(reverse("directory:account")).status_code == 302
    with pytest.raises(AccountClosed):
        grant_role(User.objects.get(pk=cast.marc.pk), role="escort", by=cast.administrator, at=AT)


def test_roles_are_given_and_taken_back_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    where = reverse("directory:one_account", args=[cast.escort.pk])

    client.post(where, {"role": "referrer", "organisation": "R012"})
    held = cast.escort.membership_set.get(role="referrer")
    assert held.organisation_id == cast.hospital.pk
    refused = client.post(where, {"role": "administrator"}).content.decode()
    assert "Choisissez l’un ou l’autre" in refused

    client.post(reverse("directory:withdraw_role", args=[cast.escort.pk, held.pk]))
    client.post(reverse("directory:withdraw_role", args=[cast.escort.pk, held.pk]))

    assert [m.role for m in cast.escort.membership_set.all()] == ["escort"]
    assert AuditEntry.objects.filter(event="role_withdrawn").count() == 1


def test_the_pages_of_accounts_tell_no_mail_and_no_name_of_a_house(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)

    for where in (reverse("directory:accounts"), reverse("directory:one_account", args=[cast.claire.pk])):
        page = client.get(where).content.decode()
        assert "Claire M." in page
        assert "S058" in page
        assert [told for told in ("@example.org", "Maison", "Portville", "Manche") if told in page] == []


def test_the_list_of_accounts_is_filtered_by_name_role_and_code(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)

    def names(**asked: str) -> set[str]:
        page = client.post(reverse("directory:accounts"), asked, follow=True).content.decode()
        return {name for name in ("Claire M.", "Karim S.", "Nora B.", "Anne F.") if name in page}

    assert names(name="cla") == {"Claire M."}
    assert names(organisation="s058") == {"Claire M.", "Karim S."}
    assert names(role="referrer") == {"Anne F."}


def test_another_password_is_dictated_to_whoever_lost_theirs(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)

    page = client.post(reverse("directory:new_password", args=[cast.nora.pk])).content.decode()

    assert dictated_on(page)
    assert User.objects.get(pk=cast.nora.pk).must_change_password


def test_a_dictated_password_has_no_sign_that_sounds_or_looks_like_another() -> None:
    made = {one_time_password() for _ in range(200)}

    assert len(made) == 200
    assert set("".join(made)) <= set(ALPHABET) | {"-"}
    assert not set("ilo01") & set(ALPHABET)


def test_ones_own_language_colours_and_password(cast: Cast, client: Client) -> None:
    client.force_login(cast.claire)
    where = reverse("directory:account")

    client.post(where, {"what": "preferences", "language": "en", "theme": "dark"})

    claire = User.objects.get(pk=cast.claire.pk)
    assert (claire.language, claire.theme) == ("en", "dark")
    typed = {"what": "password", "present": PASSWORD, "new": "trois mots ensemble", "again": "trois mots ensemble"}
    for wrong in ({"present": "autre"}, {"again": "pas pareil du tout"}, {"new": "court", "again": "court"}):
        client.post(where, typed | wrong)
        assert User.objects.get(pk=cast.claire.pk).password == claire.password
    client.post(where, typed)
    assert User.objects.get(pk=cast.claire.pk).password != claire.password
    assert client.get(where).status_code == 200


def test_nobody_sets_the_preferences_of_another(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_preferences(cast.claire, language="en", theme="", by=cast.administrator, at=AT)


def test_no_role_holds_both_accounts_and_anything_else() -> None:
    for role in ROLES.values():
        if Permission.KEEP_ACCOUNTS in role.permissions:
            assert role.permissions == {Permission.KEEP_ACCOUNTS}


def test_the_list_of_accounts_costs_the_same_for_three_or_thirty(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.administrator)
    client.get(reverse("directory:accounts"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("directory:accounts"))
    for number in range(20):
        open_account(mail=f"n{number}@example.org", name=f"N{number}", password="y", by=None, at=AT)

    with django_assert_max_num_queries(len(few)):
        client.get(reverse("directory:accounts"))


def test_a_number_is_given_by_oneself_and_shown_to_nobody(cast: Cast, client: Client) -> None:
    client.force_login(cast.judith)
    where = reverse("directory:account")

    client.post(where, {"what": "phone", "phone": "06 12 34 56 78"})

    page = client.get(where).content.decode()
    assert "Un numéro est gardé" in page
    assert "612345678" not in page and "12 34 56 78" not in page
    for other in (cast.administrator, cast.head):
        with pytest.raises(NotAllowed):
            set_phone(cast.judith, phone="+33612345678", by=other, at=AT)
    client.post(where, {"what": "phone", "phone": ""})
    assert User.objects.get(pk=cast.judith.pk).phone is None


def test_a_test_message_is_queued_and_says_by_which_means(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)

    page = client.post(reverse("directory:test_message", args=[cast.judith.pk]), follow=True).content.decode()

    assert OutboxMessage.objects.count() == 1
    assert "Aucun message ne part d’ici" in page
    client.force_login(cast.nora)
    assert client.post(reverse("directory:test_message", args=[cast.judith.pk])).status_code == 404
    client.post(reverse("directory:test_own"))
    assert OutboxMessage.objects.count() == 2
