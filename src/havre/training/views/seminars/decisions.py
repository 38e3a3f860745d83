"""What seminars decided, followed up across them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.common import words
from havre.record.sending import press, sent, went_through
from havre.training.models_seminars import Decision
from havre.training.operations import seminars as operations
from havre.training.seminars import reading
from havre.training.seminars.forms import DecisionForm, EndForm, FollowUpForm
from havre.training.states import DECISION
from havre.training.views.access import KEEP
from havre.training.views.seminars.access import ask, decision_of, saved, seminar

PER_PAGE = 20
ENDS = {"finish": operations.finish_decision, "drop": operations.drop_decision, "reopen": operations.reopen_decision}


@opens(KEEP)
@require_safe
def follow_up(request: HttpRequest) -> HttpResponse:
    """What is to be done, the nearest day first; or what was done or dropped, the latest first."""
    today, form = timezone.localdate(), FollowUpForm(request.GET or None)
    asked = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    visible = Decision.objects.visible_to(request.user)
    page = Paginator(_asked(visible, asked, today), PER_PAGE).get_page(request.GET.get("page"))
    late, left = visible.late(today).count(), visible.open().count()
    context = {
        "form": form, "page": page, "rows": reading.decisions(page, today), "late": late, "sentence": _sentence(left),
        "is_filtered": bool(asked),
    }  # fmt: skip
    return render(request, "training/seminars/follow_up.html", context)


def _asked(visible: QuerySet[Decision], asked: str, today: object) -> QuerySet[Decision]:
    rows = visible.select_related("session__programme")
    if asked in ("done", "dropped"):
        return rows.filter(state=asked).order_by("-due_on", "-id")
    rows = rows.filter(state="open").order_by("due_on", "id")
    return rows.filter(due_on__lt=today) if asked == "late" else rows


def _sentence(left: int) -> str:
    if not left:
        return _("Aucune décision n’attend.")
    number = words.in_words(left)
    return ngettext("Une décision est à faire.", "%(number)s décisions sont à faire.", left) % {"number": number}


@opens(KEEP)
def decide(request: HttpRequest, session_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """A decision of this seminar, under an id that the page chose."""
    row = seminar(request, session_id)
    form = DecisionForm(sent(request))

    def act() -> None:
        told = form.cleaned_data
        operations.note_decision(
            decision_id, session=row, text=told["text"], who=told["who"], due_on=told["due_on"], by=signed_in(request),
            at=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("La décision est notée, et suivie."))
        return redirect("training:minutes", row.pk)
    return ask(
        request, form, title=_("Noter une décision"), said=_("Ce que le séminaire décide, qui s’en charge, pour quand. Elle reste à faire jusqu’à ce qu’on dise le contraire."),
        send=_("Noter"), back=reverse("training:minutes", args=[row.pk]),
    )  # fmt: skip


@opens(KEEP)
def decision(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """One decision: changed, done, dropped, taken up again."""
    row, user, today = decision_of(request, decision_id), signed_in(request), timezone.localdate()
    form = DecisionForm(sent(request), initial=DecisionForm.values_of(row))

    def act() -> None:
        told = form.cleaned_data
        operations.change_decision(
            row, text=told["text"], who=told["who"], due_on=told["due_on"], version=told["version"], by=user,
            at=timezone.now(),
        )  # fmt: skip

    answer = saved(request, form, row, act, lambda: DecisionForm.values_of(row))
    if isinstance(answer, HttpResponse):
        return answer
    if answer:
        messages.success(request, _("C’est gardé."))
        return redirect("training:decision", row.pk)
    context = {
        "form": form, "one": reading.decisions([row], today)[0], "end_form": EndForm(initial={"version": row.version}),
        "may": {verb for verb in ENDS if DECISION.allows(user, row, verb)},
    }  # fmt: skip
    return render(request, "training/seminars/decision.html", context)


@opens(KEEP)
@require_POST
def end(request: HttpRequest, decision_id: uuid.UUID, verb: str) -> HttpResponse:
    row, form = decision_of(request, decision_id), EndForm(request.POST)
    if verb not in ENDS:
        raise Http404("no such verb")
    told: dict[str, Any] = form.cleaned_data if form.is_valid() else {}

    def act(version: int | None) -> None:
        ENDS[verb](row, end=told.get("end") or "", version=version, by=signed_in(request), at=timezone.now())

    return press(request, act, _("C’est gardé."), "training:decision", row.pk)
