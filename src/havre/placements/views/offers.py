"""The coordination asks shelters and writes down what they answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.common.dataclass_json import from_json
from havre.common.parts import Seal
from havre.common.seals import close_later
from havre.people.models import Person
from havre.people.operations import give_agreement
from havre.people.policies import agreement_in_force
from havre.people.profiles import Profile
from havre.placements.against import against, in_words
from havre.placements.content import for_shelter
from havre.placements.forms import (
    ActForm,
    AgreedForm,
    MessageForm,
    OfferForm,
    PhoneForm,
    QuestionByPhoneForm,
    RefuseForm,
    tomorrow_evening,
)
from havre.placements.holds import OPEN
from havre.placements.models import Interview, Offer, Transfer
from havre.placements.offered import facts_for_shelter, line_of, past_of, sentence, written
from havre.placements.operations.endings import TRAVELLING
from havre.placements.operations.offers import (
    accept_offer,
    answer_question,
    ask_back,
    confirm_offer,
    extend_hold,
    first_day,
    keep_place,
    make_offer,
    open_offers,
    refuse_offer,
    release_offer,
)
from havre.placements.operations.places import find_place
from havre.placements.policies import UnknownPlace, may_learn_place
from havre.placements.problem import table_for
from havre.placements.views.common import (
    act_on,
    asked_to_open,
    codes,
    open_seal,
    own_person_or_403,
    own_row_or_403,
    person_or_404,
    purposes,
    row_or_404,
    whose,
)
from havre.placements.wording import household
from havre.record.opening import Purpose
from havre.record.sending import answer, tell_refusal, went_through


def _travels(person_id: uuid.UUID) -> bool:
    return Transfer.objects.of_person(person_id).filter(state__in=TRAVELLING).exists()


@opens(P.COORDINATE)
@require_GET
def offers(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Every offer of one person: its state, what its hold has left, what was refused before."""
    person = person_or_404(request, person_id)
    user, at = signed_in(request), timezone.now()
    rows = open_offers(person.pk)
    past = (person.unseal("past") or {}).get("offers", [])
    learns = may_learn_place(user, person)
    ids = {row.shelter for row in rows if row.shelter} | {uuid.UUID(e["shelter"]) for e in past if e.get("shelter")}
    known = codes(ids) if learns and ids else {}
    planned = set(Interview.objects.of_person(person.pk).filter(state="planned").values_list("offer", flat=True))
    travels = _travels(person.pk)
    lines = [
        line_of(row, known.get(row.shelter, ""), at, is_planned=row.pk in planned, travels=travels) for row in rows
    ]
    lines.sort(key=lambda line: OPEN.index(line.offer.state), reverse=True)
    context = whose(request, person) | {
        "person": person, "lines": lines, "past": past_of(person, known, learns=learns), "sentence": sentence(lines),
        "joins": agreement_in_force(person.pk, "join") is not None,
    }  # fmt: skip
    return render(request, "placements/offers.html", context)


