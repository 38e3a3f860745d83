"""Accounts and roles, for whoever keeps them: names, roles, codes, and no case (law 10)."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import Membership, User
from havre.accounts.permissions import Permission
from havre.accounts.roles import ROLES
from havre.common import filters, parts
from havre.directory.forms.accounts import AccountFilterForm, GrantForm, OpenAccountForm
from havre.directory.operations.accounts import (
    change_password,
    close_account,
    grant_role,
    one_time_password,
    send_test,
    welcome,
    withdraw_role,
)
from havre.directory.views.common import ask, say_what_left
from havre.record.sending import press, went_through
from havre.vault.fields import fetch_keys

PER_PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Who signs in, with which role."""
    if request.method == "POST":
        return filters.keep(request, AccountFilterForm)
    form = AccountFilterForm(filters.asked(request, AccountFilterForm))
    asked = form.asked() if form.is_bound else {}
    found = [row for row in _rows() if _matches(row, asked)]
    return render(
        request,
        "directory/accounts.html",
        {
            "form": form,
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "columns": [parts.Column(_("Nom")), parts.Column(_("Rôle")), parts.Column(_("État"))],
            "open": sum(row["user"].is_active for row in found),
            "is_filtered": bool(asked),
            "waiting": any(role["waits"] for row in found for role in row["roles"]),
        },
    )


def _rows() -> list[dict[str, Any]]:
    """All accounts by name: their names are sealed, so they are sorted here."""
    users = list(User.objects.all())
    fetch_keys(users)
    roles: dict[uuid.UUID, list[Membership]] = {}
    for membership in Membership.objects.select_related("organisation"):
        roles.setdefault(membership.user_id, []).append(membership)
    rows = [{"user": user, "name": user.name, "roles": _roles(roles.get(user.pk, []))} for user in users]
    return sorted(rows, key=lambda row: (not row["user"].is_active, str(row["name"]).casefold()))


def _roles(memberships: list[Membership]) -> list[dict[str, Any]]:
    return [
        {
            "membership": one,
            "key": one.role,
            "name": ROLES[one.role].name,
            "sentence": ROLES[one.role].sentence,
            "code": one.organisation.code if one.organisation else "",
            "waits": not one.is_confirmed,
        }
        for one in sorted(memberships, key=lambda one: list(ROLES).index(one.role))
    ]


def _matches(row: dict[str, Any], asked: dict[str, str]) -> bool:
    name, role = asked.get("name", ""), asked.get("role", "")
    code = asked.get("organisation", "").strip().casefold()
    return (
        name.strip().casefold() in str(row["name"]).casefold()
        and (not role or any(held["key"] == role for held in row["roles"]))
        and (not code or any(held["code"].casefold() == code for held in row["roles"]))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_ACCOUNTS)
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its password is shown once, to be dictated, and kept nowhere."""
    form = OpenAccountForm(request.POST or None)
    password, made = one_time_password(), []

    def write() -> None:
        said = form.cleaned_data
        made.append(
            welcome(
                mail=said["mail"],
                name=said["name"],
                password=password,
                role=said["role"],
                organisation=form.chosen_organisation(),
                language=said["language"],
                by=signed_in(request),
                at=timezone.now(),
            )
        )

    if went_through(form, write):
        return _dictate(request, made[0], password)
    return ask(
        request,
        form,
        title=_("Ouvrir un compte"),
        said=_("Au téléphone, avec la personne. Vous lui dicterez un mot de passe, elle en choisira un autre."),
        send=_("Ouvrir ce compte"),
        back=reverse("directory:accounts"),
    )


def _dictate(request: HttpRequest, user: User, password: str) -> HttpResponse:
    response = render(request, "directory/dictate.html", {"user_shown": user, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_ACCOUNTS)
def one_account(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """One account: its roles, giving one more."""
    user = get_object_or_404(User, pk=user_id)
    form = GrantForm(request.POST or None)

    def write() -> None:
        grant_role(
            user,
            role=form.cleaned_data["role"],
            organisation=form.chosen_organisation(),
            by=signed_in(request),
            at=timezone.now(),
        )

    if went_through(form, write):
        return redirect("directory:one_account", user_id=user.pk)
    roles = _roles(list(user.membership_set.select_related("organisation")))
    return render(request, "directory/one_account.html", {"form": form, "user_shown": user, "roles": roles})


@require_POST
@opens(Permission.KEEP_ACCOUNTS)
def withdraw(request: HttpRequest, user_id: uuid.UUID, membership_id: uuid.UUID) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=membership_id, user=user_id)
    return press(
        request,
        lambda _version: withdraw_role(membership, by=signed_in(request), at=timezone.now()),
        _("Ce rôle est retiré."),
        reverse("directory:one_account", kwargs={"user_id": user_id}),
    )


@require_POST
@opens(Permission.KEEP_ACCOUNTS)
def close(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id)
    return press(
        request,
        lambda _version: close_account(user, by=signed_in(request), at=timezone.now()),
        _("Ce compte est fermé. Ce qu’il a fait reste au registre."),
        reverse("directory:one_account", kwargs={"user_id": user_id}),
    )


@require_POST
@opens(Permission.KEEP_ACCOUNTS)
def new_password(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Another password to dictate, for somebody who lost theirs."""
    user, password = get_object_or_404(User, pk=user_id, is_active=True), one_time_password()
    if user == request.user:
        return redirect("directory:account")
    change_password(user, password=password, by=signed_in(request), at=timezone.now())
    return _dictate(request, user, password)


@require_POST
@opens(Permission.KEEP_ACCOUNTS)
def test_message(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Send one message to an account, to see whether it arrives; neither address nor number is shown."""
    user = get_object_or_404(User, pk=user_id, is_active=True)
    say_what_left(request, send_test(user, by=signed_in(request), at=timezone.now()))
    return redirect("directory:one_account", user_id=user.pk)
