"""Who lives in a house and who arrives there, on the pages of its team."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.placements.content import StayTerms, read
from havre.placements.delay_forms import DELAYS
from havre.placements.first_days import are_running
from havre.placements.forms import ActForm, EndForm, ExtendForm, PhoneForm
from havre.placements.house import asked_here, coming, residents_of
from havre.placements.models import Stay, Transfer
from havre.placements.operations.stays import end_stay, extend_stay
from havre.placements.operations.transfers import confirm_arrival, open_handover
from havre.placements.views.common import act_on, refused, row_or_404
from havre.placements.wording import household, languages
from havre.record.operations import Refusal
from havre.record.sending import tell_refusal


@opens(P.SEE_RESIDENTS)
@require_GET
def residents(request: HttpRequest) -> HttpResponse:
    user, at = signed_in(request), timezone.now()
    context = {"residents": residents_of(user, at), "coming": coming(user, at, asked_here(user, at))}
    return render(request, "placements/residents.html", context)


def _resident_page(request: HttpRequest, row: Stay, *, status: int = 200, **context: Any) -> HttpResponse:
    terms, version = read(row, "terms", StayTerms), {"version": row.version}
    fresh: dict[str, Any] = {
        "row": row, "terms": terms, "is_new": are_running(row, timezone.now()),
        "title": household(terms.household), "languages": languages(terms.languages),
        "extend": _without_phone(ExtendForm(initial=version | {"planned_end": terms.planned_end}, prefix="extend")),
        "finish": _without_phone(EndForm(initial=version, prefix="finish")),
    }  # fmt: skip
    return render(request, "placements/resident.html", fresh | context, status=status)


def _without_phone(form: PhoneForm) -> PhoneForm:
    """The house speaks for itself: the questions about a telephone call are left out."""
    for name in ("by_phone_who", "by_phone_when"):
        form.fields.pop(name, None)
    return form


@opens(P.SEE_RESIDENTS)
@require_GET
def resident(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    return _resident_page(request, row_or_404(request, Stay, stay_id))


def _resident_act(
    request: HttpRequest, stay_id: uuid.UUID, name: str, form: PhoneForm, operation: Callable[..., object], told: str
) -> HttpResponse:
    return act_on(
        request, row_or_404(request, Stay, stay_id), _without_phone(form), operation, told=told,
        to=redirect("placements:residents"),
        again=lambda: _resident_page(request, row_or_404(request, Stay, stay_id), status=422, **{name: form}),
    )  # fmt: skip


@opens(P.SEE_RESIDENTS)
@require_POST
def resident_extend(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = ExtendForm(request.POST, prefix="extend")
    return _resident_act(request, stay_id, "extend", form, extend_stay, _("La fin prévue est notée."))


@opens(P.SEE_RESIDENTS)
@require_POST
def resident_end(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = EndForm(request.POST, prefix="finish")
    return _resident_act(request, stay_id, "finish", form, end_stay, _("Le séjour est terminé, la place est libre."))


def _arrival_page(request: HttpRequest, row: Transfer, **context: Any) -> HttpResponse:
    user, at = signed_in(request), timezone.now()
    one = next(one for one in coming(user, at, asked_here(user, at)) if one.transfer.pk == row.pk)
    return render(request, "placements/arrival.html", {"one": one, "row": row, "delays": DELAYS} | context)


@opens(P.CONFIRM_ARRIVAL)
@require_GET
def arrival(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    """Two taps: this page, then «Elle est là»."""
    return _arrival_page(request, _travelling_or_404(request, transfer_id))


def _travelling_or_404(request: HttpRequest, transfer_id: uuid.UUID) -> Transfer:
    return row_or_404(request, Transfer, transfer_id)


@opens(P.CONFIRM_ARRIVAL)
@require_POST
def arrival_confirm(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    row, form, back = (
        _travelling_or_404(request, transfer_id),
        ActForm(request.POST),
        redirect("placements:residents"),
    )
    return act_on(
        request, row, form, confirm_arrival, told=_("Merci. L’arrivée est confirmée, la coordination le sait."),
        to=back, again=lambda: refused(request, form, back),
    )  # fmt: skip


@opens(P.CONFIRM_ARRIVAL)
@require_POST
def arrival_handover(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    """Where to meet her and with which word: read once, never kept."""
    row = _travelling_or_404(request, transfer_id)
    try:
        handover = open_handover(row, by=signed_in(request), at=timezone.now())
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("placements:residents")
    response = _arrival_page(request, row, handover=handover)
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("house/residents/", residents, name="residents"),
    path("house/residents/<uuid:stay_id>/", resident, name="resident"),
    path("house/residents/<uuid:stay_id>/extend/", resident_extend, name="resident_extend"),
    path("house/residents/<uuid:stay_id>/end/", resident_end, name="resident_end"),
    path("house/arrivals/<uuid:transfer_id>/", arrival, name="arrival"),
    path("house/arrivals/<uuid:transfer_id>/confirm/", arrival_confirm, name="arrival_confirm"),
    path("house/arrivals/<uuid:transfer_id>/handover/", arrival_handover, name="arrival_handover"),
]
