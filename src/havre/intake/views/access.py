"""Fetching is authorising: a call that is not there for this account is «not found»."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from havre.accounts.access import signed_in
from havre.accounts.permissions import Permission
from havre.intake import operations
from havre.intake.models import Call
from havre.record.operations import NotAllowed
from havre.record.transitions import NotNow

NOTE = Permission.NOTE_CALLS


def visible(request: HttpRequest, call_id: uuid.UUID) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user).select_related("owner"), pk=call_id)


def own_open(request: HttpRequest, call_id: uuid.UUID) -> Call | None:
    """One's own half-typed call; ``None`` where nothing is typed yet.

    Raises ``Http404`` where it is somebody else's.
    """
    call = Call.objects.filter(pk=call_id).first()
    if call is not None and call.owner_id != signed_in(request).pk:
        raise Http404("somebody else's call")
    return call


def kept(request: HttpRequest, call_id: uuid.UUID, names: set[str]) -> Call:
    """The half-typed call with what was sent, sealed before it is judged. Raises ``Http404``, ``NotNow``."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name in names}
    before = own_open(request, call_id)
    if before is not None and before.state != "open":
        raise NotNow
    try:
        return operations.note_call(call_id, typed=typed, by=signed_in(request), at=timezone.now())
    except NotAllowed:
        raise Http404("somebody else's call") from None


def after(call: Call | None) -> HttpResponse | None:
    """Where a call that is over leads, for whoever comes back to its form or sends it twice."""
    return redirect("intake:call", call.pk) if call is not None and call.state != "open" else None
