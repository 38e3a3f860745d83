"""The whole assessment on one page: four parts, the level, the decision."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.assessments import summary as words
from havre.assessments.content import Enquiry, PlantedSign
from havre.assessments.models import Assessment
from havre.assessments.operations.common import danger_of, profile_of, trafficking_of
from havre.assessments.operations.safety import asked_about
from havre.assessments.states import ASSESSMENT
from havre.assessments.views.fetch import visible
from havre.assessments.zones import zone_words
from havre.common.parts import Seal
from havre.common.words import join_words
from havre.countries.fr.danger import JUSTICE_FACTS
from havre.countries.fr.trafficking import CONTROL, EXPLOITATION, RECRUITMENT
from havre.people.models import Agreement, AgreementKind, AgreementState
from havre.people.summary import profile_facts
from havre.record.opening import OPEN_MINUTES, PURPOSES, Purpose
from havre.vault.fields import fetch_keys

NOTE, CALLS = "note", "calls"


@opens(P.READ_SITUATIONS)
@require_safe
def detail(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    assessment = visible(request, person_id)
    asked = request.GET.get("ouvrir")
    return page(
        request, assessment, note=note_seal(request, assessment, asks=asked == NOTE),
        calls=calls_seal(request, assessment, asks=asked == CALLS),
    )  # fmt: skip


def page(
    request: HttpRequest,
    assessment: Assessment,
    *,
    note: Seal | None = None,
    sign: PlantedSign | None = None,
    calls: Seal | None = None,
    enquiries: list[Enquiry] | None = None,
) -> HttpResponse:
    """Render the page; ``sign`` is what an open note holds, ``enquiries`` what the open calls about her say."""
    user = signed_in(request)
    fetch_keys([assessment])
    danger, trafficking = danger_of(assessment), trafficking_of(assessment)
    found = words.summary(assessment)
    told, unreviewed = asked_about(assessment.person_id)
    context: dict[str, Any] = {
        "assessment": assessment,
        "person": assessment.person,
        "summary": found,
        "sentence": sentence(assessment, found),
        "may_write": may(user, P.COORDINATE, assessment),
        "is_open": assessment.state in ("open", "on_hold", "search"),
        "may_reopen": ASSESSMENT.allows(user, assessment, "reopen"),
        "trafficking": trafficking,
        "trafficking_facts": _trafficking_facts(trafficking),
        "decided": _opinion(trafficking.decided),
        "second": _opinion(trafficking.second_opinion),
        "may_second": trafficking.decided is not None and trafficking.decided.signed.by != str(user.pk),
        "danger": danger,
        "zones": [(zone_words(zone), zone.why) for zone in danger.zones],
        "actors": [words.actor_words(actor) for actor in danger.actors],
        "facts": [(JUSTICE_FACTS.label(fact.kind, words.language()), fact) for fact in danger.facts],
        "proposal": words.proposal_words(danger),
        "history": [(words.history_words(entry), entry) for entry in reversed(danger.history)],
        "is_minor": profile_of(assessment.person).is_minor or profile_of(assessment.person).age_in_doubt,
        "needs": profile_facts(assessment.person, words.language()),
        "agreements": _agreements(assessment),
        "decision": words.decision_of(assessment),
        "note": note or note_seal(request, assessment),
        "sign": sign,
        "asked_about": told,
        "unreviewed": unreviewed,
        "calls": calls or calls_seal(request, assessment),
        "enquiries": enquiries or [],
    }
    return render(request, "assessments/detail.html", context)


def _trafficking_facts(content: Any) -> list[tuple[str, str]]:
    lang = words.language()
    lines = [
        (_("Subi"), ", ".join(EXPLOITATION.label(code, lang) for code in content.exploitation)),
        (_("Moyens"), ", ".join(CONTROL.label(code, lang) for code in content.means)),
        (_("Approche"), ", ".join(RECRUITMENT.label(code, lang) for code in content.recruitment)),
    ]
    return [(label, text) for label, text in lines if text]


def _opinion(opinion: Any) -> tuple[str, Any] | None:
    return (words.status_words(opinion.status), opinion) if opinion else None


def _agreements(assessment: Assessment) -> list[tuple[str, bool]]:
    """To be referred, and to join: whether each is in force."""
    given = set(
        Agreement.objects.filter(person_id=assessment.person_id, state=AgreementState.GIVEN).values_list(
            "kind", flat=True
        )
    )
    return [(str(kind.label), kind in given) for kind in (AgreementKind.REFER, AgreementKind.JOIN)]


def sentence(assessment: Assessment, found: words.Summary) -> str:
    """What is true now, in one sentence."""
    name = {"name": assessment.person.pseudonym}
    if assessment.state == "search":
        return _("Il est décidé de chercher une place pour %(name)s.") % name
    if assessment.state == "on_hold":
        return _("La situation de %(name)s est en attente.") % name
    if assessment.state != "open":
        return _("La situation de %(name)s est close ici.") % name
    if found.missing:
        return _("Il manque %(what)s pour %(name)s.") % (name | {"what": join_words(found.missing)})
    return _("Vous pouvez décider pour %(name)s.") % name


def calls_seal(request: HttpRequest, assessment: Assessment, *, asks: bool = False, error: str = "") -> Seal:
    """Who asked about her by telephone: closed, or asking why."""
    address = reverse("assessments:detail", args=[assessment.person_id])
    may_open = may(request.user, P.OPEN_IDENTITY, assessment)
    return Seal(
        key=CALLS,
        name=gettext_lazy("Appels à son sujet"),
        about=gettext_lazy("Qui a demandé après elle, quoi, et ce qu’ils savaient."),
        who=gettext_lazy("qui suit la situation, et l’astreinte"),
        ask_url=f"{address}?ouvrir={CALLS}#{CALLS}" if may_open else "",
        open_url=reverse("assessments:asked_open", args=[assessment.person_id]),
        close_url=f"{address}#{CALLS}",
        purposes=[(purpose.value, PURPOSES[purpose]) for purpose in (Purpose.SAFETY, Purpose.CALL)],
        minutes=OPEN_MINUTES,
        face="ask" if asks and may_open else "locked",
        error=error,
    )


def note_seal(request: HttpRequest, assessment: Assessment, *, asks: bool = False, error: str = "") -> Seal:
    """The note kept apart: closed, or asking why; for the coordinator of the case and the duty."""
    address = reverse("assessments:detail", args=[assessment.person_id])
    may_open = may(request.user, P.OPEN_IDENTITY, assessment)
    return Seal(
        key=NOTE,
        name=gettext_lazy("Note à part"),
        about=gettext_lazy("Un signe qui pourrait toucher à la sécurité des autres."),
        who=gettext_lazy("qui suit la situation, et l’astreinte"),
        ask_url=f"{address}?ouvrir={NOTE}#{NOTE}" if may_open else "",
        open_url=reverse("assessments:planted_open", args=[assessment.person_id]),
        close_url=f"{address}#{NOTE}",
        purposes=[(purpose.value, label) for purpose, label in PURPOSES.items()],
        minutes=OPEN_MINUTES,
        face="ask" if asks and may_open else "locked",
        error=error,
    )
