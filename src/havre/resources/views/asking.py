"""Whoever asks by an account: a question with its draft, own requests, the answer, whether it helped."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.common import words
from havre.common.dataclass_json import from_json
from havre.countries.fr.advice_desk import FIELDS, URGENCIES
from havre.record import drafts
from havre.record.sending import went_through
from havre.resources import operations, reading
from havre.resources.content import DRAFT, Question
from havre.resources.forms import DESK_READS, AskerWordsForm, AskForm, HelpedForm
from havre.resources.models import AdviceRequest
from havre.resources.views.access import ASK, own
from havre.resources.views.library import proposed

SHOWN = 50


@opens(ASK)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own questions, the latest first."""
    user, at = signed_in(request), timezone.now()
    rows = list(AdviceRequest.objects.filter(asker=user).order_by("-asked_on", "pk")[:SHOWN])
    shown = [
        (one, reading.outside_word(one), reading.outside_shape(one), FIELDS.label(one.field, reading.language()), reading.number_of(one))
        for one in rows
    ]  # fmt: skip
    kept = [one for one in drafts.own(user, DRAFT) if one.keep_until > at]
    return render(request, "resources/mine.html", {"rows": shown, "drafts": kept})


@opens(ASK)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """A question under a random id; nothing is written before something is typed."""
    return redirect("resources:ask", uuid.uuid4())


@opens(ASK)
def ask(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    user, at = signed_in(request), timezone.now()
    if AdviceRequest.objects.filter(pk=request_id, asker=user).exists():
        return redirect("resources:own", request_id)
    if request.method != "POST":
        kept = drafts.find(user, DRAFT, request_id, at=at)
        typed = MultiValueDict(kept.content if kept else {})
        form = AskForm(initial={name: typed.get(name) for name in typed})
        return _ask_page(request, request_id, form, kept.saved_at if kept else None)
    _keep(request, request_id)
    if "draft" in request.POST:
        messages.success(request, _("Le brouillon est gardé quatorze jours, scellé. Vous seul le lisez."))
        return redirect("resources:mine")
    form = AskForm(request.POST)

    def act() -> None:
        homes = [one.organisation for one in user.held if one.organisation]
        service = homes[0].kind if homes else ""
        operations.ask_advice(request_id, asked=form.asked(service=service, who=user.name), by=user, at=at)

    if went_through(form, act):
        row = AdviceRequest.objects.get(pk=request_id)
        said = _("C’est envoyé. Réponse avant le %(when)s.") % {"when": words.moment(row.due_at)}
        messages.success(request, said)
        return redirect("resources:own", request_id)
    return _ask_page(request, request_id, form, at)


def _keep(request: HttpRequest, request_id: uuid.UUID) -> None:
    typed = {name: request.POST.getlist(name) for name in AskForm.base_fields if name in request.POST}
    try:
        drafts.keep(signed_in(request), DRAFT, typed, at=timezone.now(), draft_id=request_id)
    except drafts.NotYours:
        raise Http404("somebody else's draft") from None


def _ask_page(request: HttpRequest, request_id: uuid.UUID, form: AskForm, kept_at: Any) -> HttpResponse:
    typed = form["text"].value() or ""
    context = {"form": form, "request_id": request_id, "kept_at": kept_at, "proposed": proposed(request, typed)}
    return render(request, "resources/ask.html", context)


@opens(ASK)
@require_POST
def keep(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Keep what is typed, without a word; a question that was sent stays as it is."""
    if not AdviceRequest.objects.filter(pk=request_id).exists():
        _keep(request, request_id)
    return HttpResponse(status=204)


@opens(ASK)
@require_POST
def discard(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    drafts.discard(signed_in(request), request_id)
    messages.success(request, _("Le brouillon est détruit."))
    return redirect("resources:mine")


@opens(ASK)
@require_safe
def one(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """One's own question, what was said, the answer."""
    return render(request, "resources/own.html", page_of(own(request, request_id)))


def page_of(row: AdviceRequest, **given: Any) -> dict[str, Any]:
    """What a page shows to whoever asked, by an account or by a link."""
    at = timezone.now()
    today = timezone.localdate(at)
    found = reading.lines(row.replies.order_by("number"))
    is_answered = row.is_answered or (row.state == "merged" and row.ended_on is not None)
    answer = next((line for line in reversed(found) if line.is_answer), None) if is_answered else None
    return {
        "row": row,
        "number": reading.number_of(row),
        "word": reading.outside_word(row),
        "shape": reading.outside_shape(row),
        "field": FIELDS.label(row.field, reading.language()),
        "urgency": URGENCIES.label(row.urgency, reading.language()),
        "question": from_json(Question, row.unseal("question")).text,
        "answer": answer,
        "replies": [line for line in found if line != answer],
        "cited": reading.cited(row.merged_into if row.state == "merged" and row.merged_into else row, today),
        "waits": row.is_open or (row.state == "merged" and not is_answered),
        "may_write": row.is_open or row.is_answered,
        "may_rate": row.is_answered and not row.helped,
        "form": AskerWordsForm(reads=DESK_READS),
        "helped_form": HelpedForm(auto_id="helped_%s"),
    } | given


@opens(ASK)
@require_POST
def write(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = own(request, request_id)
    form = AskerWordsForm(request.POST, reads=DESK_READS)

    def act() -> None:
        operations.write_to_desk(row, text=form.cleaned_data["text"], by=signed_in(request), at=timezone.now())

    if went_through(form, act):
        messages.success(request, _("C’est écrit. La coordination le lit."))
        return redirect("resources:own", row.pk)
    return render(request, "resources/own.html", page_of(row, form=form))


@opens(ASK)
@require_POST
def rate(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = own(request, request_id)
    form = HelpedForm(request.POST, auto_id="helped_%s")

    def act() -> None:
        helped = form.cleaned_data["helped"]
        operations.say_whether_it_helped(row, helped=helped, by=signed_in(request), at=timezone.now())

    if went_through(form, act):
        messages.success(request, _("Merci. Écrivez encore si quelque chose manque : la demande se rouvre."))
        return redirect("resources:own", row.pk)
    return render(request, "resources/own.html", page_of(row, helped_form=form))
