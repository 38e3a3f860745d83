"""«Mes derniers gestes»: what one did since yesterday, and taking it back where the law allows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.desk import recent as acts
from havre.desk import toast
from havre.desk.faces import WORKERS
from havre.record import undo
from havre.record.operations import Refusal
from havre.record.sending import tell_refusal


@opens(*WORKERS)
def recent(request: HttpRequest) -> HttpResponse:
    """The list, latest first."""
    return render(request, "desk/recent.html", {"lines": acts.lines(signed_in(request), timezone.now())})


@opens(*WORKERS)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """One act of the list, the one just done (``now``), or without a number the last one of these ten minutes."""
    user, at = signed_in(request), timezone.now()
    asked = request.POST.get("entry") or request.POST.get("now") or ""
    act = undo.one(user, int(asked[:18])) if asked.isdecimal() else acts.last(user, at)
    if act is None and not asked:
        messages.info(request, _("Rien à annuler parmi vos gestes des dix dernières minutes."))
        return redirect("desk:recent")
    if act and request.POST.get("now") and not toast.is_fresh(act.at, at):
        messages.info(request, _("Ce geste a plus de dix minutes. Regardez-le ici avant de l’annuler."))
        return redirect("desk:recent")
    try:
        what = undo.undo(act.sequence if act else 0, by=user, at=at)
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("desk:recent")
    messages.success(request, _("Annulé : %(what)s") % {"what": what})
    return redirect(acts.page_of(user, act) if act and request.POST.get("now") else "desk:recent")
