"""The board of journeys: who travels or will, who is late, whose alarm rings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from havre.accounts.access import opens
from havre.accounts.permissions import Permission as P
from havre.people.models import Person
from havre.placements.content import Times, read
from havre.placements.models import Alarm, Transfer, with_people
from havre.placements.operations.endings import TRAVELLING
from havre.placements.states import TRANSFER
from havre.vault.fields import fetch_keys


@dataclass(frozen=True)
class Traveller:
    """A journey on the board: never where it leads, never where it comes from."""

    person: Person
    times: Times
    shape: str
    word: Any
    escorted: bool
    late: bool
    alarm: Alarm | None
    url: str


def travellers(at: datetime) -> list[Traveller]:
    """Everybody who travels or will, soonest expected first; the same few queries for one and for two hundred."""
    rows = list(Transfer.objects.linked().filter(state__in=TRAVELLING))
    fetch_keys(rows)
    people = with_people(rows)
    alarms = {alarm.transfer: alarm for alarm in Alarm.objects.linked().filter(state__in=("open", "taken"))}
    found = [_traveller(row, people[row.situation_id], alarms.get(row.pk), at) for row in rows]
    return sorted(found, key=lambda one: (one.alarm is None, one.times.expected_at))


def _traveller(row: Transfer, person: Person, alarm: Alarm | None, at: datetime) -> Traveller:
    state, times = TRANSFER.state(row.state), read(row, "times", Times)
    late = times.expected_at <= at
    shape = "alarm" if alarm else "late" if late else state.shape
    return Traveller(
        person=person, times=times, shape=shape, word=_("alarme") if alarm else _("en retard") if late else state.label,
        escorted=row.escort is not None, late=late, alarm=alarm, url=reverse("placements:transfer", args=[person.pk]),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_GET
def travel_board(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    rows = travellers(at)
    today = timezone.localtime(at).date()
    context = {
        "rows": rows, "on_road": sum(row.times.is_on(today) for row in rows), "alarms": sum(row.alarm is not None for row in rows),
    }  # fmt: skip
    return render(request, "placements/travel_board.html", context)


urlpatterns = [path("travel/", travel_board, name="travel_board")]
