"""The coordination's side of a journey: prepared, changed, cancelled, arrived."""

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
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.common import stale
from havre.common.dataclass_json import from_json
from havre.common.parts import Seal
from havre.common.seals import close_later
from havre.people.models import Person
from havre.placements.content import Route, Times, read
from havre.placements.delay_forms import DELAYS
from havre.placements.distance import zones_of
from havre.placements.forms import (
    NEW_JOURNEY,
    PhoneForm,
    ReasonForm,
    TransferForm,
    journey_answers,
)
from havre.placements.models import Alarm, Offer, Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.placements.operations.offers import open_offers
from havre.placements.operations.transfers import (
    cancel_transfer,
    change_transfer,
    confirm_arrival,
    plan_transfer,
)
from havre.placements.owed import CHECKLIST
from havre.placements.rail import warnings
from havre.placements.states import TRANSFER
from havre.placements.views.common import (
    act_on,
    asked_to_open,
    open_seal,
    own_row_or_403,
    person_or_404,
    purposes,
    whose,
)
from havre.record.opening import Purpose, open_section
from havre.record.operations import Stale
from havre.record.sending import tell_refusal, went_through
from havre.vault.fields import fetch_keys


def escorts() -> list[User]:
    held = {"membership__role": "escort", "membership__is_confirmed": True}
    users = list(User.objects.filter(**held, is_active=True).distinct())
    fetch_keys(users)
    return sorted(users, key=lambda user: user.name)


def current_transfer(person: Person) -> Transfer | None:
    return Transfer.objects.of_person(person.pk).filter(state__in=TRAVELLING).first()


def route_seal(request: HttpRequest, row: Transfer, base: str) -> Seal:
    return asked_to_open(
        request,
        Seal(
            key="route", name=_("Trajet entier"), about=_("Étapes, rendez-vous, mot convenu. Il mène au lieu."),
            who=_("la coordinatrice de la situation, l’astreinte"), ask_url=f"{base}?ouvrir=route#route",
            open_url=reverse("placements:transfer_route", args=[row.pk]), close_url=base,
            purposes=purposes(Purpose.PREPARE_JOURNEY, Purpose.SAFETY, Purpose.CORRECT),
        ),
    )  # fmt: skip


def _page(request: HttpRequest, person: Person, *, status: int = 200, **context: Any) -> HttpResponse:
    base = reverse("placements:transfer", args=[person.pk])
    row = current_transfer(person)
    fresh: dict[str, Any] = whose(request, person)
    fresh |= {"person": person, "row": row, "delays": DELAYS, "checklist": CHECKLIST}
    if row is None:
        fresh["offer"] = next((one for one in open_offers(person.pk) if one.state == "kept"), None)
        fresh["form"] = TransferForm(initial=NEW_JOURNEY, escorts=escorts())
    else:
        times = read(row, "times", Times)
        fresh |= {
            "times": times, "state": TRANSFER.state(row.state), "late": times.expected_at <= timezone.now(),
            "undone": [label for code, label in CHECKLIST.items() if code not in times.checklist],
            "alarm": _alarm_of(row), "seal": route_seal(request, row, base),
            "arrive": PhoneForm(initial={"version": row.version}, prefix="arrive"),
            "cancel": ReasonForm(initial={"version": row.version}, prefix="cancel"),
        }  # fmt: skip
    return render(request, "placements/transfer.html", fresh | context, status=status)


def _alarm_of(row: Transfer) -> Alarm | None:
    alarms = Alarm.objects.of_person(row.situation_id).filter(state__in=("open", "taken"))
    return next((alarm for alarm in alarms if alarm.transfer == row.pk), None)


