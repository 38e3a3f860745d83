"""An absence: all open work and to whom it goes, seen once more before it moves; and the way back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.desk import absences
from havre.desk.faces import home_of
from havre.desk.forms import AbsenceForm
from havre.journey import open_work
from havre.journey.away import WorkChanged, arrange_absence, end_absence
from havre.journey.models import Absence
from havre.record.operations import Refusal
from havre.record.sending import tell_refusal, went_through
from havre.vault.keys import key_cache


@opens(Permission.COORDINATE, Permission.GIVE_ADVICE)
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """First the questions, then what moves, then the act. The head of service answers for somebody who is ill (``qui``)."""
    user, at = signed_in(request), timezone.now()
    absent = _absent(request, user)
    works = open_work.of(absent, user, at)
    form = AbsenceForm(
        request.POST or None, colleagues=absences.colleagues(absent), works=works,
        initial={"seen": open_work.digest((work.kind, work.id) for work in works)},
    )  # fmt: skip
    if request.method != "POST" or "edit" in request.POST or not form.is_valid():
        return _page(request, absent, form, previewed=False)
    if "confirm" not in request.POST:
        return _page(request, absent, form, previewed=True)
    try:
        if went_through(form, lambda: _arrange(absent, form, by=user), leave=(WorkChanged,)):
            messages.success(request, _("C’est noté. Vos collègues et la cheffe de service sont prévenus."))
            return redirect("desk:absence")
    except WorkChanged as refusal:
        tell_refusal(request, refusal)
        return redirect(f"{request.path}?qui={absent.pk}")
    return _page(request, absent, form, previewed=False)


def _absent(request: HttpRequest, user: User) -> User:
    """Whose absence: one's own; for the head of service whoever is named in the address."""
    asked = request.GET.get("qui", "")
    if not may(user, Permission.REVIEW):
        return user
    return next((one for one in open_work.holders({Permission.GIVE_ADVICE}) if str(one.pk) == asked), user)


def _arrange(absent: User, form: AbsenceForm, *, by: User) -> Absence:
    said = form.cleaned_data
    chosen = User.objects.in_bulk({uuid.UUID(one) for one in [said["to"], *form.others().values()]})
    others = {key: chosen[uuid.UUID(one)] for key, one in form.others().items()}
    return arrange_absence(
        absent, to=chosen[uuid.UUID(said["to"])], others=others, starts_at=said["starts_at"], ends_at=said["ends_at"],
        reason=said["reason"], seen=said["seen"], by=by, at=timezone.now(),
    )  # fmt: skip


def _page(request: HttpRequest, absent: User, form: AbsenceForm, *, previewed: bool) -> HttpResponse:
    user, at = signed_in(request), timezone.now()
    known = absences.of(user, at)
    names = dict([*absences.colleagues(absent), *(pair for work in form.works for pair in work.takers)])
    context: dict[str, Any] = {
        "absent": absent, "is_own": absent.pk == user.pk, "form": form, "known": known, "at": at,
        "is_away": any(one.user_id == absent.pk for one in known),
        "everybody": absences.everybody() if may(user, Permission.REVIEW) else [],
        "follows_cases": may(absent, Permission.COORDINATE), "home": reverse(home_of(user)),
    }  # fmt: skip
    if previewed:
        said = form.cleaned_data
        starts_at = max(said["starts_at"] or at, at)
        context |= {
            "previewed": True, "starts_at": starts_at, "ends_at": said["ends_at"], "is_now": starts_at <= at,
            "shares": absences.shares(form.works, said["to"], form.others(), names),
            "behind": [
                *open_work.stays_behind(absent, starts_at, said["ends_at"]),
                *absences.uncovered(form.works, form.others(), starts_at, said["ends_at"]),
            ],
        }  # fmt: skip
    response = render(request, "desk/absence.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@opens(Permission.COORDINATE, Permission.GIVE_ADVICE)
@require_POST
def come_back(request: HttpRequest, absence_id: uuid.UUID) -> HttpResponse:
    """«Je suis de retour», or an absence that does not take place."""
    user = signed_in(request)
    known = Absence.objects.all() if may(user, Permission.REVIEW) else Absence.objects.filter(user=user)
    row = get_object_or_404(known, pk=absence_id)
    was_running = row.state == "running"
    try:
        with key_cache():
            left = end_absence(row, by=user, at=timezone.now())
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("desk:absence")
    if not was_running:
        messages.success(request, _("L’absence est annulée. Rien n’a bougé."))
    elif left:
        said = ngettext(
            "Le travail est repris, sauf une chose : finie, ou confiée depuis à quelqu’un d’autre.",
            "Le travail est repris, sauf %(total)s choses : finies, ou confiées depuis à quelqu’un d’autre.", left,
        )  # fmt: skip
        messages.success(request, said % {"total": left})
    else:
        messages.success(request, _("Tout le travail est repris."))
    return redirect(home_of(user))
