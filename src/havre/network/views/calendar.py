"""The shared calendar: a month, a list, a file, and an address for one's own calendar."""

from __future__ import annotations

import calendar as months
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import open_to_all, open_to_signed_in, opens, signed_in
from havre.network import audience, dates, operations
from havre.network.forms.speaking import DayForm
from havre.network.models import CalendarKey, Day
from havre.network.operations.announcements import Backwards
from havre.network.operations.days import owner_of
from havre.network.views.access import KEEP, ask
from havre.record.sending import press, sent, went_through
from havre.vault.keys import key_cache

LISTED = timedelta(days=365)
FIRST, LAST = 2001, 2100


@dataclass(frozen=True)
class Cell:
    """A day of the month on the screen; grey where it belongs to the month beside."""

    on: date
    is_inside: bool
    is_today: bool
    entries: list[dates.Entry]


@open_to_signed_in
@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """One month as a table, and what comes in a year as a list."""
    return _page(request)


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    first = _month(request.GET.get("mois", ""), today)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    found = dates.entries(user, weeks[0][0], weeks[-1][-1])
    context: dict[str, Any] = {
        "first": first,
        "before": _beside(first - timedelta(days=1)),
        "after": _beside(first + timedelta(days=31)),
        "weeks": [[Cell(on, on.month == first.month, on == today, [e for e in found if e.is_on(on)]) for on in week] for week in weeks],
        "listed": dates.entries(user, today, today + LISTED),
        "keeps": audience.keeps(user),
        "has_key": CalendarKey.objects.filter(user=user).exists(),
        "address": address,
    }  # fmt: skip
    return render(request, "network/calendar.html", context)


def _month(asked: str, today: date) -> date:
    """The first day of the month that is asked for as ``2026-07``; this month where nothing is, or nothing real."""
    year, _dash, month = asked.partition("-")
    if year.isdecimal() and month.isdecimal() and FIRST <= int(year) <= LAST and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def _beside(on: date) -> str:
    return f"{on.year}-{on.month:02}" if FIRST <= on.year <= LAST else ""


@opens(KEEP)
@require_safe
def day_new(request: HttpRequest) -> HttpResponse:
    return redirect("network:day", uuid.uuid4())


@opens(KEEP)
def day(request: HttpRequest, day_id: uuid.UUID) -> HttpResponse:
    form = DayForm(sent(request))

    def act() -> None:
        told = form.cleaned_data
        operations.write_day(
            day_id, kind=told["kind"], audience=told["audience"], starts_on=told["starts_on"], ends_on=told["ends_on"],
            content=form.words(), by=signed_in(request), at=timezone.now(),
        )  # fmt: skip

    if went_through(form, act, blame={Backwards: "ends_on"}):
        messages.success(request, _("Le jour est inscrit."))
        return redirect("network:calendar")
    return ask(
        request, form, title=_("Inscrire un jour"),
        said=_("Un séminaire, un comité, une formation. Hors de Havre, tout cela s’appelle « rendez-vous », sauf les formations."),
        send=_("Inscrire"), back=reverse("network:calendar"),
    )  # fmt: skip


@opens(KEEP)
@require_POST
def take_out(request: HttpRequest, day_id: uuid.UUID) -> HttpResponse:
    row, user = get_object_or_404(Day, pk=day_id), signed_in(request)

    def act(_version: int | None) -> None:
        operations.take_out_day(row, by=user, at=timezone.now())

    return press(request, act, _("Le jour est retiré."), "network:calendar")


@open_to_signed_in
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The calendar as a file, as this account sees it today."""
    return _as_file(dates.as_file(signed_in(request), timezone.now()))


def _as_file(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="havre.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@open_to_signed_in
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """A new address, shown this once; the one before is closed."""
    token = operations.make_calendar_key(by=signed_in(request), at=timezone.now())
    return _page(request, request.build_absolute_uri(reverse("network:subscription", args=[token])))


@open_to_signed_in
@require_POST
def drop_key(request: HttpRequest) -> HttpResponse:
    operations.drop_calendar_key(by=signed_in(request), at=timezone.now())
    messages.success(request, _("L’adresse est fermée. Ce qui était déjà copié ailleurs y reste."))
    return redirect("network:calendar")


@open_to_all
@require_safe
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar elsewhere reads: as much as its owner may see, in the language of the account."""
    owner = owner_of(token)
    if owner is None:
        raise Http404("no calendar of this address")
    with key_cache(), translation.override(owner.language):
        return _as_file(dates.as_file(owner, timezone.now()))
