"""Advice by telephone, noted in a minute; a call that was advice, kept to be found again; links to ask."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.intake.models import Call
from havre.record.operations import NotAllowed, Refusal
from havre.record.sending import sent, tell_refusal, went_through
from havre.resources import operations
from havre.resources.forms import LinkForm, TelephoneForm
from havre.resources.models import AdviceRequest
from havre.resources.views.access import GIVE, address_of, leaves


@opens(GIVE)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """A new note under a random id, so that sending twice notes once."""
    return redirect("resources:note", uuid.uuid4())


@opens(GIVE)
def note(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    if AdviceRequest.objects.visible_to(request.user).filter(pk=request_id).exists():
        return redirect("resources:detail", request_id)
    at = timezone.now()
    form = TelephoneForm(sent(request), today=timezone.localdate(at))

    def act() -> None:
        told = form.cleaned_data
        operations.note_advice(
            request_id, asked=form.asked(), answer=told["answer"], label=told["label"],
            articles=[form.known[key] for key in told["articles"]], by=signed_in(request), at=at,
        )  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        answered = bool(form.cleaned_data["answer"])
        messages.success(request, _("Le conseil est noté.") if answered else _("La demande est notée, et à vous."))
        return redirect("resources:list") if answered else redirect("resources:detail", request_id)
    return render(request, "resources/telephone.html", {"form": form, "request_id": request_id})


@opens(GIVE)
@require_POST
def keep_call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Of a call that ended with advice: its words come along."""
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=call_id)
    try:
        row = operations.keep_call(call, by=signed_in(request), at=timezone.now())
    except NotAllowed:
        raise Http404("not this account's call") from None
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("intake:call", call.pk)
    messages.success(request, _("Les mots de l’appel sont ici. Ajoutez la réponse et un titre."))
    return redirect("resources:detail", row.pk)


@opens(GIVE)
def send_link(request: HttpRequest) -> HttpResponse:
    """A link for a professional without account. Its address is shown this once."""
    form = LinkForm(sent(request))
    address, will_leave = "", False

    def act() -> None:
        nonlocal address, will_leave
        will_leave = leaves(form.cleaned_data["mail"])
        address = operations.send_link_to_ask(
            mail=form.cleaned_data["mail"], address_of=address_of(request), by=signed_in(request), at=timezone.now()
        )

    if request.method == "POST" and went_through(form, act):
        form = LinkForm()
    return render(request, "resources/send_link.html", {"form": form, "address": address, "leaves": will_leave})
