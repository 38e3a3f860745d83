"""The form on paper, its preview on screen, and copying in what came back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.record.sending import tell_refusal, went_through
from havre.surveys import asking
from havre.surveys.answers import Answers
from havre.surveys.content import LONG, MATRIX, NUMBER, SCALE, STEPS, Content, Question, Section
from havre.surveys.models import Edition, Invitation, Sending, Survey, account_of
from havre.surveys.operations.answering import AlreadyAnswered, type_named_paper, type_paper
from havre.surveys.policies import takes_answers
from havre.surveys.views.sendings import sending_of
from havre.surveys.wording import TYPE_WORDS, bounds_words, choices, condition_words


def edition_of(request: HttpRequest, edition_id: uuid.UUID) -> Edition:
    visible = Survey.objects.visible_to(request.user)
    return get_object_or_404(Edition.objects.filter(survey__in=visible).select_related("survey"), pk=edition_id)


@opens(P.KEEP_SURVEYS)
@require_safe
def preview(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """All sections, as somebody who answers sees them; nothing can be sent."""
    edition = edition_of(request, edition_id)
    content = edition.read()
    sections = [(section, asking.section_form(content, section, None)) for section in content.sections]
    return render(request, "surveys/preview.html", {"edition": edition, "content": content, "sections": sections})


@opens(P.KEEP_SURVEYS)
@require_safe
def sheet(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    edition = edition_of(request, edition_id)
    content = edition.read()
    sections = [(section, _on_paper(content, section)) for section in content.sections]
    context = {"edition": edition, "survey": edition.survey, "content": content, "sections": sections, "steps": STEPS}
    return render(request, "surveys/paper.html", context)


def _on_paper(content: Content, section: Section) -> list[dict[str, object]]:
    return [_question_on_paper(content, question) for question in section.questions]


def _question_on_paper(content: Content, question: Question) -> dict[str, object]:
    return {
        "question": question, "condition": condition_words(content, question), "how": TYPE_WORDS[question.type],
        "choices": [] if question.type == MATRIX else choices(question), "bounds": bounds_words(question),
        "is_matrix": question.type == MATRIX, "is_scale": question.type == SCALE, "is_long": question.type == LONG,
        "is_number": question.type == NUMBER,
    }  # fmt: skip


@opens(P.KEEP_SURVEYS)
def type_in(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    """One form that came back on paper: all questions on one page."""
    sending = sending_of(request, sending_id)
    left = sending.papers - sending.papers_typed
    if not left:
        raise Http404

    def act(answers: Answers) -> None:
        type_paper(sending, answers=answers, by=signed_in(request), at=timezone.now())

    told, after = _("Recopié. Rien ne dit de qui venait ce formulaire."), "type_paper" if left > 1 else "sending"
    return _copied(request, sending, act, told=told, to=reverse(f"surveys:{after}", args=[sending.pk]), left=left)


@opens(P.KEEP_SURVEYS)
def type_named(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """The paper of somebody invited by name."""
    rows = Invitation.objects.filter(sending__in=Sending.objects.visible_to(request.user))
    invitation = get_object_or_404(rows.select_related("sending__edition__survey"), pk=invitation_id)
    sending = invitation.sending
    if sending.edition.survey.is_anonymous:
        raise Http404
    if invitation.answered and request.method != "POST":
        tell_refusal(request, AlreadyAnswered())
        return redirect("surveys:sending", sending.pk)

    def act(answers: Answers) -> None:
        type_named_paper(invitation, answers=answers, by=signed_in(request), at=timezone.now())

    account = account_of(invitation)
    to = reverse("surveys:sending", args=[sending.pk])
    name = account.name if account else invitation.name
    return _copied(request, sending, act, told=_("Recopié, à son nom."), to=to, name=name)


def _copied(
    request: HttpRequest, sending: Sending, act: Callable[[Answers], object], *, told: str, to: str, **shown: Any
) -> HttpResponse:  # fmt: skip
    """The whole form to copy a paper into; ``act`` keeps its answers."""
    if not takes_answers(sending, timezone.localdate()):
        raise Http404
    content = sending.edition.read()
    typed = asking.typed_of(request.POST) if request.method == "POST" else None
    form = asking.whole_form(content, typed)
    if typed is not None:
        answers = asking.read(content, typed).answers
        if form.is_valid() and form.require(answers) and went_through(form, lambda: act(answers)):
            messages.success(request, told)
            return redirect(to)
    context = {"sending": sending, "content": content, "form": form} | shown
    return render(request, "surveys/type_paper.html", context)
