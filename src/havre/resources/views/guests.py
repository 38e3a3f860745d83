"""Pages without an account, behind a personal link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import open_to_all
from havre.record.sending import sent, went_through
from havre.resources import operations, reading
from havre.resources.forms import DESK_READS, AskerWordsForm, GuestAskForm, HelpedForm, WordsForm
from havre.resources.models import GuestLink
from havre.resources.views.access import GUEST
from havre.resources.views.asking import page_of
from havre.resources.views.library import proposed


@open_to_all
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    return GUEST.enter(request, token)


@open_to_all
@GUEST.within
def guest(request: HttpRequest, found: GuestLink) -> HttpResponse:
    """What the link of this session is for: a question, an answer, or one question to an expert."""
    if found.use == GuestLink.ASK:
        return _ask(request, found)
    return _expert(request, found) if found.use == GuestLink.EXPERT else _read(request, found)


def _ask(request: HttpRequest, found: GuestLink) -> HttpResponse:
    form = GuestAskForm(sent(request))

    def act() -> None:
        operations.ask_by_link(found, asked=form.asked(), by=None, at=timezone.now())

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("C’est envoyé. Ce lien vous montrera la réponse ; gardez-le."))
        return redirect("resources:guest")
    context = {"form": form, "until": found.expires_at, "proposed": proposed(request, form["text"].value() or "")}
    return render(request, "resources/guest_ask.html", context)


def _read(request: HttpRequest, found: GuestLink) -> HttpResponse:
    row = found.request
    if row is None:
        return GUEST.shut(request)
    if request.method != "POST":
        return render(request, "resources/guest_read.html", page_of(row))
    at, form, helped = timezone.now(), AskerWordsForm(request.POST, reads=DESK_READS), HelpedForm(request.POST)
    if "helped" in request.POST:
        done = went_through(helped, lambda: operations.rate_by_link(found, helped=helped.cleaned_data["helped"], by=None, at=at))  # fmt: skip
        given: dict[str, Any] = {"helped_form": helped}
    else:
        done = went_through(form, lambda: operations.write_by_link(found, text=form.cleaned_data["text"], by=None, at=at))  # fmt: skip
        given = {"form": form}
    if done:
        messages.success(request, _("Merci, c’est gardé."))
        return redirect("resources:guest")
    return render(request, "resources/guest_read.html", page_of(row, **given))


def _expert(request: HttpRequest, found: GuestLink) -> HttpResponse:
    """One question, alone: nothing of the request, nothing of who asked."""
    question = found.expert_question
    if question is None:
        return GUEST.shut(request)
    form = WordsForm(sent(request), reads=_("Lu par celles et ceux qui conseillent, à la coordination"))

    def act() -> None:
        operations.answer_as_expert(found, text=form.cleaned_data["text"], by=None, at=timezone.now())

    if request.method == "POST" and went_through(form, act):
        return GUEST.shut(request, thanks=_("Merci. Votre avis est arrivé."))
    context = {"question": reading.said_in(question, "question").text, "form": form, "until": found.expires_at}
    return render(request, "resources/guest_expert.html", context)
