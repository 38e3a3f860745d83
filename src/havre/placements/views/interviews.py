"""The pre-reception interview: planned, moved, its outcome written down."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.common import stale
from havre.common.parts import Seal
from havre.common.seals import close_later
from havre.people.models import Person
from havre.placements.content import Link, Meeting, OfferTerms, read
from havre.placements.forms import InterviewForm, OutcomeForm, PhoneForm, ReasonForm
from havre.placements.models import Interview, Offer
from havre.placements.operations.interviews import (
    PARTICIPANTS,
    cancel_interview,
    enter_interview,
    hold_interview,
    move_interview,
    plan_interview,
)
from havre.placements.operations.offers import open_offers
from havre.placements.policies import may_learn_place
from havre.placements.views.common import (
    act_on,
    asked_to_open,
    codes,
    open_seal,
    own_row_or_403,
    person_or_404,
    purposes,
    whose,
)
from havre.placements.wording import languages
from havre.record.opening import Purpose
from havre.record.operations import Stale
from havre.record.sending import answer, went_through


def meeting_facts(meeting: Meeting) -> list[tuple[str, str]]:
    """Who takes part and in which language, for the page of the coordination and that of the house."""
    people = [str(PARTICIPANTS[code]) for code in meeting.participants if code in PARTICIPANTS]
    lines = [
        (_("Avec"), ", ".join(people)),
        (_("Durée"), _("%(minutes)s min") % {"minutes": meeting.minutes}),
        (_("Interprète"), languages([meeting.interpreter]) if meeting.interpreter else ""),
    ]
    return [(name, value) for name, value in lines if value]


def link_seal(request: HttpRequest, base: str, open_url: str) -> Seal:
    return asked_to_open(
        request,
        Seal(
            key="link", name=_("Lien de l’entretien"), about=_("Le lien et son code ne sortent pas de Havre."),
            who=_("qui suit la situation, l’astreinte et ce lieu d’accueil"), ask_url=f"{base}?ouvrir=link#link", open_url=open_url,
            close_url=base, purposes=purposes(Purpose.PREPARE_INTERVIEW),
        ),
    )  # fmt: skip


def _page(request: HttpRequest, person: Person, *, status: int = 200, **context: Any) -> HttpResponse:
    """The interview of the offer that is furthest along; without one, who said yes and can be met."""
    base = reverse("placements:interview", args=[person.pk])
    planned = Interview.objects.of_person(person.pk).filter(state="planned").first()
    ready = [one for one in open_offers(person.pk) if one.state in ("accepted", "confirmed", "kept")]
    known = codes({one.shelter for one in ready if one.shelter}) if may_learn_place(signed_in(request), person) else {}
    met = [(one, known.get(one.shelter, ""), read(one, "terms", OfferTerms)) for one in ready]
    fresh: dict[str, Any] = whose(request, person) | {
        "person": person, "planned": planned, "ready": met,
        "held": bool(met) and all(terms.interview is not None for _offer, _code, terms in met),
        "plan": InterviewForm(initial={"minutes": 45, "participants": list(PARTICIPANTS)}, prefix="plan"),
        "entered": PhoneForm(prefix="entered"),
    }  # fmt: skip
    if planned is not None:
        fresh |= _planned(request, planned, base)
    return render(request, "placements/interview.html", fresh | context, status=status)


def _planned(request: HttpRequest, planned: Interview, base: str) -> dict[str, Any]:
    meeting, version = read(planned, "when", Meeting), {"version": planned.version}
    return {
        "meeting": meeting, "facts": meeting_facts(meeting), "is_past": meeting.at <= timezone.now(),
        "plan": InterviewForm(initial=answers(meeting) | version, prefix="plan"),
        "outcome": OutcomeForm(initial=version, prefix="outcome"),
        "cancel": ReasonForm(initial=version, prefix="cancel"),
        "seal": link_seal(request, base, reverse("placements:interview_link", args=[planned.pk])),
    }  # fmt: skip


def answers(meeting: Meeting) -> dict[str, Any]:
    return {
        "at": meeting.at, "minutes": meeting.minutes, "participants": meeting.participants,
        "interpreter": meeting.interpreter,
    }  # fmt: skip


@opens(P.COORDINATE)
@require_GET
def interview(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    return _page(request, person_or_404(request, person_id))


@opens(P.COORDINATE)
@require_POST
def interview_plan(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    offer, form = own_row_or_403(request, Offer, offer_id), InterviewForm(request.POST, prefix="plan")
    person = person_or_404(request, offer.situation_id)

    def act() -> None:
        plan_interview(
            offer, meeting=form.meeting(), link=form.sealed_link() or Link(), by=signed_in(request), at=timezone.now()
        )

    return answer(
        request, form, act, told=_("L’entretien est fixé. Le lieu d’accueil le lit dans Havre."),
        to=redirect("placements:interview", person.pk), again=lambda: _page(request, person, status=422, plan=form),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def interview_move(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Interview, interview_id), InterviewForm(request.POST, prefix="plan")
    person = person_or_404(request, row.situation_id)

    def act() -> None:
        move_interview(
            row, meeting=form.meeting(), link=form.sealed_link(), version=form.cleaned_data["version"],
            by=signed_in(request), at=timezone.now(),
        )  # fmt: skip

    try:
        if went_through(form, act, leave=(Stale,)):
            messages.success(request, _("L’entretien est déplacé."))
            return redirect("placements:interview", person.pk)
    except Stale:
        now = own_row_or_403(request, Interview, interview_id)
        back = reverse("placements:interview", args=[person.pk])
        return stale.page(request, form, answers(read(now, "when", Meeting)), version=now.version, back=back)
    return _page(request, person, status=422, plan=form)


@opens(P.COORDINATE)
@require_POST
def interview_held(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Interview, interview_id), OutcomeForm(request.POST, prefix="outcome")
    person = person_or_404(request, row.situation_id)
    return act_on(
        request, row, form, hold_interview, told=_("L’entretien est inscrit."),
        to=redirect("placements:offers", person.pk), again=lambda: _page(request, person, status=422, outcome=form),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def interview_cancel(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Interview, interview_id), ReasonForm(request.POST, prefix="cancel")
    person = person_or_404(request, row.situation_id)
    return act_on(
        request, row, form, cancel_interview, told=_("L’entretien est annulé. La demande reste en cours."),
        to=redirect("placements:interview", person.pk), again=lambda: _page(request, person, status=422, cancel=form),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def interview_entered(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """An interview that was held without having been planned here."""
    offer, form = own_row_or_403(request, Offer, offer_id), PhoneForm(request.POST, prefix="entered")
    person = person_or_404(request, offer.situation_id)

    def act() -> None:
        enter_interview(offer, by=signed_in(request), at=timezone.now(), on_behalf_of=form.on_behalf())

    return answer(
        request, form, act, told=_("L’entretien est inscrit."),
        to=redirect("placements:offers", person.pk), again=lambda: _page(request, person, status=422, entered=form),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def interview_link(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    row = own_row_or_403(request, Interview, interview_id)
    person = person_or_404(request, row.situation_id)
    seal = link_seal(request, reverse("placements:interview", args=[person.pk]), request.path)
    seal, values = open_seal(request, seal, row, ["link"], permission=P.OPEN_PLACE, at=timezone.now())
    return close_later(_page(request, person, seal=seal, link=values.get("link")), seal)


urlpatterns = [
    path("<uuid:person_id>/interview/", interview, name="interview"),
    path("offers/<uuid:offer_id>/interview/", interview_plan, name="interview_plan"),
    path("offers/<uuid:offer_id>/interview/entered/", interview_entered, name="interview_entered"),
    path("interviews/<uuid:interview_id>/move/", interview_move, name="interview_move"),
    path("interviews/<uuid:interview_id>/held/", interview_held, name="interview_held"),
    path("interviews/<uuid:interview_id>/cancel/", interview_cancel, name="interview_cancel"),
    path("interviews/<uuid:interview_id>/link/", interview_link, name="interview_link"),
]
