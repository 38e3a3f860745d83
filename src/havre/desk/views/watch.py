"""The watch: on the screen for who is on duty, on paper for a night when no message leaves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from havre.accounts.access import opens
from havre.accounts.permissions import Permission
from havre.desk import watching


@require_safe
@opens(Permission.COORDINATE)
def watch(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    return render(request, "desk/watch.html", {"page": watching.page(at), "at": at})


@require_safe
@opens(Permission.COORDINATE)
def sheet(request: HttpRequest) -> HttpResponse:
    """From now until the office opens again: references only, boxes to tick."""
    at = timezone.now()
    until = watching.watch_until(at)
    context = {"page": watching.page(at, until), "at": at, "until": until, "number": watching.sheet_number()}
    response = render(request, "desk/watch_sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response
