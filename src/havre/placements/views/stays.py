"""Where she lives, as far as the coordination may know it: the stay, the relay apartment, arrivals told by telephone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
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
from havre.accounts.policies import may
from havre.common.dataclass_json import from_json
from havre.common.parts import Seal
from havre.common.seals import close_later
from havre.directory.models import Shelter
from havre.directory.profiles import ShelterProfile
from havre.people.models import Person
from havre.placements.capacity import Known, houses, known_shelters
from havre.placements.content import StayTerms, as_id, read
from havre.placements.first_days import are_running
from havre.placements.forms import (
    ActForm,
    ArrivalForm,
    EndForm,
    ExtendForm,
    LeakForm,
    OwedForm,
    PhoneForm,
    ReasonForm,
    RelayForm,
)
from havre.placements.models import Override, Stay
from havre.placements.operations.alarms import open_alarms
from havre.placements.operations.offers import R35, review_refusal
from havre.placements.operations.stays import (
    RELAY,
    begin_relay_stay,
    check_in,
    end_stay,
    extend_stay,
    plan_move,
    present_stays,
)
from havre.placements.operations.transfers import enter_owed, record_arrival
from havre.placements.owed import LABELS, owed
from havre.placements.views.common import (
    act_on,
    asked_to_open,
    open_seal,
    own_person_or_403,
    own_row_or_403,
    person_or_404,
    purposes,
    whose,
)
from havre.placements.wording import household
from havre.record import clocks
from havre.record.opening import Purpose
from havre.record.sending import answer


def place_choices(houses: Iterable[Known]) -> list[tuple[str, str]]:
    """Places of these houses by code and label; their département stays unsaid."""
    return [
        (f"{house.id}:{place.id}", f"{house.code} · {place.label}")
        for house in houses
        for place in house.profile.places
    ]


def chosen(value: str) -> dict[str, uuid.UUID]:
    shelter_id, _colon, place_id = value.partition(":")
    return {"shelter_id": uuid.UUID(shelter_id), "place_id": uuid.UUID(place_id)}


def place_seal(request: HttpRequest, stay: Stay, base: str) -> Seal:
    return asked_to_open(
        request,
        Seal(
            key="place", name=_("Le lieu"), about=_("Où elle habite."),
            who=_("la coordinatrice de la situation, l’astreinte, l’équipe du lieu"),
            ask_url=f"{base}?ouvrir=place#place", open_url=reverse("placements:stay_place", args=[stay.pk]), close_url=base,
            purposes=purposes(Purpose.CALL, Purpose.SAFETY, Purpose.OTHER),
        ),
    )  # fmt: skip


def _page(request: HttpRequest, person: Person, *, status: int = 200, **context: Any) -> HttpResponse:
    base = reverse("placements:stay", args=[person.pk])
    stay = next(iter(present_stays(person.pk)), None)
    fresh: dict[str, Any] = whose(request, person) | {
        "person": person, "stay": stay, "owed": [(code, LABELS[code]) for code in owed(person.pk)],
        "alarms": open_alarms(person.pk), "leak": LeakForm(prefix="leak"),
        "to_head": clocks.running(person.pk).filter(code=R35).exists() and may(request.user, P.REVIEW, person),
    }  # fmt: skip
    if stay is None and fresh["mine"]:
        fresh["arrival"] = ArrivalForm(places=place_choices(known_shelters()), prefix="arrival")
        fresh["relay"] = RelayForm(places=place_choices(houses().relays), prefix="relay")
    elif stay is not None:
        fresh |= _present(request, stay, base)
    return render(request, "placements/stay.html", fresh | context, status=status)


def _present(request: HttpRequest, stay: Stay, base: str) -> dict[str, Any]:
    terms, version = read(stay, "terms", StayTerms), {"version": stay.version}
    return {
        "terms": terms, "is_new": are_running(stay, timezone.now()), "is_relay": stay.kind == RELAY, "title": household(terms.household), "to_review": _to_review(request, terms),
        "extend": ExtendForm(initial=version | {"planned_end": terms.planned_end}, prefix="extend"),
        "finish": EndForm(initial=version, prefix="finish"), "move": ReasonForm(initial=version, prefix="move"),
        "check": PhoneForm(initial=version, prefix="check"), "enter": PhoneForm(initial=version, prefix="enter"),
        "seal": place_seal(request, stay, base),
    }  # fmt: skip


def _to_review(request: HttpRequest, terms: StayTerms) -> bool:
    override_id = as_id(terms.override)
    granted = Override.objects.filter(pk=override_id, state="granted").exists() if override_id else False
    return granted and may(request.user, P.REVIEW)


@opens(P.COORDINATE)
@require_GET
def stay(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    return _page(request, person_or_404(request, person_id))


@opens(P.COORDINATE)
@require_POST
def stay_place(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    """Which house, and which place in it: for the coordinator of the case and the duty, for a purpose."""
    row = own_row_or_403(request, Stay, stay_id)
    person = person_or_404(request, row.situation_id)
    seal = place_seal(request, row, reverse("placements:stay", args=[person.pk]))
    seal, _values = open_seal(request, seal, row, [], permission=P.OPEN_PLACE, at=timezone.now())
    where = _where(row) if seal.is_open else ""
    return close_later(_page(request, person, seal=seal, where=where), seal)


def _where(row: Stay) -> str:
    house = Shelter.objects.filter(pk=row.shelter).first() if row.shelter else None
    place = from_json(ShelterProfile, house.unseal("profile")).place(str(row.place)) if house else None
    label = place.label if place else ""
    return f"{house.code} · {label}" if house else ""


def _act(
    request: HttpRequest, stay_id: uuid.UUID, name: str, form: ActForm, operation: Callable[..., object], told: str
) -> HttpResponse:
    row = own_row_or_403(request, Stay, stay_id)
    person = person_or_404(request, row.situation_id)
    return act_on(
        request, row, form, operation, told=told, to=redirect("placements:stay", person.pk),
        again=lambda: _page(request, person, status=422, **{name: form}),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def stay_extend(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = ExtendForm(request.POST, prefix="extend")
    return _act(request, stay_id, "extend", form, extend_stay, _("La fin prévue est notée."))


@opens(P.COORDINATE)
@require_POST
def stay_end(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = EndForm(request.POST, prefix="finish")
    return _act(request, stay_id, "finish", form, end_stay, _("Le séjour est terminé, la place est libre."))


@opens(P.COORDINATE)
@require_POST
def stay_move(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="move")
    return _act(request, stay_id, "move", form, plan_move, _("C’est noté : une autre place est à chercher."))


@opens(P.COORDINATE)
@require_POST
def stay_check_in(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = PhoneForm(request.POST, prefix="check")
    return _act(request, stay_id, "check", form, check_in, _("Le point du jour est fait."))


@opens(P.COORDINATE)
@require_POST
def stay_owed(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = OwedForm(request.POST, prefix="enter")
    return _act(request, stay_id, "enter", form, enter_owed, _("L’étape est inscrite."))


@opens(P.REVIEW)
@require_POST
def refusal_review(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    review_refusal(person, by=signed_in(request), at=timezone.now())
    messages.success(request, _("C’est relu."))
    return redirect("placements:stay", person.pk)


@opens(P.COORDINATE)
@require_POST
def arrival_record(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """She is there, says somebody by telephone, whatever was entered before."""
    person = own_person_or_403(request, person_id)
    form = ArrivalForm(request.POST, places=place_choices(known_shelters()), prefix="arrival")

    def act() -> None:
        data = form.cleaned_data
        record_arrival(
            person, **chosen(data["where"]), planned_end=data["planned_end"], by=signed_in(request), at=timezone.now(),
            on_behalf_of=form.on_behalf(),
        )  # fmt: skip

    return answer(
        request, form, act, to=redirect("placements:stay", person.pk),
        told=_("L’arrivée est inscrite. Ce qui manque avant elle est listé ici."),
        again=lambda: _page(request, person, status=422, arrival=form),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def relay_begin(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    person = own_person_or_403(request, person_id)
    form = RelayForm(request.POST, places=place_choices(houses().relays), prefix="relay")

    def act() -> None:
        data = form.cleaned_data
        begin_relay_stay(
            person, **chosen(data["where"]), reason=data["reason"], planned_end=data["planned_end"], by=signed_in(request),
            at=timezone.now(), on_behalf_of=form.on_behalf(),
        )  # fmt: skip

    return answer(
        request, form, act, to=redirect("placements:stay", person.pk),
        told=_("Elle est à l’abri. Le point du jour est attendu toutes les 24 h."),
        again=lambda: _page(request, person, status=422, relay=form),
    )  # fmt: skip


urlpatterns = [
    path("<uuid:person_id>/stay/", stay, name="stay"),
    path("<uuid:person_id>/stay/arrived/", arrival_record, name="arrival_record"),
    path("<uuid:person_id>/stay/relay/", relay_begin, name="relay_begin"),
    path("<uuid:person_id>/refusal/reviewed/", refusal_review, name="refusal_review"),
    path("stays/<uuid:stay_id>/place/", stay_place, name="stay_place"),
    path("stays/<uuid:stay_id>/extend/", stay_extend, name="stay_extend"),
    path("stays/<uuid:stay_id>/end/", stay_end, name="stay_end"),
    path("stays/<uuid:stay_id>/move/", stay_move, name="stay_move"),
    path("stays/<uuid:stay_id>/check-in/", stay_check_in, name="stay_check_in"),
    path("stays/<uuid:stay_id>/owed/", stay_owed, name="stay_owed"),
]
