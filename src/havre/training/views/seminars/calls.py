"""The call for topics: opened and read by the coordination, answered by partners."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.network import audience
from havre.network.models import Topic
from havre.record.sending import press, sent, went_through
from havre.training import reading
from havre.training.models import Session
from havre.training.models_seminars import Seminar, Subject
from havre.training.operations import seminars as operations
from havre.training.seminars import topics
from havre.training.seminars.forms import CallForm, ForPartnerForm, PlaceForm, SubjectForm
from havre.training.views.access import KEEP
from havre.training.views.seminars.access import TAKE_PART, ask, called, partners_of, seminar
from havre.training.views.seminars.programme import heading

PAGE = "training:seminar_call"


@opens(KEEP)
def desk(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """What partners want to talk about, and until when they may say so; one button puts it into the programme."""
    row = seminar(request, session_id)
    known = Seminar.objects.filter(session=row).first()
    form = CallForm(sent(request), initial={"until": known.call_ends_on, "version": known.version} if known else None)

    def act() -> None:
        told = form.cleaned_data
        operations.open_call(
            row, until=told["until"], version=told["version"], by=signed_in(request), at=timezone.now()
        )

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("L’appel est ouvert : les partenaires le lisent sur leur page."))
        return redirect(PAGE, row.pk)
    proposed, carried = topics.wanted(row, request.user)
    context = {
        "form": form, "call": known if known and known.call_ends_on else None, "proposed": proposed, "carried": carried,
        "is_open": bool(known and known.takes_topics(timezone.localdate())), "place_form": PlaceForm(halves=reading.halves(row)),
        **heading(row),
    }  # fmt: skip
    return render(request, "training/seminars/call_desk.html", context)


@opens(KEEP)
@require_POST
def close(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    row = seminar(request, session_id)

    def act(version: int | None) -> None:
        operations.close_call(row, version=version, by=signed_in(request), at=timezone.now())

    return press(request, act, _("L’appel est clos."), PAGE, row.pk)


@opens(KEEP)
@require_POST
def place(request: HttpRequest, session_id: uuid.UUID, kind: str, of_id: uuid.UUID) -> HttpResponse:
    """Into the programme, in one step."""
    row = seminar(request, session_id)
    form = PlaceForm(request.POST, halves=reading.halves(row))
    half = int(form.cleaned_data["half"]) if form.is_valid() else 0
    of = _of(row, kind, of_id)

    def act(_version: int | None) -> None:
        operations.place_topic(row, of=of, half=half, by=signed_in(request), at=timezone.now())

    return press(request, act, _("C’est au programme, en atelier d’une heure : changez l’heure s’il le faut."), PAGE, row.pk)  # fmt: skip


def _of(row: Session, kind: str, of_id: uuid.UUID) -> Subject | Topic:
    if kind == topics.SUBJECT:
        return get_object_or_404(row.subjects, pk=of_id)
    if kind == topics.TOPIC:
        return get_object_or_404(Topic.objects.under_way(), pk=of_id)
    raise Http404("no such kind")


# Partners


@opens(KEEP, TAKE_PART)
@require_safe
def call(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """What is proposed for a seminar: «we too», or a subject of one's own."""
    row, user = called(request, session_id), signed_in(request)
    proposed, carried = topics.wanted(row, user)
    context = {
        "proposed": proposed, "carried": carried, "ends_on": row.seminar.call_ends_on,
        "is_open": row.is_living and row.seminar.takes_topics(timezone.localdate()), **heading(row),
    }  # fmt: skip
    return render(request, "training/seminars/call.html", context)


@opens(KEEP, TAKE_PART)
@require_safe
def propose_new(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    row = called(request, session_id)
    return redirect("training:propose", row.pk, uuid.uuid4())


def _back(request: HttpRequest, row: Session) -> str:
    return reverse(PAGE if audience.keeps(request.user) else "training:call", args=[row.pk])


@opens(KEEP, TAKE_PART)
def propose(request: HttpRequest, session_id: uuid.UUID, subject_id: uuid.UUID) -> HttpResponse:
    row, user = called(request, session_id), signed_in(request)
    form = SubjectForm(sent(request), partners=partners_of(user), by_phone=audience.keeps(user))

    def act() -> None:
        told: Any = form.cleaned_data
        operations.propose_subject(
            subject_id, session=row, organisation=form.organisation(), title=told["title"], text=told["text"], by=user,
            at=timezone.now(), on_behalf_of=form.spoken(),
        )  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(
            request, _("C’est proposé. La coordination le lit, les partenaires peuvent dire « nous aussi ».")
        )
        return redirect(_back(request, row))
    return ask(
        request, form, title=_("Proposer un sujet"), said=_("Une difficulté dont le réseau devrait parler. Aucun autre partenaire n’apprend que c’est vous."),
        send=_("Proposer"), back=_back(request, row),
    )  # fmt: skip


@opens(KEEP, TAKE_PART)
def support(request: HttpRequest, session_id: uuid.UUID, kind: str, of_id: uuid.UUID) -> HttpResponse:
    """«We too»: one press for a partner's own account; on the telephone, for the partner who says so."""
    row, user = called(request, session_id), signed_in(request)
    of = _of(row, kind, of_id)
    form = ForPartnerForm(sent(request), partners=partners_of(user), by_phone=audience.keeps(user))

    def act() -> None:
        for organisation in [form.organisation()] if "partner" in form.fields else form.partners.values():
            operations.support_topic(row, of=of, organisation=organisation, by=user, at=timezone.now(), on_behalf_of=form.spoken())  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("C’est compté. Les autres partenaires n’apprennent pas qui l’a dit."))
        return redirect(_back(request, row))
    return ask(
        request, form, title=_("Nous aussi : %(title)s") % {"title": of.read().title}, said=_("Un partenaire de plus veut en parler. Dit deux fois, cela compte une fois."),
        send=_("Nous aussi"), back=_back(request, row),
    )  # fmt: skip
