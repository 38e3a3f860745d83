"""Where everybody arrives: the coordination's day; for the others the home of their face."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_signed_in, opens, signed_in
from havre.accounts.permissions import Permission
from havre.common import parts
from havre.desk import day, day_rows, faces, hands, kept, live, numbers
from havre.desk.capacity import capacity_map
from havre.desk.counts import counts
from havre.desk.night import Night, night_of
from havre.desk.views.preferences import own_account
from havre.directory.operations.accounts import choose_work

HEADS = (
    parts.Column(_("Attend depuis")),
    parts.Column(_("Situation")),
    parts.Column(_("Étape")),
    parts.Column(_("Ce qui vient")),
    parts.Column(_("À qui")),
)
OWN, ALL = "moi", "tout"


@open_to_signed_in
def today(request: HttpRequest) -> HttpResponse:
    """The dashboard of the coordination. Everybody else is led to their own first page."""
    user = signed_in(request)
    home = faces.home_of(user)
    if not home:
        return render(request, "desk/no_role.html", {"waits": user.waits_for_confirmation})
    if home != "desk:today":
        return redirect(home)
    night = night_of(request)
    version = live.stamp(night.at)
    context = {**_panels(request, night), "kept": kept.waiting(user), "stamp": version}
    return render(request, "desk/today.html", context)


def _panels(request: HttpRequest, night: Night) -> dict[str, Any]:
    user, at, asked = night.user, night.at, request.GET.get("a", "")
    mine = user.own_work if asked not in (OWN, ALL) else asked == OWN
    rows = day_rows.read(night, mine=mine)
    found = day.of(rows)
    return {
        "day": found,
        "at": at,
        "date": capfirst(date_format(timezone.localtime(at), "l j F")),
        "waiting_sentence": numbers.waiting_sentence(found.waiting_total),
        "travelling_sentence": numbers.travelling_sentence(found.travelling_today),
        "mine": mine,
        "figures": counts(),
        "columns": HEADS,
        "hands": hands.of(night, rows.unread, rows.orphans),
        "map": capacity_map(user, at, rows.meetings),
    }


@opens(Permission.READ_SITUATIONS)
def changed(request: HttpRequest) -> HttpResponse:
    """Nothing (204) where the page still shows what is true; else its alarms and, for the dashboard, its panels."""
    night = night_of(request)
    at = night.at
    version = live.stamp(at)
    if request.GET.get("v") == version:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context: dict[str, Any] = {"at": at, "stamp": version}
    if "jour" in request.GET:
        context |= {"with_day": True, **_panels(request, night)}
    return render(request, "desk/_changed.html", context)


@opens(Permission.READ_SITUATIONS)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """One's own work or everybody's: remembered with the account, and said in the address."""
    asked = OWN if request.POST.get("a") == OWN else ALL
    user = own_account(request)
    if user is not None and user.own_work != (asked == OWN):
        choose_work(user, own_only=asked == OWN, by=user, at=timezone.now())
    return redirect(reverse("desk:today") + f"?a={asked}")


@opens(Permission.COORDINATE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Those for whom a place is being looked for."""
    return redirect(reverse("journey:list") + "?state=searching")
