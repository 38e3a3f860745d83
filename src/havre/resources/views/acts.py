"""What the desk does with one request, an address each; what is refused comes back with what was typed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.countries.fr.policy import RISK
from havre.record.operations import Refusal
from havre.record.sending import PageOfForms, press, tell_refusal, went_through
from havre.resources import forms, operations, reading
from havre.resources.models import AdviceRequest
from havre.resources.operations.answering import NotThisOne
from havre.resources.states import ADVICE
from havre.resources.views.access import GIVE, address_of, for_the_desk, leaves
from havre.resources.views.detail import half_typed, page

Act = Callable[..., Any]
_PAGE = PageOfForms("resources:detail", page)
NEAR = 2000
"""Among so many of the latest requests a number is looked for."""


def _press(request: HttpRequest, request_id: uuid.UUID, act: Act, told: Any) -> HttpResponse:
    """A button alone of the page, and back to it."""
    row = for_the_desk(request, request_id)

    def done(version: int | None) -> None:
        act(row, version=version, by=signed_in(request), at=timezone.now())

    return press(request, done, told, "resources:detail", row.pk)


@opens(GIVE)
@require_POST
def take(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    return _press(request, request_id, operations.take, _("Elle est à vous."))


@opens(GIVE)
@require_POST
def give_back(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    return _press(request, request_id, operations.give_back, _("Elle est rendue à l’équipe. Le délai court toujours."))


@opens(GIVE)
@require_POST
def go_on_alone(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    return _press(request, request_id, operations.go_on_alone, _("L’avis extérieur n’est plus attendu ; son lien est fermé."))  # fmt: skip


@opens(GIVE)
@require_POST
def close(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    return _press(request, request_id, operations.close, _("C’est fini. Elle se rouvre à tout moment."))


@opens(GIVE)
@require_POST
def reopen(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    return _press(request, request_id, operations.reopen, _("Elle est rouverte, et à vous. Le délai repart."))


@opens(GIVE)
@require_POST
def separate(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    return _press(request, request_id, operations.separate, _("Elle attend de nouveau, à part."))


@opens(Permission.COORDINATE)
@require_POST
def refer(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Somebody is in danger: everything goes into the draft of a referral, and one goes on there."""
    row = for_the_desk(request, request_id)
    try:
        draft_id = operations.make_referral(row, by=signed_in(request), at=timezone.now())
        half_typed(signed_in(request), row).forget()
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("resources:detail", row.pk)
    messages.success(request, _("Tout ce qui était écrit est dans ce brouillon. Complétez, puis inscrivez."))
    return redirect(reverse("referrals:call", args=[draft_id]))


