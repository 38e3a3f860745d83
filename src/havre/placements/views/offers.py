"""The coordination asks shelters and writes down what they answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens
from havre.accounts.permissions import Permission as P
from havre.common import words
from havre.common.dataclass_json import from_json
from havre.common.parts import Seal
from havre.common.seals import close_later
from havre.people.models import Person
from havre.people.operations import give_agreement
from havre.people.policies import agreement_in_force
from havre.people.profiles import Profile
from havre.placements.against import against, in_words
from havre.placements.content import ForShelter, Message, OfferTerms, for_shelter, read
from havre.placements.forms import (
    AgreedForm,
    MessageForm,
    OfferForm,
    PhoneForm,
    QuestionByPhoneForm,
    RefuseForm,
    VersionForm,
    tomorrow_evening,
)
from havre.placements.holds import OPEN, holds
from havre.placements.models import Interview, Offer
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
from havre.placements.states import OFFER
from havre.placements.views.common import (
    arguments,
    asked_to_open,
    codes,
    done,
    open_seal,
    own_person_or_403,
    own_row_or_403,
    person_or_404,
    purposes,
    row_or_404,
    user_of,
    whose,
)
from havre.placements.wording import companion, household, languages, left, needs, refusal
from havre.record.opening import Purpose


@dataclass(frozen=True)
class Line:
    """An offer as the coordination reads it; ``code`` is empty for whoever may not learn the place."""

    offer: Offer
    terms: OfferTerms
    told: ForShelter
    code: str
    shape: str
    word: Any
    hold: str
    held: bool
    late: bool
    next_words: str


def line_of(offer: Offer, code: str, at: datetime, *, is_planned: bool = False) -> Line:
    """``is_planned``: its interview has a date. Without ``code`` the label of the place is left out too."""
    terms, told = read(offer, "terms", OfferTerms), read(offer, "for_shelter", ForShelter)
    if not code:
        told.place_label = ""
    state = OFFER.state(offer.state)
    held = holds(offer.state, terms, at)
    is_waiting = offer.state in ("accepted", "confirmed")
    late = offer.state == "asked" and terms.answer_by is not None and terms.answer_by <= at
    return Line(
        offer=offer, terms=terms, told=told, code=code, shape="late" if late else state.shape, word=state.label,
        hold=left(terms.hold_until, at) if is_waiting else "", held=held, late=late, next_words=_next(offer, terms, held, is_planned),
    )  # fmt: skip


def _next(offer: Offer, terms: OfferTerms, held: bool, is_planned: bool) -> str:
    if offer.state == "asked":
        return _("Le lieu d’accueil répond, ou vous l’appelez et écrivez sa réponse ici.")
    if offer.state == "kept":
        return _("La place est la sienne. Préparez le voyage.")
    if not held:
        return _("Les 72 h sont passées : la place est de nouveau libre. Rappelez, puis prolongez ou retirez.")
    if offer.state == "confirmed":
        return _("Le lieu confirme. Il faut son accord à elle, pour ce lieu-là.")
    if terms.interview is None and is_planned:
        return _("L’entretien de pré-accueil a une date. Ensuite chacun décide.")
    if terms.interview is None:
        return _("Fixez l’entretien de pré-accueil.")
    return _("L’entretien a eu lieu. Le lieu d’accueil confirme, ou explique pourquoi non.")


@dataclass(frozen=True)
class Past:
    """An offer that is over, from her sealed past."""

    ended_at: datetime
    word: str
    why: str
    said: str
    next: str
    code: str


ENDED = {
    "refuse": gettext_lazy("refusée"), "release": gettext_lazy("plus nécessaire"), "fulfil": gettext_lazy("arrivée"),
}  # fmt: skip
WHY_RELEASED = {
    "not_needed": gettext_lazy("plus nécessaire pour l’instant"),
    "agreement_withdrawn": gettext_lazy("elle a repris son accord"),
    "person_declined": gettext_lazy("elle ne souhaite pas ce lieu"),
}


def past_of(person: Person, known: dict[uuid.UUID, str], *, learns: bool) -> list[Past]:
    """Without ``learns`` (the place) what a house said in its own words is left out."""
    entries = (person.unseal("past") or {}).get("offers", [])
    found = [
        Past(
            ended_at=datetime.fromisoformat(entry["ended_at"]),
            word=str(ENDED.get(entry["state"], entry["state"])),
            why=str(WHY_RELEASED.get(entry.get("reason", ""), refusal(entry.get("reason", "")))),
            said=entry.get("said", "") if learns else "",
            next=entry.get("next", "") if learns else "",
            code=known.get(uuid.UUID(entry["shelter"]), "") if entry.get("shelter") else "",
        )
        for entry in entries
    ]
    return sorted(found, key=lambda one: one.ended_at, reverse=True)


def sentence(lines: list[Line]) -> str:
    """What is true now, before anything else."""
    if not lines:
        return _("Aucune place n’est demandée.")
    best = max(lines, key=lambda line: OPEN.index(line.offer.state))
    name = best.code or _("Le lieu d’accueil")
    if best.offer.state == "kept":
        return _("La place est la sienne.")
    if best.offer.state == "confirmed":
        return _("%(name)s confirme : on attend son accord à elle.") % {"name": name}
    if best.offer.state == "accepted":
        if best.held:
            return _("%(name)s dit oui en principe, la place est retenue %(hold)s.") % {"name": name, "hold": best.hold}
        return _("%(name)s avait dit oui, mais la place n’est plus retenue.") % {"name": name}
    if len(lines) == 1:
        return _("Une réponse est attendue.")
    return _("%(count)s réponses sont attendues.") % {"count": len(lines)}


@opens(P.COORDINATE)
@require_GET
def offers(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Every offer of one person: its state, what its hold has left, what was refused before."""
    person = person_or_404(request, person_id)
    user, at = user_of(request), timezone.now()
    rows = open_offers(person.pk)
    past = (person.unseal("past") or {}).get("offers", [])
    learns = may_learn_place(user, person)
    ids = {row.shelter for row in rows if row.shelter} | {uuid.UUID(e["shelter"]) for e in past if e.get("shelter")}
    known = codes(ids) if learns and ids else {}
    planned = set(Interview.objects.of_person(person.pk).filter(state="planned").values_list("offer", flat=True))
    lines = [line_of(row, known.get(row.shelter, ""), at, is_planned=row.pk in planned) for row in rows]
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
    if sent and done(form, lambda: _ask(request, person, form)):
        messages.success(request, _("La demande est partie. Le lieu d’accueil la lit dans Havre."))
        return redirect("placements:offers", person.pk)
    return _make_page(request, person, form)


