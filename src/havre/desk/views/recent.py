"""«Mes derniers gestes»: what one did since yesterday, and taking it back where the law allows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.desk import recent as acts
from havre.record.operations import Refusal
from havre.record.undo import undo


@opens(Permission.READ_SITUATIONS)
def recent(request: HttpRequest) -> HttpResponse:
    """The list, latest first."""
    return render(request, "desk/recent.html", {"lines": acts.lines(signed_in(request), timezone.now())})


@opens(Permission.READ_SITUATIONS)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """One act of the list, or without a number the last one of these ten minutes."""
    user, at = signed_in(request), timezone.now()
    asked = request.POST.get("entry", "")
    if asked.isdecimal():
        sequence = int(asked[:18])
    else:
        last = acts.last(user, at)
        if last is None:
            messages.info(request, _("Rien à annuler parmi vos gestes des dix dernières minutes."))
            return redirect("desk:recent")
        sequence = last.sequence
    try:
        what = undo(sequence, by=user, at=at)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Annulé : %(what)s") % {"what": what})
    return redirect("desk:recent")
