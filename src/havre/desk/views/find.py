"""The palette and the page behind it: one box, answers as links."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.desk import finding
from havre.journey import rows
from havre.journey.models import Journey

LONGEST = 40
AS_TYPED = "X-Typing"
"""The header of a question asked while somebody types: only the answers are wanted, and nobody is led away."""


@opens(P.READ_SITUATIONS, P.READ_DIRECTORY)
def find(request: HttpRequest) -> HttpResponse:
    """What was typed is posted, so that no address keeps it. One answer leads straight there."""
    user = signed_in(request)
    typed = request.POST.get("q", "").strip()[:LONGEST]
    found = finding.find(user, typed)
    typing = AS_TYPED in request.headers
    if found.only and not typing:
        return redirect(found.only)
    context = {"typed": typed, "found": found, "rows": _rows(user, found)}
    return render(request, "desk/_answers.html" if typing else "desk/find.html", context)


def _rows(user: User, found: finding.Answers) -> list[Any]:
    if not found.situations:
        return []
    known = Journey.objects.visible_to(user).select_related("person", "owner").in_bulk(found.situations)
    return rows.rows([known[pk] for pk in found.situations if pk in known], user, timezone.now())
