"""Where everybody arrives: the coordination's day; for the others the home of their face."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from havre.accounts.access import open_to_signed_in, opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common import parts
from havre.desk import day, faces, hands, kept, numbers
from havre.desk.capacity import capacity_map

HEADS = (
    parts.Column(_("Attend depuis")),
    parts.Column(_("Situation")),
    parts.Column(_("Étape")),
    parts.Column(_("Ce qui vient")),
    parts.Column(_("À qui")),
)


@open_to_signed_in
def today(request: HttpRequest) -> HttpResponse:
    """The dashboard of the coordination. Everybody else is led to their own first page."""
    user = signed_in(request)
    home = faces.home_of(user)
    if not home:
        return render(request, "desk/no_role.html", {"waits": user.waits_for_confirmation})
    if home != "desk:today":
        return redirect(home)
    return _dashboard(request, user)


def _dashboard(request: HttpRequest, user: User) -> HttpResponse:
    at = timezone.now()
    mine = request.GET.get("a") == "moi"
    found = day.of(user, at, mine=mine)
    context: dict[str, Any] = {
        "day": found,
        "at": at,
        "date": date_format(timezone.localtime(at), "l j F").capitalize(),
        "waiting_sentence": numbers.waiting_sentence(found.waiting_total),
        "travelling_sentence": numbers.travelling_sentence(found.travelling_today),
        "mine": mine,
        "columns": HEADS,
        "kept": kept.waiting(user),
        "hands": hands.of(user),
        "map": capacity_map(user, at),
    }
    return render(request, "desk/today.html", context)


@opens(Permission.COORDINATE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Those for whom a place is being looked for."""
    return redirect(reverse("journey:list") + "?state=searching")
