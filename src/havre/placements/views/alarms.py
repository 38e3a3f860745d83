"""An alarm: who was told, who takes it, how it is cleared."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.placements.content import AlarmContent, read
from havre.placements.forms import ClearForm, LeakForm
from havre.placements.models import Alarm
from havre.placements.operations.alarms import KINDS, LEAK, TOGETHER, clear_alarm, raise_alarm, take_alarm
from havre.placements.states import ALARM
from havre.placements.told import lines
from havre.placements.views.common import act_on, names, person_or_404, row_or_404
from havre.record import outbox
from havre.record.sending import press


def _page(request: HttpRequest, row: Alarm, *, status: int = 200, **context: Any) -> HttpResponse:
    content = read(row, "content", AlarmContent)
    known = names({uuid.UUID(one) for one in [*content.told, content.taken_by] if one})
    fresh: dict[str, Any] = {
        "row": row, "content": content, "what": KINDS[content.kind], "is_together": content.kind == TOGETHER, "state": ALARM.state(row.state),
        "person": person_or_404(request, row.situation_id), "told": lines(content, known, outbox.still_waiting(step.message for step in content.steps if step.means)),
        "taken_by": known.get(content.taken_by, ""), "clear": ClearForm(initial={"version": row.version}),
    }  # fmt: skip
    return render(request, "placements/alarm.html", fresh | context, status=status)


@opens(P.COORDINATE)
@require_GET
def alarm(request: HttpRequest, alarm_id: uuid.UUID) -> HttpResponse:
    return _page(request, row_or_404(request, Alarm, alarm_id))


@opens(P.COORDINATE)
@require_POST
def alarm_take(request: HttpRequest, alarm_id: uuid.UUID) -> HttpResponse:
    """«Je m’en occupe», from the bar of any page."""
    row = row_or_404(request, Alarm, alarm_id)

    def act(_version: int | None) -> None:
        take_alarm(row, by=signed_in(request), at=timezone.now())

    return press(request, act, "", "placements:alarm", row.pk)


@opens(P.COORDINATE)
@require_POST
def alarm_clear(request: HttpRequest, alarm_id: uuid.UUID) -> HttpResponse:
    row, form = row_or_404(request, Alarm, alarm_id), ClearForm(request.POST)
    return act_on(
        request, row, form, clear_alarm, to=redirect("placements:travel_board"),
        told=_("L’alarme est levée. Le niveau de risque est revenu à celui d’avant."),
        again=lambda: _page(request, row_or_404(request, Alarm, alarm_id), status=422, clear=form),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def alarm_raise(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """The place may be known: everybody who must know is told at once."""
    person, form = person_or_404(request, person_id), LeakForm(request.POST, prefix="leak")
    if not form.is_valid():
        messages.error(request, _("Dites ce qui s’est passé. Rien n’a été déclenché."))
        return redirect("placements:stay", person.pk)
    row = raise_alarm(person.pk, kind=LEAK, note=form.cleaned_data["note"], by=signed_in(request), at=timezone.now())
    return redirect("placements:alarm", row.pk)


urlpatterns = [
    path("alarms/<uuid:alarm_id>/", alarm, name="alarm"),
    path("alarms/<uuid:alarm_id>/take/", alarm_take, name="alarm_take"),
    path("alarms/<uuid:alarm_id>/clear/", alarm_clear, name="alarm_clear"),
    path("<uuid:person_id>/alarm/", alarm_raise, name="alarm_raise"),
]
