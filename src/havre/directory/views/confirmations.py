"""Roles that wait for a second person: the head of service, who knows who is behind the account (law 10)."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import Membership
from havre.accounts.permissions import Permission
from havre.accounts.roles import ROLES
from havre.directory.operations.accounts import confirm_role, withdraw_role
from havre.record.sending import press
from havre.vault.fields import fetch_keys


@require_safe
@opens(Permission.CONFIRM_ROLES)
def confirmations(request: HttpRequest) -> HttpResponse:
    """Who waits: the name, the role, and who opened it."""
    waiting = list(
        Membership.objects.filter(is_confirmed=False, user__is_active=True).select_related(
            "user", "organisation", "granted_by"
        )
    )
    fetch_keys({one.pk: one for row in waiting for one in (row.user, row.granted_by) if one is not None}.values())
    rows = [
        {
            "membership": one, "name": one.user.name, "role": ROLES[one.role].name, "sentence": ROLES[one.role].sentence,
            "code": one.organisation.code if one.organisation else "",
            "granted_by": one.granted_by.name if one.granted_by else "",
        }
        for one in waiting
    ]  # fmt: skip
    rows.sort(key=lambda row: str(row["name"]).casefold())
    return render(request, "directory/confirmations.html", {"rows": rows})


@require_POST
@opens(Permission.CONFIRM_ROLES)
def confirm(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=membership_id)
    return press(
        request,
        lambda _version: confirm_role(membership, by=signed_in(request), at=timezone.now()),
        _("Ce rôle est confirmé. Le compte ouvre ce que son rôle ouvre."),
        reverse("directory:confirmations"),
    )


@require_POST
@opens(Permission.CONFIRM_ROLES)
def refuse(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Nobody the head knows: the role is taken back before it opened anything."""
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=membership_id, is_confirmed=False)
    return press(
        request,
        lambda _version: withdraw_role(membership, by=signed_in(request), at=timezone.now()),
        _("Ce rôle est refusé. Il n’a rien ouvert."),
        reverse("directory:confirmations"),
    )
