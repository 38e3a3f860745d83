"""Noting a call: two lines, one letter, Enter."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.intake import operations
from havre.intake.content import CALL_BACK, ENQUIRY, REFERRAL
from havre.intake.forms import CallBackForm, EnquiryForm, NoteForm, soon
from havre.intake.listing import typed_of
from havre.intake.models import Call
from havre.intake.policies import may_refer
from havre.intake.views.access import NOTE, after, kept, own_open
from havre.record.operations import Refusal
from havre.record.sending import press
from havre.record.transitions import NotNow

QUESTIONS = {*CallBackForm.base_fields, *EnquiryForm.base_fields} - {"person"}
"""What is kept while it is typed; a call is linked to no person, not even half typed."""


@opens(NOTE)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """A new call under a random id; nothing is written before something is typed."""
    return redirect("intake:note", uuid.uuid4())


@opens(NOTE)
def note(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """One page. What is typed is sealed on the server whatever is pressed, valid or not."""
    found = own_open(request, call_id)
    if over := after(found):
        return over
    if request.method != "POST":
        return _page(request, call_id, _shown(request, found), found)
    try:
        call = kept(request, call_id, QUESTIONS)
    except NotNow:
        return redirect("intake:call", call_id)
    rings_back = request.POST.get("outcome") == CALL_BACK
    if rings_back and "due_at" not in request.POST:
        return _page(request, call_id, _shown(request, call), call)
    form = (CallBackForm if rings_back else NoteForm)(request.POST, user=signed_in(request))
    if form.is_valid():
        try:
            return _finish(request, call, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, call_id, form, call)


def _shown(request: HttpRequest, call: Call | None) -> NoteForm:
    """The form with what was typed, not judged yet."""
    typed = MultiValueDict(typed_of(call) if call else {})
    initial: dict[str, Any] = {name: typed.get(name) for name in typed}
    if initial.get("outcome") != CALL_BACK:
        return NoteForm(initial=initial, user=signed_in(request))
    if not initial.get("due_at"):
        initial["due_at"] = soon(timezone.now())
    initial.setdefault("whose", "me" if may_refer(request.user) else "all")
    return CallBackForm(initial=initial, user=signed_in(request))


def _finish(request: HttpRequest, call: Call, form: NoteForm) -> HttpResponse:
    """What the chosen outcome does. Raises ``Refusal``."""
    by, at, outcome = signed_in(request), timezone.now(), form.cleaned_data["outcome"]
    about, said = form.about(), form.said()
    if outcome == ENQUIRY:
        return redirect("intake:enquiry", call.pk)
    if outcome == REFERRAL:
        draft_id = operations.make_referral(call, about=about, said=said, by=by, at=at)
        return redirect(reverse("referrals:call", args=[draft_id]))
    if isinstance(form, CallBackForm):
        operations.ask_call_back(
            call, due_at=form.cleaned_data["due_at"], for_all=form.cleaned_data["whose"] == "all", about=about,
            said=said, reach=form.reach(), by=by, at=at,
        )  # fmt: skip
        messages.success(request, _("L’appel est noté. Il attend dans la liste de ceux à rappeler."))
    else:
        operations.close_call(call, outcome=outcome, about=about, said=said, by=by, at=at)
        messages.success(request, _("L’appel est noté."))
    return redirect("intake:list")


def _page(request: HttpRequest, call_id: uuid.UUID, form: NoteForm, call: Call | None) -> HttpResponse:
    others = Call.objects.half_typed(request.user).exclude(pk=call_id)[:5]
    context = {
        "call_id": call_id,
        "call": call,
        "form": form,
        "rings_back": isinstance(form, CallBackForm),
        "others": others,
        "may_refer": may_refer(request.user),
    }
    return render(request, "intake/note.html", context)


@opens(NOTE)
@require_POST
def keep(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Keep what is typed, without a word; a call that is over stays as it is."""
    with suppress(NotNow):
        kept(request, call_id, QUESTIONS)
    return HttpResponse(status=204)


@opens(NOTE)
@require_POST
def discard(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    call = own_open(request, call_id)
    if call is None:
        raise Http404("no such call")

    def act(_version: int | None) -> None:
        operations.discard_call(call, by=signed_in(request), at=timezone.now())

    return press(request, act, _("Cet appel est détruit."), "intake:list")