@opens(P.COORDINATE)
@require_GET
def transfer(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Prepare the journey, or see where it stands; the route itself stays sealed."""
    return _page(request, person_or_404(request, person_id))


@opens(P.COORDINATE)
@require_POST
def transfer_plan(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Write the journey down; ``check`` only reads it against the table of trains."""
    offer = own_row_or_403(request, Offer, offer_id)
    person, form = person_or_404(request, offer.situation_id), TransferForm(request.POST, escorts=escorts())
    hints = _hints(form, person)
    if "check" in request.POST:
        return _page(request, person, form=form, hints=hints, checked=True)
    if went_through(form, lambda: plan_transfer(offer, plan=form.plan(), by=signed_in(request), at=timezone.now())):
        _say(request, hints, _("Le voyage est prévu. Le lieu d’accueil sait quand elle est attendue."))
        return redirect("placements:transfer", person.pk)
    return _page(request, person, status=422, form=form, hints=hints)


def _hints(form: TransferForm, person: Person) -> list[str]:
    return warnings(form.legs(), zones_of(person.pk)) if form.is_valid() else []


def _say(request: HttpRequest, hints: list[str], told: str) -> None:
    messages.success(request, told)
    for hint in hints:
        messages.warning(request, hint)


@opens(P.COORDINATE)
@require_POST
def transfer_edit(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    """The form of a change, opened like the route itself: on record, by whoever may learn the place."""
    row = _row_to_learn(request, transfer_id)
    person = person_or_404(request, row.situation_id)
    form = TransferForm(initial=_answers_to_correct(request, row) | {"version": row.version}, escorts=escorts())
    response = render(request, "placements/transfer_edit.html", {"person": person, "row": row, "form": form})
    response["Cache-Control"] = "no-store"
    return response


def _answers_to_correct(request: HttpRequest, row: Transfer) -> dict[str, Any]:
    """What the row holds now, opened on record in order to correct it."""
    values = open_section(
        row, ["route"], section=_("Trajet entier"), permission=P.OPEN_PLACE, purpose=Purpose.CORRECT,
        by=signed_in(request), at=timezone.now(),
    )  # fmt: skip
    return journey_answers(read(row, "times", Times), from_json(Route, values["route"]), row.escort)


def _row_to_learn(request: HttpRequest, transfer_id: uuid.UUID) -> Transfer:
    return own_row_or_403(request, Transfer, transfer_id)


@opens(P.COORDINATE)
@require_POST
def transfer_change(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    row = _row_to_learn(request, transfer_id)
    person, form = person_or_404(request, row.situation_id), TransferForm(request.POST, escorts=escorts())
    hints = _hints(form, person)

    def act() -> None:
        change_transfer(
            row, plan=form.plan(), version=form.cleaned_data["version"], by=signed_in(request), at=timezone.now()
        )

    try:
        if went_through(form, act, leave=(Stale,)):
            _say(request, hints, _("Le voyage est modifié. Le lieu d’accueil en est prévenu."))
            return redirect("placements:transfer", person.pk)
    except Stale:
        return _both_versions(request, person, form, transfer_id)
    context = {"person": person, "row": row, "form": form, "hints": hints}
    return render(request, "placements/transfer_edit.html", context, status=422)


def _both_versions(request: HttpRequest, person: Person, form: TransferForm, transfer_id: uuid.UUID) -> HttpResponse:
    back = reverse("placements:transfer", args=[person.pk])
    now = Transfer.objects.linked().filter(pk=transfer_id, state__in=TRAVELLING).first()
    if now is None:
        tell_refusal(request, Stale())
        return redirect(back)
    return stale.page(request, form, _answers_to_correct(request, now), version=now.version, back=back)


@opens(P.COORDINATE)
@require_POST
def transfer_route(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    row = _row_to_learn(request, transfer_id)
    person = person_or_404(request, row.situation_id)
    seal = route_seal(request, row, reverse("placements:transfer", args=[person.pk]))
    seal, values = open_seal(request, seal, row, ["route"], permission=P.OPEN_PLACE, at=timezone.now())
    route = from_json(Route, values["route"]) if values else None
    hints = warnings(route.legs, zones_of(person.pk)) if route else []
    return close_later(_page(request, person, seal=seal, route=route, hints=hints), seal)


@opens(P.COORDINATE)
@require_POST
def transfer_cancel(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Transfer, transfer_id), ReasonForm(request.POST, prefix="cancel")
    person = person_or_404(request, row.situation_id)
    return act_on(
        request, row, form, cancel_transfer, told=_("Le voyage est annulé. La place reste la sienne."),
        to=redirect("placements:transfer", person.pk), again=lambda: _page(request, person, status=422, cancel=form),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def transfer_arrived(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    """The house telephones: she is there."""
    row, form = own_row_or_403(request, Transfer, transfer_id), PhoneForm(request.POST, prefix="arrive")
    person = person_or_404(request, row.situation_id)
    return act_on(
        request, row, form, confirm_arrival, told=_("Arrivée confirmée. Le séjour commence."),
        to=redirect("placements:stay", person.pk), again=lambda: _page(request, person, status=422, arrive=form),
    )  # fmt: skip


urlpatterns = [
    path("<uuid:person_id>/transfer/", transfer, name="transfer"),
    path("offers/<uuid:offer_id>/transfer/", transfer_plan, name="transfer_plan"),
    path("transfers/<uuid:transfer_id>/edit/", transfer_edit, name="transfer_edit"),
    path("transfers/<uuid:transfer_id>/change/", transfer_change, name="transfer_change"),
    path("transfers/<uuid:transfer_id>/route/", transfer_route, name="transfer_route"),
    path("transfers/<uuid:transfer_id>/cancel/", transfer_cancel, name="transfer_cancel"),
    path("transfers/<uuid:transfer_id>/arrived/", transfer_arrived, name="transfer_arrived"),
]
