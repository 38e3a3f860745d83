"""What is done with a topic and with what was told, an address each; what is refused comes back with what was typed."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import Organisation, User
from havre.network import audience, operations, reading
from havre.network.forms.topics import AnswerForm, AsideForm, CarriedForm, ProposalForm, SettleForm
from havre.network.models import Difficulty, Proposal
from havre.network.views.access import KEEP, TAKE_PART, topic_or_404
from havre.network.views.topics import page
from havre.record.sending import PageOfForms, press, tell_troubles, went_through

_PAGE = PageOfForms("network:topic", page)


@opens(KEEP)
@require_POST
def join(request: HttpRequest, topic_id: uuid.UUID, difficulty_id: uuid.UUID) -> HttpResponse:
    row, user = topic_or_404(request, topic_id), signed_in(request)
    one = get_object_or_404(Difficulty.objects.visible_to(user), pk=difficulty_id)

    def act(version: int | None) -> None:
        operations.join_difficulty(one, topic=row, version=version, by=user, at=timezone.now())

    return press(request, act, _("C’est joint à ce sujet."), "network:topic", row.pk)


@opens(KEEP)
@require_POST
def part(request: HttpRequest, difficulty_id: uuid.UUID) -> HttpResponse:
    user = signed_in(request)
    one = get_object_or_404(Difficulty.objects.visible_to(user), pk=difficulty_id)

    def act(version: int | None) -> None:
        operations.part_difficulty(one, version=version, by=user, at=timezone.now())

    return press(request, act, _("C’est retiré du sujet, et attend de nouveau."), "network:told")


@opens(TAKE_PART)
@require_POST
def we_too(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Every partner for which this account speaks says so, and has not yet."""
    row, user = topic_or_404(request, topic_id), signed_in(request)
    silent = audience.organisations_of(user) - reading.voices([row])[row.pk]

    def act(_version: int | None) -> None:
        for one in Organisation.objects.filter(pk__in=silent).order_by("code"):
            operations.say_we_too(row, organisation=one, by=user, at=timezone.now())

    return press(request, act, _("C’est compté. Personne n’apprend que c’est vous."), "network:topic", row.pk)


@opens(KEEP)
@require_POST
def count_askers(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Partners that asked about it in calls and visits count too."""
    row = topic_or_404(request, topic_id)

    def act(_version: int | None) -> int:
        return operations.join_those_who_asked(row, by=signed_in(request), at=timezone.now())

    def told(new: int) -> str:
        return ngettext("%(number)s partenaire de plus.", "%(number)s partenaires de plus.", new) % {"number": new}

    return press(request, act, told, "network:topic", row.pk)


@opens(KEEP)
@require_POST
def propose(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    row, form = topic_or_404(request, topic_id), ProposalForm(request.POST, auto_id="proposal_%s")

    def act(by: User, at: datetime) -> None:
        operations.write_proposal(row, by=by, at=at, **form.cleaned_data)

    return _PAGE.send(
        request, row, "proposal_form", form, act, _("La proposition est écrite. Dites quand elle est portée.")
    )


@opens(KEEP)
@require_POST
def carried(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    one = get_object_or_404(Proposal.objects.select_related("topic"), pk=proposal_id)
    form, user = CarriedForm(request.POST, prefix=str(one.pk)), signed_in(request)

    def act() -> None:
        operations.carry_proposal(one, by=user, at=timezone.now(), **form.cleaned_data)

    if went_through(form, act):
        messages.success(request, _("Elle est portée. Les partenaires le lisent."))
    else:
        tell_troubles(request, form)
    return redirect("network:topic", one.topic_id)


@opens(KEEP)
@require_POST
def answer(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    row, form = topic_or_404(request, topic_id), AnswerForm(request.POST, auto_id="answer_%s")

    def act(by: User, at: datetime) -> None:
        operations.note_answer(row, by=by, at=at, **form.cleaned_data)

    return _PAGE.send(request, row, "answer_form", form, act, _("La réponse est notée. Les partenaires la lisent."))


@opens(KEEP)
@require_POST
def settle(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    row, form = topic_or_404(request, topic_id), SettleForm(request.POST, auto_id="settle_%s")

    def act(by: User, at: datetime) -> None:
        operations.settle_topic(row, by=by, at=at, **form.cleaned_data)

    return _PAGE.send(request, row, "settle_form", form, act, _("C’est réglé."))


@opens(KEEP)
@require_POST
def set_aside(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    row, form = topic_or_404(request, topic_id), AsideForm(request.POST, auto_id="aside_%s")

    def act(by: User, at: datetime) -> None:
        operations.set_topic_aside(row, by=by, at=at, **form.cleaned_data)

    return _PAGE.send(request, row, "aside_form", form, act, _("C’est mis de côté ; la raison se lit."))


@opens(KEEP)
@require_POST
def reopen(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    row, user = topic_or_404(request, topic_id), signed_in(request)

    def act(version: int | None) -> None:
        operations.reopen_topic(row, version=version, by=user, at=timezone.now())

    return press(request, act, _("Le sujet est rouvert."), "network:topic", row.pk)
