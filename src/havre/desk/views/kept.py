"""Taking up again what was typed when the session had ended."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_signed_in, signed_in
from havre.desk import kept
from havre.record import drafts


@open_to_signed_in
def show(request: HttpRequest) -> HttpResponse:
    """What was typed, ready to be sent to the page it was meant for."""
    user = signed_in(request)
    draft = kept.waiting(user)
    content = drafts.read(user, draft.pk) if draft else None
    if draft is None or content is None:
        return redirect("/")
    context = {
        "draft": draft,
        "path": content["path"],
        "at": datetime.fromisoformat(content["at"]),
        "texts": [text for _name, text in kept.shown(content)],
        "fields": [(name, text) for name, values in content["fields"].items() for text in values],
    }
    return render(request, "desk/kept.html", context)


@open_to_signed_in
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw away what waits."""
    user = signed_in(request)
    for draft in drafts.own(user, kept.KIND):
        drafts.discard(user, draft.pk)
    return redirect("/")
