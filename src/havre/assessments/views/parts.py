"""Each part on a page of its own: shown, sent, and where somebody else was quicker both versions side by side."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.assessments import forms
from havre.assessments import summary as words
from havre.assessments.models import Assessment
from havre.assessments.operations import danger as danger_operations
from havre.assessments.operations import trafficking as trafficking_operations
from havre.assessments.operations.common import Incomplete, danger_of, trafficking_of
from havre.assessments.operations.decisions import NothingInstead, decide
from havre.assessments.operations.levels import set_risk
from havre.assessments.operations.opening import reopen as reopen_assessment
from havre.assessments.policies import justice_agreement
from havre.assessments.views.fetch import visible
from havre.common import stale
from havre.people.policies import NoAgreement
from havre.record.operations import Refusal, Stale
from havre.record.sending import went_through

Values = Mapping[str, Any]
Save = Callable[[Assessment, dict[str, Any], User, datetime], None]
Answers = Callable[[Assessment], dict[str, Any]]
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Part:
    """How one part is asked and written. ``answers`` are those of the row now; ``blame`` the question at which a
    refusal is shown, by its type."""

    heading: str
    about: str
    verb: str
    save: Save
    answers: Answers
    form: Callable[..., Any]
    blame: Mapping[type[Refusal], str]
    template: str = "assessments/part.html"
    more: Mapping[str, Any] | None = None


def _show(request: HttpRequest, assessment: Assessment, part: Part) -> HttpResponse:
    if request.method != "POST":
        form = part.form(initial=part.answers(assessment) | {"version": assessment.version})
        return _render(request, assessment, part, form)
    form = part.form(request.POST)
    if "more" in request.POST:
        return _render(request, assessment, part, form)

    def act() -> None:
        part.save(assessment, form.cleaned_data, signed_in(request), timezone.now())

    try:
        if went_through(form, act, blame=part.blame, leave=(Stale,)):
            messages.success(request, _("C’est gardé."))
            return redirect("assessments:detail", assessment.person_id)
    except Stale:
        return _both(request, visible(request, assessment.person_id), part)
    return _render(request, assessment, part, form)


def _both(request: HttpRequest, assessment: Assessment, part: Part) -> HttpResponse:
    """Both versions; the form has room for the rows of either."""
    back = reverse("assessments:detail", args=[assessment.person_id])
    form = part.form(request.POST)
    return stale.page(request, form, part.answers(assessment), version=assessment.version, back=back)


def _render(request: HttpRequest, assessment: Assessment, part: Part, form: Any) -> HttpResponse:
    context = {
        "person": assessment.person, "form": form, "heading": part.heading, "about": part.about, "verb": part.verb,
        **(part.more or {}),
    }  # fmt: skip
    return render(request, part.template, context)


@opens(P.COORDINATE)
@_GET_POST
def trafficking(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    def save(assessment: Assessment, said: dict[str, Any], by: User, at: datetime) -> None:
        trafficking_operations.note_trafficking(
            assessment, exploitation=said["exploitation"], means=said["means"], recruitment=said["recruitment"],
            status=said["status"], reasons=said["reasons"], body=said["body"] or "NGO", version=said["version"],
            by=by, at=at,
        )  # fmt: skip

    part = Part(
        heading=_("Ce qui s’est passé"),
        about=_("Ce que vous savez avec le service qui oriente. Laissez vide ce que vous ne savez pas."),
        verb=_("Garder"),
        save=save,
        answers=lambda assessment: forms.TraffickingForm.answers(trafficking_of(assessment)),
        form=forms.TraffickingForm,
        blame={Incomplete: "reasons"},
    )
    return _show(request, visible(request, person_id), part)


@opens(P.READ_SITUATIONS)
@_GET_POST
def opinion(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    def save(assessment: Assessment, said: dict[str, Any], by: User, at: datetime) -> None:
        trafficking_operations.give_second_opinion(
            assessment, status=said["status"], reasons=said["reasons"], version=said["version"], by=by, at=at
        )

    part = Part(
        heading=_("Donner un second avis"),
        about=_("Il se lit à côté de la première conclusion, qui reste."),
        verb=_("Donner mon avis"),
        save=save,
        answers=_second_opinion,
        form=forms.OpinionForm,
        blame={Incomplete: "reasons"},
    )
    return _show(request, visible(request, person_id), part)


def _second_opinion(assessment: Assessment) -> dict[str, Any]:
    given = trafficking_of(assessment).second_opinion
    return {"status": given.status, "reasons": given.reasons} if given else {}


@opens(P.COORDINATE)
@_GET_POST
def danger(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    def save(assessment: Assessment, said: dict[str, Any], by: User, at: datetime) -> None:
        danger_operations.note_danger(
            assessment, zones=said["all_zones"], actors=said["all_actors"],
            severity=int(said["severity"]) if said["severity"] else None,
            likelihood=int(said["likelihood"]) if said["likelihood"] else None,
            version=said["version"], by=by, at=at,
        )  # fmt: skip

    assessment = visible(request, person_id)
    part = Part(
        heading=_("Ce qu’il faut éviter"),
        about=_("La place sera loin de chacune de ces zones. Des rôles, jamais de noms."),
        verb=_("Garder"),
        save=save,
        answers=lambda row: forms.DangerForm.answers(danger_of(row)),
        form=lambda *args, **kwargs: _danger_form(request, person_id, *args, **kwargs),
        blame={},
        template="assessments/danger.html",
    )
    return _show(request, assessment, part)


def _danger_form(request: HttpRequest, person_id: uuid.UUID, *args: Any, **kwargs: Any) -> forms.DangerForm:
    """With room for the rows there are now, those that were sent, and one more where it was asked."""
    kept = danger_of(visible(request, person_id))
    zones, actors = max(len(kept.zones) + 1, forms.FEWEST_ZONES), max(len(kept.actors), forms.FEWEST_ACTORS)
    asked = request.POST.get("more", "") if request.method == "POST" else ""
    if asked:
        sent = forms.DangerForm(*args, **kwargs)
        zones = max(zones, sent.zone_count + (asked == "zone"))
        actors = max(actors, sent.actor_count + (asked == "actor"))
    return forms.DangerForm(*args, zones=zones, actors=actors, **kwargs)


@opens(P.COORDINATE)
@_GET_POST
def fact(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    def save(assessment: Assessment, said: dict[str, Any], by: User, at: datetime) -> None:
        danger_operations.copy_danger_fact(
            assessment, kind=said["kind"], text=said["text"], agreed_how=said.get("agreed_how", ""),
            agreed_language=said.get("agreed_language", ""), version=said["version"], by=by, at=at,
        )  # fmt: skip

    agreed = justice_agreement(person_id) is not None
    part = Part(
        heading=_("Reprendre un fait de danger"),
        about=_(
            "Un fait connu de la justice peut compter ici, avec son accord, pour la protéger davantage. "
            "Il ne retire jamais rien."
        ),
        verb=_("Reprendre ce fait"),
        save=save,
        answers=lambda _row: {},
        form=lambda *args, **kwargs: forms.FactForm(*args, agreed=agreed, **kwargs),
        blame={Incomplete: "text", NoAgreement: "agreed_how"},
    )
    return _show(request, visible(request, person_id), part)


@opens(P.COORDINATE)
@_GET_POST
def risk(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    def save(assessment: Assessment, said: dict[str, Any], by: User, at: datetime) -> None:
        set_risk(assessment, level=said["level"], reason=said["reason"], version=said["version"], by=by, at=at)

    assessment = visible(request, person_id)
    part = Part(
        heading=_("Fixer le niveau"),
        about=_("La règle propose, vous décidez. Un autre choix que le sien reste visible, avec votre raison."),
        verb=_("Fixer ce niveau"),
        save=save,
        answers=lambda row: {"level": row.risk_level},
        form=forms.RiskForm,
        blame={Incomplete: "reason"},
        more={"proposal": words.proposal_words(danger_of(assessment))},
    )
    return _show(request, assessment, part)


@opens(P.COORDINATE)
@_GET_POST
def decision(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    def save(assessment: Assessment, said: dict[str, Any], by: User, at: datetime) -> None:
        decide(
            assessment, decision=said["decision"], reason=said["reason"], code=said["code"], instead=said["instead"],
            version=said["version"], by=by, at=at,
        )  # fmt: skip

    part = Part(
        heading=_("Décider"),
        about=_("Une personne décide, avec une raison. Chercher une place ne demande pas encore son accord."),
        verb=_("Inscrire la décision"),
        save=save,
        answers=_decision,
        form=forms.DecisionForm,
        blame={Incomplete: "reason", NothingInstead: "instead"},
    )
    return _show(request, visible(request, person_id), part)


def _decision(assessment: Assessment) -> dict[str, Any]:
    taken = words.decision_of(assessment)
    return forms.DecisionForm.answers(taken) if taken and assessment.state == taken.kind else {}


@opens(P.COORDINATE)
@_GET_POST
def reopen(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    def save(assessment: Assessment, said: dict[str, Any], by: User, at: datetime) -> None:
        reopen_assessment(assessment, reason=said["reason"], version=said["version"], by=by, at=at)

    part = Part(
        heading=_("Rouvrir l’évaluation"),
        about=_("Ce qui a été décidé reste au fil."),
        verb=_("Rouvrir"),
        save=save,
        answers=lambda _row: {},
        form=forms.ReopenForm,
        blame={},
    )
    return _show(request, visible(request, person_id), part)
