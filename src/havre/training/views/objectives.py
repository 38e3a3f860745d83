"""One’s own objectives, by account or by link; those of a session, mixed, for whoever gives it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import open_to_all, opens, signed_in
from havre.record.sending import sent, went_through
from havre.training import objectives, operations, reading
from havre.training.forms_evaluation import REACHED_WORDS, LookBackForm, ObjectivesForm
from havre.training.models import PersonalLink, Registration, Session
from havre.training.policies import may_keep, prepares
from havre.training.views.access import ATTEND, KEEP, TRAIN, own
from havre.training.views.public import own_link


@opens(KEEP, TRAIN)
@require_safe
def of_session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.select_related("programme"), pk=session_id)
    today = timezone.localdate()
    if not (may_keep(request.user) or prepares(request.user, row, today)):
        raise Http404("not of this account")
    context = {
        "row": row, "title": row.programme.title, "days": reading.days_words(row), "texts": objectives.mixed(row),
        "numbers": [
            (one.moment, one.told, [(REACHED_WORDS[code], count) for code, count in one.counts.items()])
            for one in objectives.numbers(row, today)
        ],
        "may_keep": may_keep(request.user),
    }  # fmt: skip
    return render(request, "training/objectives.html", context)


@opens(ATTEND)
def mine(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    row = own(request, registration_id)
    return _page(
        request, row, "training/own_objectives.html", reverse("training:own", args=[row.pk]), by=signed_in(request)
    )


@open_to_all
def guest(request: HttpRequest) -> HttpResponse:
    link = own_link(request)
    return _page(request, link.registration, "training/guest_objectives.html", reverse("training:guest"), link=link)


def _page(
    request: HttpRequest,
    row: Registration,
    template: str,
    back: str,
    *,
    by: Any = None,
    link: PersonalLink | None = None,
) -> HttpResponse:
    told = objectives.own(row, timezone.localdate())
    if not (told.may_write or told.may_look_back):
        return redirect(back)
    form: Any = _look_back(request, told) if told.may_look_back else _write(request, told)

    def act() -> None:
        given: dict[str, Any] = {"version": form.cleaned_data["version"], "by": by, "link": link, "at": timezone.now()}
        if told.may_look_back:
            operations.say_reached(row, reached=form.reached(), **given)
        else:
            operations.write_objectives(row, texts=form.texts(), **given)

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("C’est gardé."))
        return redirect(back)
    context = {
        "form": form,
        "looks_back": told.may_look_back,
        "title": row.session.programme.title,
        "back": back,
        "url": request.path,
    }
    return render(request, template, context)


def _write(request: HttpRequest, told: objectives.Own) -> ObjectivesForm:
    return ObjectivesForm(sent(request), initial=ObjectivesForm.values_of(told.texts) | {"version": told.version})


def _look_back(request: HttpRequest, told: objectives.Own) -> LookBackForm:
    return LookBackForm(sent(request), texts=told.texts, initial={"version": told.version})