def _ask(request: HttpRequest, person: Person, form: OfferForm) -> None:
    data = form.cleaned_data
    make_offer(
        person, shelter_id=data["shelter"], place_id=data["place"], answer_by=data["answer_by"], several=data["several"],
        fallback=data["fallback"], anyway=data["anyway"], by=user_of(request), at=timezone.now(),
    )  # fmt: skip


def _make_page(request: HttpRequest, person: Person, form: OfferForm) -> HttpResponse:
    try:
        shelter, _house, place = find_place(
            uuid.UUID(str(form["shelter"].value())), uuid.UUID(str(form["place"].value()))
        )
    except (ValueError, UnknownPlace):
        messages.error(request, str(UnknownPlace()))
        return redirect("placements:offers", person.pk)
    profile = from_json(Profile, person.unseal("profile"))
    told = for_shelter(profile, reference="", arrival_from=first_day(place, timezone.now()), place_label=place.label)
    context = {
        "person": person, "form": form, "against": in_words(against(person, uuid.UUID(place.id), timezone.now())), "code": shelter.code, "place": place, "facts": facts_for_shelter(told),
        "joins": agreement_in_force(person.pk, "join") is not None, "title": household(told),
    }  # fmt: skip
    return render(request, "placements/offer_make.html", context)


def facts_for_shelter(told: ForShelter) -> list[tuple[str, str]]:
    """What an asked house reads, line by line."""
    adults = [companion(one) for one in told.household if not one.is_child]
    children = [companion(one) for one in told.children]
    arrival = _("à partir du %(day)s") % {"day": words.day(told.arrival_from)} if told.arrival_from else ""
    lines = [
        (_("Arrivée"), arrival),
        (_("Adultes") if len(adults) > 1 else _("Adulte"), ", ".join(adults)),
        (_("Enfants") if len(children) > 1 else _("Enfant"), ", ".join(children)),
        (_("Langues"), languages(told.languages)),
        (_("Besoins"), needs(told.needs)),
        (_("Place"), told.place_label),
    ]
    return [(name, value) for name, value in lines if value]