@opens(P.COORDINATE)
@require_POST
def offer_make(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """From the search: what this shelter will read, then the question goes out."""
    person = own_person_or_403(request, person_id)
    sent = "answer_by" in request.POST
    initial = {
        "shelter": request.POST.get("shelter"),
        "place": request.POST.get("place"),
        "answer_by": tomorrow_evening(),
    }
    form = OfferForm(request.POST) if sent else OfferForm(initial=initial)
    if sent and went_through(form, lambda: _ask(request, person, form)):
        messages.success(request, _("La demande est partie. Le lieu d’accueil la lit dans Havre."))
        return redirect("placements:offers", person.pk)
    return _make_page(request, person, form)


def _ask(request: HttpRequest, person: Person, form: OfferForm) -> None:
    data = form.cleaned_data
    make_offer(
        person, shelter_id=data["shelter"], place_id=data["place"], answer_by=data["answer_by"], several=data["several"],
        fallback=data["fallback"], anyway=data["anyway"], by=signed_in(request), at=timezone.now(),
    )  # fmt: skip


def _make_page(request: HttpRequest, person: Person, form: OfferForm) -> HttpResponse:
    try:
        shelter, _house, place = find_place(
            uuid.UUID(str(form["shelter"].value())), uuid.UUID(str(form["place"].value()))
        )
    except (ValueError, UnknownPlace):
        tell_refusal(request, UnknownPlace())
        return redirect("placements:offers", person.pk)
    profile = from_json(Profile, person.unseal("profile"))
    told = for_shelter(profile, reference="", arrival_from=first_day(place, timezone.now()), place_label=place.label)
    excluded_by = against(table_for(person, timezone.now(), others=False), uuid.UUID(place.id))
    context = {
        "person": person, "form": form, "against": in_words(excluded_by), "code": shelter.code, "place": place, "facts": facts_for_shelter(told),
        "joins": agreement_in_force(person.pk, "join") is not None, "title": household(told),
    }  # fmt: skip
    return render(request, "placements/offer_make.html", context)


def messages_seal(request: HttpRequest, offer: Offer, base: str, open_url: str) -> Seal:
    return asked_to_open(
        request,
        Seal(
            key="messages", name=_("Questions et réponses"), about=_("Ce que le lieu d’accueil et nous nous écrivons."),
            who=_("qui suit la situation, l’astreinte et ce lieu d’accueil"), ask_url=f"{base}?ouvrir=messages#messages", open_url=open_url,
            close_url=base, purposes=purposes(Purpose.CALL, Purpose.PREPARE_INTERVIEW, Purpose.OTHER),
        ),
    )  # fmt: skip


def _page(request: HttpRequest, offer: Offer, *, status: int = 200, **context: Any) -> HttpResponse:
    """One offer, with every answer that may be written now; ``context`` replaces a form that was refused."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=offer.situation_id)
    learns = may_learn_place(signed_in(request), person)
    known = codes({offer.shelter}) if learns and offer.shelter else {}
    base = reverse("placements:offer", args=[offer.pk])
    version = {"version": offer.version}
    fresh: dict[str, Any] = {
        "yes": PhoneForm(initial=version, prefix="yes"), "no": RefuseForm(initial=version, prefix="no"),
        "ask": QuestionByPhoneForm(initial=version, prefix="ask"), "reply": MessageForm(initial=version, prefix="reply"),
        "extend": PhoneForm(initial=version, prefix="extend"), "confirm": PhoneForm(initial=version, prefix="confirm"),
        "plain": ActForm(initial=version), "agree": AgreedForm(prefix="agree"),
        "seal": messages_seal(request, offer, base, reverse("placements:offer_messages", args=[offer.pk])),
    }  # fmt: skip
    planned = Interview.objects.filter(offer=offer.pk, state="planned").exists()
    code = known.get(offer.shelter, "") if offer.shelter else ""
    line = line_of(offer, code, timezone.now(), is_planned=planned, travels=_travels(person.pk))
    fresh |= whose(request, person) | {
        "person": person, "line": line, "facts": facts_for_shelter(line.told), "title": household(line.told),
        "interview": planned, "against": in_words(line.terms.against),
        "agreed": agreement_in_force(person.pk, "place", offer_id=offer.pk) is not None,
    }  # fmt: skip
    return render(request, "placements/offer.html", fresh | context, status=status)


@opens(P.COORDINATE)
@require_GET
def offer(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row = row_or_404(request, Offer, offer_id)
    person_or_404(request, row.situation_id)
    return _page(request, row)


@opens(P.COORDINATE)
@require_POST
def offer_messages(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row = own_row_or_403(request, Offer, offer_id)
    base = reverse("placements:offer", args=[row.pk])
    seal = messages_seal(request, row, base, request.path)
    seal, values = open_seal(request, seal, row, ["questions"], permission=P.OPEN_PLACE, at=timezone.now())
    return close_later(_page(request, row, seal=seal, messages_read=written(values)), seal)


def _answer(
    request: HttpRequest, row: Offer, name: str, form: ActForm, operation: Callable[..., object], told: str
) -> HttpResponse:
    """One answer: back to the offers when it is written, else the page with what was typed."""
    return act_on(
        request, row, form, operation, told=told, to=redirect("placements:offers", row.situation_id),
        again=lambda: _page(request, row_or_404(request, Offer, row.pk), status=422, refused=form, **{name: form}),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def offer_accept(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), PhoneForm(request.POST, prefix="yes")
    return _answer(request, row, "yes", form, accept_offer, _("Oui en principe : la place est retenue 72 h."))


@opens(P.COORDINATE)
@require_POST
def offer_refuse(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), RefuseForm(request.POST, prefix="no")

    return _answer(
        request, row, "no", form, refuse_offer, _("Le refus est inscrit. Rien n’empêche de redemander plus tard.")
    )


@opens(P.COORDINATE)
@require_POST
def offer_confirm(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), PhoneForm(request.POST, prefix="confirm")
    return _answer(
        request, row, "confirm", form, confirm_offer, _("Le lieu d’accueil confirme. Il reste son accord à elle.")
    )


@opens(P.COORDINATE)
@require_POST
def offer_extend(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), PhoneForm(request.POST, prefix="extend")
    return _answer(request, row, "extend", form, extend_hold, _("La place est retenue 72 h de plus."))


@opens(P.COORDINATE)
@require_POST
def offer_ask(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """The question of a shelter that telephones."""
    row, form = own_row_or_403(request, Offer, offer_id), QuestionByPhoneForm(request.POST, prefix="ask")

    return _answer(request, row, "ask", form, ask_back, _("La question est inscrite."))


@opens(P.COORDINATE)
@require_POST
def offer_reply(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), MessageForm(request.POST, prefix="reply")

    return _answer(request, row, "reply", form, answer_question, _("Votre réponse est partie."))


@opens(P.COORDINATE)
@require_POST
def offer_agreed(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """She said yes to this place: how, and in which language."""
    row, form = own_row_or_403(request, Offer, offer_id), AgreedForm(request.POST, prefix="agree")
    person = person_or_404(request, row.situation_id)

    def act() -> None:
        give_agreement(
            person, kind="place", offer_id=row.pk, how=form.cleaned_data["how"], language=form.cleaned_data["language"],
            by=signed_in(request), at=timezone.now(), on_behalf_of=form.on_behalf(),
        )  # fmt: skip

    return answer(
        request, form, act, told=_("Son accord est inscrit. Elle peut le reprendre à tout moment."),
        to=redirect("placements:offer", row.pk), again=lambda: _page(request, row, status=422, refused=form, agree=form),
    )  # fmt: skip


@opens(P.COORDINATE)
@require_POST
def offer_keep(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), ActForm(request.POST)
    return _answer(request, row, "plain", form, keep_place, _("La place est la sienne. Le voyage peut se préparer."))


@opens(P.COORDINATE)
@require_POST
def offer_release(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), ActForm(request.POST)
    return _answer(request, row, "plain", form, release_offer, _("La demande est retirée, son contenu est effacé."))


urlpatterns = [
    path("<uuid:person_id>/offers/", offers, name="offers"),
    path("<uuid:person_id>/offers/make/", offer_make, name="offer_make"),
    path("offers/<uuid:offer_id>/", offer, name="offer"),
    path("offers/<uuid:offer_id>/messages/", offer_messages, name="offer_messages"),
    path("offers/<uuid:offer_id>/yes/", offer_accept, name="offer_accept"),
    path("offers/<uuid:offer_id>/no/", offer_refuse, name="offer_refuse"),
    path("offers/<uuid:offer_id>/confirmed/", offer_confirm, name="offer_confirm"),
    path("offers/<uuid:offer_id>/extend/", offer_extend, name="offer_extend"),
    path("offers/<uuid:offer_id>/question/", offer_ask, name="offer_ask"),
    path("offers/<uuid:offer_id>/reply/", offer_reply, name="offer_reply"),
    path("offers/<uuid:offer_id>/agreed/", offer_agreed, name="offer_agreed"),
    path("offers/<uuid:offer_id>/keep/", offer_keep, name="offer_keep"),
    path("offers/<uuid:offer_id>/release/", offer_release, name="offer_release"),
]
