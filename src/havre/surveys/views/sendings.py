"""One sending: who is asked, how many answered, reminding, links, closing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.record.operations import Refusal
from havre.record.sending import press, sent, tell_refusal, went_through
from havre.surveys import results
from havre.surveys.forms import ProlongForm, SendingForm
from havre.surveys.models import Answer, Invitation, Sending, Survey
from havre.surveys.operations import sending as operations
from havre.surveys.operations.reminding import remind_on
from havre.surveys.policies import results_open, takes_answers
from havre.surveys.states import SENDING
from havre.surveys.views.builder import survey_of
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache


def sending_of(request: HttpRequest, sending_id: uuid.UUID) -> Sending:
    rows = Sending.objects.visible_to(request.user).select_related("edition__survey")
    return get_object_or_404(rows, pk=sending_id)


def holders(roles: Sequence[str]) -> list[User]:
    """The accounts that hold one of these roles, confirmed."""
    held = {"membership__role__in": roles, "membership__is_confirmed": True, "is_active": True}
    return list(User.objects.filter(**held).distinct().order_by("pk"))


@opens(P.KEEP_SURVEYS)
def plan(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    if survey.published is None or survey.state != "open":
        raise Http404
    form = SendingForm(sent(request), anonymous=survey.is_anonymous)
    made: list[Sending] = []
    blame = {operations.DaysCrossed: "closes_on", operations.DayPast: "closes_on"}
    if form.is_bound and went_through(form, lambda: made.append(_planned(request, survey, form)), blame=blame):
        messages.success(request, _("L’envoi est prévu. Il s’ouvre de lui-même le premier jour."))
        return redirect("surveys:sending", made[0].pk)
    context = {
        "form": form, "heading": _("Un nouvel envoi"), "back": reverse("surveys:detail", args=[survey.pk]),
        "button": _("Prévoir l’envoi"),
    }  # fmt: skip
    return render(request, "surveys/form.html", context)


def _planned(request: HttpRequest, survey: Survey, form: SendingForm) -> Sending:
    typed = form.cleaned_data
    return operations.plan_sending(
        survey, label=typed["label"], opens_on=typed["opens_on"], closes_on=typed["closes_on"],
        accounts=holders(typed["roles"]), links_for=form.links_for(), papers=typed.get("papers") or 0,
        by=signed_in(request), at=timezone.now(),
    )  # fmt: skip


@opens(P.KEEP_SURVEYS)
@require_safe
def detail(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    return _page(request, sending_of(request, sending_id))


def _page(request: HttpRequest, sending: Sending, **more: Any) -> HttpResponse:
    survey = sending.edition.survey
    with key_cache():
        invited, answered = results.rates([sending])[sending.pk]
        named = [] if survey.is_anonymous else _named(sending)
        label = sending.label
    counts = {
        "invited": invited, "answered": answered, "rate": round(100 * answered / invited) if invited else 0,
        "accounts": sending.invitations.filter(account__isnull=False).count(),
        "links": sending.invitations.filter(link__isnull=False).count(),
    }  # fmt: skip
    context = counts | {
        "sending": sending, "survey": survey, "label": label, "named": named,
        "takes_answers": takes_answers(sending, timezone.localdate()), "results_open": results_open(sending),
        "prolong_form": ProlongForm(initial={"closes_on": sending.closes_on}),
        "remind_on": remind_on(sending),
        "papers_left": sending.papers - sending.papers_typed, "state": SENDING.state(sending.state),
    }  # fmt: skip
    return render(request, "surveys/sending.html", context | more)


def _named(sending: Sending) -> list[dict[str, Any]]:
    """Who was asked by name, and the answer where there is one; whoever has not answered first."""
    invitations = list(sending.invitations.all())
    accounts = User.objects.in_bulk([one.account for one in invitations if one.account])
    fetch_keys([*invitations, *accounts.values()])
    answers = dict(Answer.objects.filter(sending=sending).values_list("invitation_id", "pk"))
    rows = [
        {"id": one.pk, "name": _name_of(one, accounts), "answer": answers.get(one.pk), "answered": one.answered}
        for one in invitations
    ]
    return sorted(rows, key=lambda row: (row["answered"], row["name"]))


def _name_of(invitation: Invitation, accounts: dict[uuid.UUID, User]) -> str:
    account = accounts.get(invitation.account) if invitation.account else None
    return account.name if account else invitation.name


@opens(P.KEEP_SURVEYS)
@require_POST
def open_now(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    sending = sending_of(request, sending_id)

    def act(_version: int | None) -> None:
        operations.open_sending(sending, by=signed_in(request), at=timezone.now())

    return press(request, act, _("On peut répondre."), "surveys:sending", sending.pk)


@opens(P.KEEP_SURVEYS)
@require_POST
def close(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    sending = sending_of(request, sending_id)

    def act(_version: int | None) -> None:
        operations.close_sending(sending, by=signed_in(request), at=timezone.now())

    told = _("C’est clos : plus personne ne répond, et les résultats se lisent.")
    return press(request, act, told, "surveys:sending", sending.pk)


@opens(P.KEEP_SURVEYS)
@require_POST
def prolong(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    sending = sending_of(request, sending_id)
    form = ProlongForm(request.POST)

    def act() -> None:
        closes_on = form.cleaned_data["closes_on"]
        operations.prolong(sending, closes_on=closes_on, by=signed_in(request), at=timezone.now())

    if went_through(form, act, blame={operations.DaysCrossed: "closes_on", operations.DayPast: "closes_on"}):
        messages.success(request, _("Le dernier jour est changé."))
        return redirect("surveys:sending", sending.pk)
    return _page(request, sending_of(request, sending_id), prolong_form=form)


@opens(P.KEEP_SURVEYS)
@require_POST
def remind(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    sending = sending_of(request, sending_id)

    def act(_version: int | None) -> int:
        return operations.remind(sending, by=signed_in(request), at=timezone.now())

    def told(done: int) -> str:
        if not done:
            return _("Tous les comptes invités ont répondu.")
        return ngettext("%(total)s compte est prévenu.", "%(total)s comptes sont prévenus.", done) % {"total": done}

    return press(request, act, told, "surveys:sending", sending.pk)


@opens(P.KEEP_SURVEYS)
@require_POST
def links(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    """New links, shown this once, to be copied or printed as slips."""
    sending = sending_of(request, sending_id)
    try:
        made = operations.make_links(sending, by=signed_in(request), at=timezone.now())
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("surveys:sending", sending.pk)
    found = [(name, request.build_absolute_uri(reverse("surveys:take_link", args=[link]))) for name, link in made]
    context = {
        "sending": sending,
        "links": found,
        "title": sending.edition.title,
        "sentence": _links_sentence(len(found)),
    }
    response = render(request, "surveys/links.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _links_sentence(total: int) -> str:
    return ngettext("%(total)s lien à remettre.", "%(total)s liens à remettre.", total) % {"total": total}