@opens(GIVE)
@require_POST
def assign(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    form = forms.AssignForm(request.POST, auto_id="assign_%s")

    def act(by: User, at: datetime) -> None:
        told = form.cleaned_data
        operations.assign(row, to=form.people[told["colleague"]], version=told["version"], by=by, at=at)

    return _PAGE.send(request, row, "assign_form", form, act, _("Elle est confiée ; on le lui dit."))


@opens(GIVE)
@require_POST
def note(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    form = forms.WordsForm(request.POST, auto_id="note_%s", reads=forms.INSIDE)

    def act(by: User, at: datetime) -> None:
        operations.add_note(row, text=form.cleaned_data["text"], by=by, at=at)

    return _PAGE.send(request, row, "note_form", form, act, _("La note est gardée, pour l’équipe seule."))


@opens(GIVE)
@require_POST
def ask_back(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    form = forms.WordsForm(request.POST, auto_id="back_%s", reads=forms.ASKER_READS)

    def act(by: User, at: datetime) -> None:
        told = form.cleaned_data
        operations.ask_back(row, text=told["text"], version=told["version"], by=by, at=at)

    return _PAGE.send(request, row, "back_form", form, act, _("C’est écrit. Le délai court toujours."))


@opens(GIVE)
@require_POST
def answer(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    today = timezone.localdate()
    known = frozenset(row.citations.values_list("article_id", flat=True))
    form = forms.AnswerForm(request.POST, today=today, cited=known)

    def act(by: User, at: datetime) -> None:
        told = form.cleaned_data
        operations.answer(
            row, text=told["text"], label=told["label"], articles=form.chosen(), version=told["version"],
            address_of=address_of(request), by=by, at=at,
        )  # fmt: skip

        half_typed(by, row).forget()

    return _PAGE.send(request, row, "answer_form", form, act, _("La réponse est donnée."))


@opens(GIVE)
@require_POST
def keep_answer(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Keep what is typed of an answer, without a word; nothing where none can be given."""
    row, user = for_the_desk(request, request_id), signed_in(request)
    if ADVICE.allows(user, row, "answer"):
        half_typed(user, row).keep(request.POST, forms.AnswerForm)
    return HttpResponse(status=204)


@opens(GIVE)
@require_POST
def title(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    known = frozenset(row.citations.values_list("article_id", flat=True))
    form = forms.TitleForm(request.POST, today=timezone.localdate(), cited=known, auto_id="title_%s")

    def act(by: User, at: datetime) -> None:
        told = form.cleaned_data
        operations.change_title(
            row, field=told["field"], label=told["label"], articles=form.chosen(), version=told["version"], by=by, at=at
        )

    return _PAGE.send(request, row, "title_form", form, act, _("Le titre et les articles sont gardés."))


@opens(GIVE)
@require_POST
def assess(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    form = forms.AssessForm(request.POST, auto_id="assess_%s")
    proposed = ""

    def act(by: User, at: datetime) -> None:
        nonlocal proposed
        told = form.cleaned_data
        proposed = operations.assess_together(
            row, severity=int(told["severity"]), likelihood=int(told["likelihood"]), level=told["level"],
            reason=told["reason"], by=by, at=at,
        )  # fmt: skip

    if went_through(form, lambda: act(signed_in(request), timezone.now())):
        said = _("C’est gardé, sans dossier. La règle propose : %(level)s. Vous décidez.")
        messages.success(request, said % {"level": RISK.label(proposed, reading.language())})
        return redirect("resources:detail", row.pk)
    return page(request, row, assess_form=form, open_form="assess_form")


@opens(GIVE)
@require_POST
def call_back(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    form = forms.CallBackForm(request.POST, auto_id="call_%s")

    def act(by: User, at: datetime) -> None:
        told = form.cleaned_data
        for_all = told["whose"] == "all"
        operations.promise_call_back(row, due_at=told["due_at"], for_all=for_all, number=told["number"], by=by, at=at)

    return _PAGE.send(request, row, "call_form", form, act, _("Le rappel attend dans « À rappeler »."))


@opens(GIVE)
@require_POST
def merge(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    form = forms.MergeForm(request.POST, auto_id="merge_%s")

    def act(by: User, at: datetime) -> None:
        told = form.cleaned_data
        operations.merge(row, into=_numbered(told["number"], row), version=told["version"], by=by, at=at)

    return _PAGE.send(request, row, "merge_form", form, act, _("Elle est jointe : une réponse vaudra pour les deux."))


def _numbered(typed: str, row: AdviceRequest) -> AdviceRequest:
    """The request with that number, among those that are not over for long. Raises ``NotThisOne``."""
    wanted = typed.strip().upper()
    near = AdviceRequest.objects.exclude(pk=row.pk).exclude(state__in=("merged", "referred")).order_by("-asked_on")
    found = [one for one in near.only("pk", "state", "merged_into")[:NEAR] if reading.number_of(one) == wanted]
    if not found:
        raise NotThisOne
    return found[0]


@opens(GIVE)
@require_POST
def ask_expert(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The link is shown this once: it can be given by telephone, or pasted into one's own mail."""
    row = for_the_desk(request, request_id)
    form = forms.ExpertForm(request.POST, auto_id="expert_%s")
    address = ""

    def act() -> None:
        nonlocal address
        told = form.cleaned_data
        address = operations.ask_expert(
            row, text=told["question"], who=told["who"], mail=told["mail"], address_of=address_of(request),
            by=signed_in(request), at=timezone.now(),
        )  # fmt: skip

    if went_through(form, act):
        return page(request, row, address=address, leaves=leaves(form.cleaned_data["mail"]))
    row.refresh_from_db()
    return page(request, row, expert_form=form, open_form="expert_form")


@opens(GIVE)
@require_POST
def read_link(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    row = for_the_desk(request, request_id)
    form = forms.LinkForm(request.POST, auto_id="link_%s")
    address = ""

    def act() -> None:
        nonlocal address
        mail = form.cleaned_data["mail"]
        address = operations.send_link_to_read(
            row, mail=mail, address_of=address_of(request), by=signed_in(request), at=timezone.now()
        )

    if went_through(form, act):
        return page(request, row, address=address, leaves=leaves(form.cleaned_data["mail"]))
    return page(request, row, link_form=form, open_form="link_form")
