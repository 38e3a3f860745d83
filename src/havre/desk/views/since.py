"""«Depuis votre départ»: what happened in the situations since a moment that the reader chooses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from havre.accounts.access import opens
from havre.accounts.permissions import Permission
from havre.desk import since as told
from havre.desk.forms import SinceForm
from havre.desk.night import night_of


@require_safe
@opens(Permission.READ_SITUATIONS)
def since(request: HttpRequest) -> HttpResponse:
    """Printed, it names references only."""
    night, form = night_of(request), SinceForm(request.GET)
    page = told.of(night, since=form.since(night.at), own=form.own(night.user))
    response = render(request, "desk/since.html", {"page": page, "form": form, "at": night.at})
    response["Cache-Control"] = "no-store"
    return response
