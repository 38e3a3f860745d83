"""Whoever comes, by an account: what is offered, one's own sessions, the sheet, materials, the certificate."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.common import words
from havre.record.operations import NotAllowed, Refusal
from havre.record.sending import press, sent, went_through
from havre.training import codes, objectives, operations, reading
from havre.training.calendars import as_calendar
from havre.training.certificates import certificate_of
from havre.training.forms import WhoForm
from havre.training.materials import documents_of
from havre.training.models import Registration, Session
from havre.training.operations.common import who_of
from havre.training.papers import Sheet, certificate_pdf, sheet_pdf
from havre.training.policies import materials_open, materials_until, takes_registrations
from havre.training.seminars.reading import programme_lines
from havre.training.seminars.topics import calls_for
from havre.training.states import COMING, PENDING, REGISTRATION
from havre.training.views.access import ATTEND, address_of, as_pdf, own
from havre.training.views.seminars import around

SHOWN = 50
CALENDAR = "text/calendar; charset=utf-8"


@opens(ATTEND)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own sessions, and those one may still register for."""
    user, today = signed_in(request), timezone.localdate()
    rows = list(
        Registration.objects.of(user).select_related("session__programme").order_by("-session__starts_on")[:SHOWN]
    )
    taken = {row.session_id for row in rows if row.state in ("asked", "waiting", "registered")}
    offered = Session.objects.offered_to(user, today).exclude(pk__in=taken).select_related("programme")
    shown = [(row, row.session.programme.title, reading.days_words(row.session), REGISTRATION.state(row.state)) for row in rows]  # fmt: skip
    context = {
        "rows": shown, "offered": reading.rows(offered.order_by("starts_on", "id")[:SHOWN]), "calls": calls_for(user),
    }  # fmt: skip
    return render(request, "training/mine.html", context)


@opens(ATTEND)
def join(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    session = get_object_or_404(Session.objects.offered_to(user, today).select_related("programme"), pk=session_id)
    known = Registration.objects.of(user).coming().filter(session=session).first()
    if known is not None:
        return redirect("training:own", known.pk)
    form = WhoForm(sent(request), initial={"name": user.name})
    made: list[Registration] = []

    def act() -> None:
        made.append(operations.register_self(session, coming=form.coming(), address_of=address_of(request), by=user, at=timezone.now()))  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("C’est demandé. La suite se lit ici."))
        return redirect("training:own", made[0].pk)
    return render(request, "training/join.html", {"form": form, **session_words(session)})


def session_words(session: Session) -> dict[str, Any]:
    """What anybody who may register reads of a session."""
    return {
        "row": session, "title": session.programme.title, "days": reading.days_words(session),
        "halves": reading.half_hours(session), "sub": reading.sub_of(session),
        "modules": reading.modules_of(session.programme),
    }  # fmt: skip


def registration_page(request: HttpRequest, row: Registration) -> dict[str, Any]:
    """What somebody who is registered reads, by an account or by a link."""
    session, today = row.session, timezone.localdate()
    is_in = row.state == "registered"
    was_there = is_in and row.attended.exists()
    told, with_materials = session_words(session), materials_open(session, row, today)
    documents = documents_of(session) if with_materials else []
    return told | {
        "registration": row,
        "name": who_of(row).name,
        "state": REGISTRATION.state(row.state),
        "state_sentence": state_sentence(row, was_there=was_there),
        "is_in": is_in,
        "may_confirm": row.state == PENDING and takes_registrations(session, today),
        "may_cancel": row.state in ("asked", "waiting", "registered") and session.is_living,
        "sheet": sheet_of(request, row) if is_in and session.is_living else None,
        "documents": [(one, around.own_address("material", row, one.id)) for one in documents],
        "materials": [one for one in told["modules"] if with_materials and one.materials],
        "materials_until": materials_until(session),
        "objectives": objectives.own(row, today),
        "has_certificate": session.is_held and was_there,
        **around.of_registration(row),
    }


