"""Taking up again what was typed when the session had ended."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_signed_in, signed_in
from havre.desk import drafts_kept, kept
from havre.network.drafting import ROUTES
from havre.record import drafts


@open_to_signed_in
def show(request: HttpRequest) -> HttpResponse:
    """What was typed, ready to be sent to the page it was meant for."""
    user = signed_in(request)
    asked = request.GET.get("draft", "")
    draft = next((one for one in drafts.own(user, kept.KIND) if not asked or str(one.pk) == asked), None)
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
def own_drafts(request: HttpRequest) -> HttpResponse:
    """What one began and has not sent: go on, or throw away."""
    lines = drafts_kept.lines(signed_in(request), timezone.now())
    return render(request, "desk/drafts.html", {"lines": lines})


@open_to_signed_in
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw away the draft that is named, or all that waits of an ended session."""
    user, asked = signed_in(request), request.POST.get("draft", "")
    for draft in drafts.own(user, None if asked else kept.KIND):
        if not asked or str(draft.pk) == asked:
            if draft.kind in ROUTES:
                drafts.destroy(user, draft.pk, at=timezone.now())
            else:
                drafts.discard(user, draft.pk)
    return redirect("desk:drafts" if asked else "/")
