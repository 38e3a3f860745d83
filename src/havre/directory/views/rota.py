"""The rota: who watches this week, and who answers in the holes."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import DutyShift, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.directory import rota as rotas
from havre.directory.forms.rota import DutyForm, SwapForm, WeekForm
from havre.directory.ladder import team
from havre.directory.operations.accounts import clear_duty, set_duty, set_week, swap_duty
from havre.record.sending import press, went_through
from havre.vault.fields import fetch_keys

WEEKS_AHEAD = 4


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_ROTA, Permission.COORDINATE)
def rota(request: HttpRequest) -> HttpResponse:
    """A week of the rota; whoever keeps it adds a shift on the same page."""
    user, now = signed_in(request), timezone.now()
    may_keep = may(user, Permission.KEEP_ROTA)
    today = timezone.localtime(now).date()
    monday = rotas.monday_of(_asked_day(request) or today)
    coordination = team()
    fetch_keys(coordination.everybody)
    outlook = rotas.outlook(monday, WEEKS_AHEAD, coordination.head)
    forms = _Forms(request, monday, coordination.everybody, outlook, may_keep=may_keep)
    if forms.sent(user, now):
        return redirect(f"{reverse('directory:rota')}?semaine={monday.isoformat()}")
    shifts = rotas.shifts_of(monday)
    fetch_keys([shift.user for shift in shifts])
    week = rotas.stretches(monday, shifts, coordination.head)
    return render(
        request,
        "directory/rota.html",
        {
            "form": forms.shift,
            "turn": forms.turn,
            "swap": forms.swap,
            "outlook": outlook,
            "may_keep": may_keep,
            "monday": monday,
            "before": monday - timedelta(days=rotas.DAYS),
            "after": monday + timedelta(days=rotas.DAYS),
            "is_this_week": monday == rotas.monday_of(today),
            "stretches": week,
            "holes": sum(stretch.is_hole for stretch in week),
            "others": [shift for shift in shifts if shift.rank != rotas.FIRST],
            "now": next((s for s in week if s.starts_at <= now < s.ends_at), None),
        },
    )


class _Forms:
    """The three forms of the page; the button that was pressed says which one was sent."""

    def __init__(
        self, request: HttpRequest, monday: date, team: list[User], outlook: list[rotas.Week], *, may_keep: bool
    ) -> None:
        what = request.POST.get("what", "shift") if may_keep and request.method == "POST" else ""
        starts_at, ends_at = rotas.turn_of(monday)
        firsts = [shift for week in outlook for shift in week.shifts if shift.rank == rotas.FIRST]
        self.shift = DutyForm(request.POST if what == "shift" else None, team=team)
        self.turn = WeekForm(
            request.POST if what == "turn" else None,
            team=team, prefix="turn", initial={"starts_at": starts_at, "ends_at": ends_at},
        )  # fmt: skip
        self.swap = SwapForm(request.POST if what == "swap" else None, shifts=firsts, prefix="swap")

    def sent(self, user: User, now: datetime) -> bool:
        """Whether one of them was sent and went through; a refusal stands on its form."""
        return (
            went_through(self.shift, lambda: set_duty(**self.shift.shift(), by=user, at=now))
            or went_through(self.turn, lambda: set_week(**self.turn.turn(), by=user, at=now))
            or went_through(self.swap, lambda: swap_duty(*self.swap.pair(), by=user, at=now))
        )


def _asked_day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("semaine", ""))
    except ValueError:
        return None


@require_POST
@opens(Permission.KEEP_ROTA)
def clear(request: HttpRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Take one shift off."""
    shift = get_object_or_404(DutyShift, pk=shift_id)
    monday = rotas.monday_of(timezone.localtime(shift.starts_at).date())
    return press(
        request,
        lambda _version: clear_duty(shift, by=signed_in(request), at=timezone.now()),
        _("Cette astreinte est retirée."),
        f"{reverse('directory:rota')}?semaine={monday.isoformat()}",
    )