def state_sentence(row: Registration, *, was_there: bool) -> str:
    if row.session.state == "cancelled":
        return _("Cette session est annulée : vous n’avez rien à faire. Les autres dates sont au calendrier.")
    if row.session.is_held and row.state == "registered":
        if was_there:
            return _("Elle a eu lieu. Merci d’être venue, d’être venu.")
        return _("Elle a eu lieu. Votre présence n’y est pas notée : si c’est une erreur, appelez la coordination.")
    if row.session.is_held and row.state in (PENDING, *COMING):
        return _("Elle a eu lieu, sans place pour vous. Les autres dates sont au calendrier.")
    if row.state == "waiting":
        return _waiting_sentence(row.session.registrations.filter(state="waiting", number__lt=row.number).count())
    return {
        "pending": _("Confirmez que cette adresse est la vôtre : votre place, ou votre rang, se prend à ce moment."),
        "asked": _("Nous attendons le oui de l’employeur."),
        "registered": _("Vous avez une place."),
        "refused": _("L’employeur a dit non. Parlez-en avec lui, puis redemandez."),
        "cancelled": _("Votre inscription est annulée."),
    }[row.state]


def _waiting_sentence(before: int) -> str:
    if not before:
        return _("C’est complet. La première place qui se libère est pour vous : vous recevez alors un message.")
    told = ngettext(
        "C’est complet. %(number)s personne attend avant vous ; vous recevez un message dès que vous avez une place.",
        "C’est complet. %(number)s personnes attendent avant vous ; vous recevez un message dès que vous avez une place.",
        before,
    )
    return told % {"number": words.in_words(before)}


def sheet_of(request: HttpRequest, row: Registration) -> Sheet:
    """The one structure of page and paper."""
    session, today = row.session, timezone.localdate()
    shown = reverse("training:arrival", args=[codes.seat_code(row.pk)])
    code = "" if session.is_online else request.build_absolute_uri(shown)
    told = reading.place_lines(session, today)
    parts = programme_lines(session) if session.is_seminar else []
    return Sheet(session.programme.title, reading.days_words(session), told, reading.half_hours(session), code, parts)


@opens(ATTEND)
@require_safe
def registration(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    row = own(request, registration_id)
    routes = {
        name: reverse(f"training:own_{name}", args=[row.pk])
        for name in ("cancel", "sheet", "certificate", "objectives")
    }
    return render(request, "training/own.html", registration_page(request, row) | {"routes": routes})


@opens(ATTEND)
@require_POST
def cancel(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    row = own(request, registration_id)

    def act(_version: int | None) -> int:
        return operations.cancel_registration(row, by=signed_in(request), at=timezone.now())

    return press(request, act, given_back, "training:own", row.pk)


def given_back(promoted: int) -> str:
    """What somebody who comes no more is told."""
    if promoted:
        return _("Votre place est rendue : quelqu’un qui attendait entre.")
    return _("C’est noté : vous ne venez pas.")


def sheet_file(request: HttpRequest, row: Registration) -> HttpResponse:
    if row.state != "registered" or not row.session.is_living:
        raise Http404("no sheet")
    return as_pdf(sheet_pdf(sheet_of(request, row)), "session")


def certificate_file(request: HttpRequest, row: Registration) -> HttpResponse:
    """The paper of somebody who was there; its number is made the first time."""
    try:
        operations.make_certificate(row, by=request.user if request.user.is_authenticated else None, at=timezone.now())
    except (Refusal, NotAllowed):
        raise Http404("no certificate") from None
    check_at = request.build_absolute_uri(reverse("training:check"))
    return as_pdf(certificate_pdf(certificate_of(row), check_at=check_at), "attestation")


@opens(ATTEND)
@require_safe
def sheet(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    return sheet_file(request, own(request, registration_id))


@opens(ATTEND)
@require_safe
def certificate(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    return certificate_file(request, own(request, registration_id))


@opens(ATTEND)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One's own sessions as a calendar: no place in it; one that was cancelled says so."""
    known = Q(state="registered") | Q(state="cancelled", session__state="cancelled")
    rows = Registration.objects.of(signed_in(request)).filter(known).select_related("session__programme")
    data = as_calendar([row.session for row in rows], at=timezone.now(), with_town=False)
    return HttpResponse(data, content_type=CALENDAR)
