"""The watch: on the screen for who is on duty, on paper for a night when no message leaves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.desk import watching
from havre.desk.night import night_of

MORNING, WEEKEND = "matin", "week-end"
SPANS = {MORNING: watching.day_of, WEEKEND: watching.weekend_of}


@require_safe
@opens(Permission.COORDINATE)
def watch(request: HttpRequest) -> HttpResponse:
    night = night_of(request)
    return render(request, "desk/watch.html", {"page": watching.page(night), "at": night.at})


@require_safe
@opens(Permission.COORDINATE)
def sheet(request: HttpRequest) -> HttpResponse:
    """From now until the office opens again: references only, boxes to tick."""
    night = night_of(request)
    at = night.at
    until = watching.watch_until(at)
    context = {
        "page": watching.page(night, until), "at": at, "until": until, "number": watching.sheet_number(),
        "call_backs": watching.call_backs(signed_in(request), at, until),
    }  # fmt: skip
    response = render(request, "desk/watch_sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@opens(Permission.COORDINATE)
def handover(request: HttpRequest, kind: str) -> HttpResponse:
    """What the next one needs to know: for the day that begins, or for the weekend."""
    if kind not in SPANS:
        raise Http404
    night = night_of(request)
    at = night.at
    starts_at, until = SPANS[kind](at)
    waiting, late = watching.waiting(signed_in(request), at)
    context = {
        "page": watching.page(night, until), "at": at, "from": starts_at, "until": until, "waiting": waiting, "late": late,
        "answering": watching.answering(night, starts_at, until), "is_weekend": kind == WEEKEND, "number": watching.sheet_number(),
        "call_backs": watching.call_backs(signed_in(request), at, until),
    }  # fmt: skip
    response = render(request, "desk/handover.html", context)
    response["Cache-Control"] = "no-store"
    return response
