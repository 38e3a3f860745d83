"""The face of an escort: the journeys of today, and of each the next leg when it is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.placements.content import Times, read
from havre.placements.delay_forms import DELAYS
from havre.placements.states import TRANSFER
from havre.placements.views.on_the_way import todays


@opens(P.ESCORT)
@require_GET
def escort_home(request: HttpRequest) -> HttpResponse:
    rows = todays(signed_in(request), timezone.now()).values()
    lines = [(row, read(row, "times", Times), TRANSFER.state(row.state)) for row in rows]
    lines.sort(key=lambda line: line[1].departs_at)
    return render(request, "placements/escort_home.html", {"lines": lines, "delays": DELAYS})


urlpatterns = [path("escort/", escort_home, name="escort_home")]
