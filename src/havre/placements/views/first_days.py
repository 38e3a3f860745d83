"""«Elle arrive demain»: the list of the first 72 hours, for the house, or for a coordinator who enters it by telephone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may, naming_a_house
from havre.countries.fr.first_days import NOT_TO_ASK
from havre.countries.papers import best_first, paper, readable
from havre.directory.rota import who_answers
from havre.placements import first_days
from havre.placements.content import Tick, as_id
from havre.placements.first_days import FirstDays, Phase
from havre.placements.forms import PhoneForm
from havre.placements.models import Offer, Stay
from havre.placements.offered import facts_for_shelter
from havre.placements.operations.first_days import tick_steps
from havre.placements.policies import may_learn_place
from havre.placements.views.common import names, person_or_404, row_or_404
from havre.placements.wording import household, language
from havre.record.sending import answer


@dataclass(frozen=True)
class Shown:
    """One line of the list; ``by`` names who ticked it, where the reader may know."""

    key: str
    text: str
    tick: Tick | None
    by: str


def _reads_as_house(request: HttpRequest, row: Offer | Stay) -> bool:
    return may(signed_in(request), P.CONFIRM_ARRIVAL, row)


def _phases(phases: list[Phase], *, learns: bool) -> list[tuple[Phase, list[Shown]]]:
    """The list with the names of those who ticked; without ``learns`` (the place) a house's team has none (law 2)."""
    ids = {found for phase in phases for line in phase.lines if line.tick and (found := as_id(line.tick.by))}
    known = names(ids)
    hidden = set() if learns else {str(user_id) for user_id in naming_a_house(ids)}

    def name(tick: Tick | None) -> str:
        if tick is None:
            return ""
        return _("le lieu d’accueil") if tick.by in hidden else known.get(tick.by, "")

    return [
        (phase, [Shown(line.key, line.text, line.tick, name(line.tick)) for line in phase.lines]) for phase in phases
    ]


def _page(request: HttpRequest, row: Offer | Stay, days: FirstDays, form: PhoneForm, *, at: datetime) -> HttpResponse:
    as_house = _reads_as_house(request, row)
    learns = as_house or may_learn_place(signed_in(request), row)
    told, lang = days.told, language()
    if not learns:
        told.place_label = ""
    answers = who_answers(at)
    spoken = best_first(told.languages)
    context: dict[str, Any] = {
        "row": row, "days": days, "heading": days.heading(at), "left": days.left(at), "title": household(told),
        "facts": facts_for_shelter(told), "phases": _phases(days.phases(at), learns=learns),
        "ticked": [tick.key for tick in days.ticks], "form": form, "as_house": as_house, "now": at,
        "not_to_ask": [(one.text(lang), one.why(lang)) for one in NOT_TO_ASK],
        "sheets": [paper("welcome", code) for code in spoken], "reads_none": not readable(told.languages),
        "duty_number": settings.HAVRE_DUTY_NUMBER, "answers": answers.name.split(" ")[0] if answers else "",
    }  # fmt: skip
    return render(request, "placements/first_days.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, row: Offer | Stay, days: FirstDays) -> HttpResponse:
    at = timezone.now()
    if not _reads_as_house(request, row):
        person_or_404(request, row.situation_id)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        sent, shown = set(request.POST.getlist("done")), set(request.POST.getlist("shown"))

        def act() -> None:
            tick_steps(
                row, done=sent - shown, undone=shown - sent, by=signed_in(request), at=at, on_behalf_of=form.on_behalf()
            )

        return answer(
            request, form, act, told=_("C’est gardé."), to=redirect(request.path),
            again=lambda: _page(request, row, days, form, at=at),
        )  # fmt: skip
    return _page(request, row, days, form, at=at)


@opens(P.CONFIRM_ARRIVAL, P.COORDINATE)
@require_http_methods(["GET", "HEAD", "POST"])
def first_days_awaited(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """From the day the place is hers until she is there; afterwards the list goes on with her stay."""
    row = row_or_404(request, Offer, offer_id)
    if not first_days.are_running(row, timezone.now()):
        return redirect("placements:shelter_offer" if _reads_as_house(request, row) else "placements:offer", row.pk)
    return _answer(request, row, first_days.of_offer(row))


@opens(P.CONFIRM_ARRIVAL, P.COORDINATE)
@require_http_methods(["GET", "HEAD", "POST"])
def first_days_stay(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    """From the arrival until 72 hours later."""
    row = row_or_404(request, Stay, stay_id)
    if not first_days.are_running(row, timezone.now()):
        if _reads_as_house(request, row):
            messages.info(request, _("Les trois premiers jours sont passés."))
            return redirect("placements:resident", row.pk)
        return redirect("placements:stay", row.situation_id)
    return _answer(request, row, first_days.of_stay(row))


urlpatterns = [
    path("house/offers/<uuid:offer_id>/first-days/", first_days_awaited, name="first_days_awaited"),
    path("house/residents/<uuid:stay_id>/first-days/", first_days_stay, name="first_days_stay"),
]
