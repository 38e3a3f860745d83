"""The note kept apart: opened by POST for a purpose, written by who follows the case."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.assessments.content import PlantedSign
from havre.assessments.forms import SignForm
from havre.assessments.operations.trafficking import note_planted_sign
from havre.assessments.views.detail import note_seal, page
from havre.assessments.views.fetch import bound
from havre.common import seals
from havre.common.dataclass_json import from_json
from havre.record.opening import PURPOSES, Purpose, open_section
from havre.record.sending import went_through


@opens(P.OPEN_IDENTITY)
@require_POST
def open_note(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Open the note for ten minutes; on record, but not on the thread that others read."""
    assessment = bound(request, person_id)
    asked = request.POST.get("purpose", "")
    if asked not in set(Purpose):
        error = _("Dites pourquoi vous l’ouvrez.")
        return page(request, assessment, note=note_seal(request, assessment, asks=True, error=error))
    purpose, now = Purpose(asked), timezone.now()
    assessment.has_thread = False  # type: ignore[attr-defined]
    opened = open_section(
        assessment, ["planted"], section=str(note_seal(request, assessment).name), permission=P.OPEN_IDENTITY,
        purpose=purpose, by=signed_in(request), at=now,
    )  # fmt: skip
    raw = opened["planted"]
    sign = from_json(PlantedSign, raw) if raw else None
    seal = note_seal(request, assessment).opened(purpose=PURPOSES[purpose], at=now)
    return seals.close_later(page(request, assessment, note=seal, sign=sign), seal)


@opens(P.OPEN_IDENTITY)
def change(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Write the note anew. What it held is not shown: it is opened apart."""
    assessment = bound(request, person_id)
    form = SignForm(request.POST or None, initial={"version": assessment.version})

    def act() -> None:
        note_planted_sign(
            assessment, sign=form.cleaned_data["sign"], version=form.cleaned_data["version"], by=signed_in(request),
            at=timezone.now(),
        )  # fmt: skip

    if went_through(form, act):
        return redirect("assessments:detail", person_id)
    context = {
        "person": assessment.person, "form": form, "heading": _("Noter un signe, à part"), "verb": _("Garder la note"),
        "about": _("La note remplace celle d’avant. Elle ne décide de rien : elle se lit avec quelqu’un d’autre."),
    }  # fmt: skip
    return render(request, "assessments/part.html", context)
