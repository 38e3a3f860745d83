"""What a coordinator, the escort and the house do while somebody travels; each comes back to their own page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.placements.content import Times, read
from havre.placements.delay_forms import PostponeForm
from havre.placements.forms import HOW_TO_GO, ActForm, PhoneForm
from havre.placements.models import Transfer, escorted_by
from havre.placements.operations.endings import TRAVELLING
from havre.placements.operations.transfers import depart, open_sheet, postpone
from havre.placements.views.common import act_on, arguments, own_row_or_403, refused
from havre.record.operations import NotAllowed, Refusal, Stale
from havre.record.sending import ask_again, tell_refusal, went_through
from havre.vault.fields import fetch_keys


def _own_transfer(request: HttpRequest, transfer_id: uuid.UUID) -> Transfer:
    """What this account may act on: its own case or on duty, its house's for a team, its own today for an escort."""
    user = signed_in(request)
    if may(user, P.COORDINATE):
        return own_row_or_403(request, Transfer, transfer_id)
    found = Transfer.objects.visible_to(user).linked().filter(pk=transfer_id).first()
    found = found or todays(user, timezone.now()).get(transfer_id)
    if found is None:
        raise Http404
    return found


def todays(user: User, at: datetime) -> dict[uuid.UUID, Transfer]:
    """The journeys this escort accompanies today; before and after there is nothing to see."""
    if not may(user, P.ESCORT):
        return {}
    rows = list(escorted_by(user).linked().filter(state__in=TRAVELLING))
    fetch_keys(rows)
    today = timezone.localtime(at).date()
    return {row.pk: row for row in rows if read(row, "times", Times).is_on(today)}


def _back(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    if may(request.user, P.COORDINATE):
        return redirect("placements:transfer", person_id)
    return redirect("placements:residents" if may(request.user, P.CONFIRM_ARRIVAL) else "placements:escort_home")


@opens(P.COORDINATE, P.ESCORT, P.CONFIRM_ARRIVAL)
@require_http_methods(["GET", "POST"])
def transfer_postpone(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    """One of the usual delays comes by a tap from another page; any other is written here, as minutes or an hour."""
    row = _own_transfer(request, transfer_id)
    if request.method == "GET":
        return _postpone_page(request, row, PostponeForm(initial={"version": row.version}))
    form, back = PostponeForm(request.POST), _back(request, row.situation_id)
    try:
        if went_through(form, lambda: postpone(row, **arguments(request, form)), leave=(Stale,)):
            messages.success(request, _("C’est noté : l’arrivée est attendue plus tard. Tout le monde est prévenu."))
            return back
    except Stale:
        row = _own_transfer(request, transfer_id)
        ask_again(form, row, _("L’heure prévue vient de changer. Relisez-la ; recommencez si c’est encore utile."))
    return _postpone_page(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _postpone_page(
    request: HttpRequest, row: Transfer, form: PostponeForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "row": row, "form": form, "times": read(row, "times", Times), "by_phone": may(request.user, P.COORDINATE),
        "back": _back(request, row.situation_id)["Location"],
    }  # fmt: skip
    return render(request, "placements/postpone.html", context, status=status)


@opens(P.COORDINATE, P.ESCORT)
@require_POST
def transfer_depart(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    return _act(request, transfer_id, PhoneForm(request.POST), depart, _("Bon voyage. L’arrivée est attendue."))


def _act(
    request: HttpRequest, transfer_id: uuid.UUID, form: ActForm, operation: Callable[..., object], told: str
) -> HttpResponse:
    row = _own_transfer(request, transfer_id)
    back = _back(request, row.situation_id)
    return act_on(request, row, form, operation, told=told, to=back, again=lambda: refused(request, form, back))


@opens(P.COORDINATE, P.ESCORT)
@require_POST
def transfer_sheet(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    """The next leg, fit for A4, made for this once: no address leads back to it."""
    row = _own_transfer(request, transfer_id)
    try:
        sheet = open_sheet(row, by=signed_in(request), at=timezone.now())
    except NotAllowed:
        raise Http404 from None
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return _back(request, row.situation_id)
    context = {"sheet": sheet, "how": dict(HOW_TO_GO).get(sheet.leg.how, ""), "number": uuid.uuid4().hex[:6].upper()}
    response = render(request, "placements/sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("transfers/<uuid:transfer_id>/postpone/", transfer_postpone, name="transfer_postpone"),
    path("transfers/<uuid:transfer_id>/depart/", transfer_depart, name="transfer_depart"),
    path("transfers/<uuid:transfer_id>/sheet/", transfer_sheet, name="transfer_sheet"),
]