def messages_seal(request: HttpRequest, offer: Offer, base: str, open_url: str) -> Seal:
    return asked_to_open(
        request,
        Seal(
            key="messages", name=_("Questions et réponses"), about=_("Ce que le lieu d’accueil et nous nous écrivons."),
            who=_("qui suit la situation, l’astreinte et ce lieu d’accueil"), ask_url=f"{base}?ouvrir=messages#messages", open_url=open_url,
            close_url=base, purposes=purposes(Purpose.CALL, Purpose.PREPARE_INTERVIEW, Purpose.OTHER),
        ),
    )  # fmt: skip


def written(values: dict[str, Any]) -> list[Message]:
    return [from_json(Message, one) for one in values.get("questions") or []]


def _page(request: HttpRequest, offer: Offer, *, status: int = 200, **context: Any) -> HttpResponse:
    """One offer, with every answer that may be written now; ``context`` replaces a form that was refused."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=offer.situation_id)
    learns = may_learn_place(user_of(request), person)
    known = codes({offer.shelter}) if learns and offer.shelter else {}
    base = reverse("placements:offer", args=[offer.pk])
    version = {"version": offer.version}
    fresh: dict[str, Any] = {
        "yes": PhoneForm(initial=version, prefix="yes"), "no": RefuseForm(initial=version, prefix="no"),
        "ask": QuestionByPhoneForm(initial=version, prefix="ask"), "reply": MessageForm(initial=version, prefix="reply"),
        "extend": PhoneForm(initial=version, prefix="extend"), "confirm": PhoneForm(initial=version, prefix="confirm"),
        "plain": VersionForm(initial=version), "agree": AgreedForm(prefix="agree"),
        "seal": messages_seal(request, offer, base, reverse("placements:offer_messages", args=[offer.pk])),
    }  # fmt: skip
    planned = Interview.objects.filter(offer=offer.pk, state="planned").exists()
    code = known.get(offer.shelter, "") if offer.shelter else ""
    line = line_of(offer, code, timezone.now(), is_planned=planned)
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
    request: HttpRequest, row: Offer, name: str, form: VersionForm, operation: Callable[..., object], told: str
) -> HttpResponse:
    """One answer: back to the offers when it is written, else the page with what was typed."""
    person_id = row.situation_id
    if done(form, lambda: operation(row, **arguments(request, form))):
        messages.success(request, told)
        return redirect("placements:offers", person_id)
    return _page(request, row_or_404(request, Offer, row.pk), status=422, refused=form, **{name: form})


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
            by=user_of(request), at=timezone.now(), on_behalf_of=form.on_behalf(),
        )  # fmt: skip

    if done(form, act):
        messages.success(request, _("Son accord est inscrit. Elle peut le reprendre à tout moment."))
        return redirect("placements:offer", row.pk)
    return _page(request, row, status=422, refused=form, agree=form)


@opens(P.COORDINATE)
@require_POST
def offer_keep(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), VersionForm(request.POST)
    return _answer(request, row, "plain", form, keep_place, _("La place est la sienne. Le voyage peut se préparer."))


@opens(P.COORDINATE)
@require_POST
def offer_release(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row, form = own_row_or_403(request, Offer, offer_id), VersionForm(request.POST)
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
