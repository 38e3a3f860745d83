"""The face of a shelter: what waits for its answer, who is on her way, who lives there. No name, no origin."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common.seals import close_later
from havre.directory.models import Shelter
from havre.placements.content import ForShelter, Meeting, OfferTerms, StayTerms, Times, read
from havre.placements.forms import DELAYS, EndForm, ExtendForm, HouseRefuseForm, MessageForm, VersionForm
from havre.placements.holds import OPEN, holds
from havre.placements.models import Interview, Offer, Stay, Transfer
from havre.placements.models import Meeting as MeetingRow
from havre.placements.operations.endings import TRAVELLING
from havre.placements.operations.offers import accept_offer, ask_back, confirm_offer, refuse_offer
from havre.placements.operations.stays import end_stay, extend_stay
from havre.placements.operations.transfers import confirm_arrival, open_handover
from havre.placements.states import OFFER
from havre.placements.views.common import arguments, done, open_seal, row_or_404, user_of
from havre.placements.views.house_places import houses_of
from havre.placements.views.interviews import link_seal, meeting_facts
from havre.placements.views.offers import facts_for_shelter, messages_seal, written
from havre.placements.wording import household, languages, left
from havre.record.operations import Refusal
from havre.vault.fields import fetch_keys


def of_own_houses(request: HttpRequest, rows: Iterable[MeetingRow]) -> list[MeetingRow]:
    """``rows`` with keys and organisations fetched at once, so that no row costs a query of its own."""
    listed = list(rows)
    fetch_keys(listed)
    ids = {row.shelter for row in listed}  # type: ignore[attr-defined]
    organisations = dict(Shelter.objects.filter(pk__in=ids).values_list("pk", "organisation_id"))
    for row in listed:
        row._organisation = organisations.get(row.shelter)  # type: ignore[attr-defined]
    return listed


@dataclass(frozen=True)
class Asked:
    """An offer as the house reads it."""

    offer: Offer
    told: ForShelter
    title: str
    word: Any
    shape: str
    answer_by: datetime | None
    hold: str
    waits: bool


def asked_of(offer: Offer, at: datetime) -> Asked:
    told, terms = read(offer, "for_shelter", ForShelter), read(offer, "terms", OfferTerms)
    state = OFFER.state(offer.state)
    is_waiting = offer.state in ("accepted", "confirmed")
    expired = is_waiting and not holds(offer.state, terms, at)
    return Asked(
        offer=offer, told=told, title=household(told), word=state.outside or state.label,
        shape="due" if offer.state == "asked" or expired else state.shape, answer_by=terms.answer_by,
        hold=left(terms.hold_until, at) if is_waiting else "", waits=offer.state == "asked",
    )  # fmt: skip


@dataclass(frozen=True)
class Coming:
    """Somebody on her way to this house."""

    transfer: Transfer
    reference: str
    title: str
    times: Times
    late: bool


def coming(request: HttpRequest, at: datetime) -> list[Coming]:
    user = user_of(request)
    rows = of_own_houses(request, Transfer.objects.visible_to(user).linked().filter(state__in=TRAVELLING))
    offers = {offer.pk: offer for offer in Offer.objects.visible_to(user).linked().filter(state="kept")}
    fetch_keys(offers.values())
    found = []
    for row in rows:
        assert isinstance(row, Transfer)  # noqa: S101  tells the checker what the queryset holds
        offer = offers.get(row.offer) if row.offer else None
        told = read(offer, "for_shelter", ForShelter) if offer else ForShelter()
        times = read(row, "times", Times)
        found.append(Coming(row, told.reference, household(told), times, times.expected_at <= at))
    return sorted(found, key=lambda one: one.times.expected_at)


@dataclass(frozen=True)
class Resident:
    stay: Stay
    terms: StayTerms
    title: str
    languages: str


def residents_of(request: HttpRequest) -> list[Resident]:
    rows = of_own_houses(request, Stay.objects.visible_to(user_of(request)).linked().filter(state="present"))
    found = []
    for row in rows:
        assert isinstance(row, Stay)  # noqa: S101  tells the checker what the queryset holds
        terms = read(row, "terms", StayTerms)
        found.append(Resident(row, terms, household(terms.household), languages(terms.languages)))
    return sorted(found, key=lambda one: one.terms.began_at)


def asked_here(request: HttpRequest, at: datetime) -> list[Asked]:
    """Offers that wait for this house or that it said yes to; those to answer first."""
    rows = of_own_houses(request, Offer.objects.visible_to(user_of(request)).linked().filter(state__in=OPEN))
    found = [asked_of(row, at) for row in rows if isinstance(row, Offer)]
    return sorted(found, key=lambda one: (OPEN.index(one.offer.state), one.answer_by or at))


def greeting(user: User) -> str:
    return _("Bonjour %(name)s.") % {"name": user.name.split(" ")[0]}


@opens(P.SEE_RESIDENTS)
@require_GET
def shelter_home(request: HttpRequest) -> HttpResponse:
    user, at = user_of(request), timezone.now()
    offers = asked_here(request, at) if may(user, P.ANSWER_OFFERS) else []
    waiting = [one for one in offers if one.waits]
    arriving, present = coming(request, at), residents_of(request)
    context = {
        "greeting": greeting(user), "waiting": waiting, "going_on": [one for one in offers if not one.waits],
        "coming": arriving, "residents": present, "houses": houses_of(user, at), "sentence": _sentence(len(waiting), arriving, len(present)),
    }  # fmt: skip
    return render(request, "placements/shelter_home.html", context)


def _sentence(waiting: int, arriving: list[Coming], present: int) -> str:
    if any(one.late for one in arriving):
        return _("Une arrivée est attendue : est-elle là ?")
    if waiting:
        return ngettext("Une demande attend votre réponse", "%(count)s demandes attendent votre réponse", waiting) % {
            "count": waiting
        }
    if arriving:
        return _("Quelqu’un arrive bientôt chez vous")
    if present:
        return _("Rien n’attend votre réponse")
    return _("Rien ne vous attend. Nous vous appellerons.")


def _offer_page(request: HttpRequest, row: Offer, *, status: int = 200, **context: Any) -> HttpResponse:
    base, at = reverse("placements:shelter_offer", args=[row.pk]), timezone.now()
    asked, version = asked_of(row, at), {"version": row.version}
    meeting_row = Interview.objects.visible_to(user_of(request)).filter(offer=row.pk, state="planned").first()
    meeting = read(meeting_row, "when", Meeting) if meeting_row else None
    terms = read(row, "terms", OfferTerms)
    fresh: dict[str, Any] = {
        "row": row, "asked": asked, "facts": facts_for_shelter(asked.told), "meeting": meeting, "version": row.version,
        "meeting_facts": meeting_facts(meeting) if meeting else [], "held": terms.interview is not None,
        "may_confirm": row.state == "accepted" and (terms.interview is not None or (meeting is not None and meeting.at <= at)),
        "no": HouseRefuseForm(initial=version, prefix="no"), "ask": MessageForm(initial=version, prefix="ask"),
        "seal": messages_seal(request, row, base, reverse("placements:shelter_messages", args=[row.pk])),
    }  # fmt: skip
    if meeting_row is not None:
        fresh["link_seal"] = link_seal(request, base, reverse("placements:shelter_link", args=[row.pk]))
    return render(request, "placements/shelter_offer.html", fresh | context, status=status)


def offer_or_404(request: HttpRequest, offer_id: uuid.UUID) -> Offer:
    return row_or_404(request, Offer, offer_id)


@opens(P.ANSWER_OFFERS)
@require_GET
def shelter_offer(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """One offer; for a link to one that is over, the sentence that says so and nothing else."""
    ended = Offer.objects.filter(pk=offer_id, person=None, state__in=("released", "refused", "fulfilled")).exists()
    if ended:
        return render(request, "placements/shelter_thanks.html", {})
    return _offer_page(request, offer_or_404(request, offer_id))


def _answer(
    request: HttpRequest, offer_id: uuid.UUID, name: str, form: VersionForm, operation: Callable[..., object], told: str
) -> HttpResponse:
    row = offer_or_404(request, offer_id)
    if done(form, lambda: operation(row, **arguments(request, form))):
        messages.success(request, told)
        return redirect("placements:shelter_home")
    return _offer_page(request, offer_or_404(request, offer_id), status=422, refused=form, **{name: form})


@opens(P.ANSWER_OFFERS)
@require_POST
def shelter_accept(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    told = _("Merci. La place est retenue 72 h. Nous vous proposons un entretien.")
    return _answer(request, offer_id, "yes", VersionForm(request.POST), accept_offer, told)


@opens(P.ANSWER_OFFERS)
@require_POST
def shelter_refuse(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    told = _("Merci de votre réponse. Nous cherchons ailleurs, et nous vous redemanderons une autre fois.")
    return _answer(request, offer_id, "no", HouseRefuseForm(request.POST, prefix="no"), refuse_offer, told)


@opens(P.ANSWER_OFFERS)
@require_POST
def shelter_ask(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    told = _("Votre question est partie. La réponse arrivera ici.")
    return _answer(request, offer_id, "ask", MessageForm(request.POST, prefix="ask"), ask_back, told)


@opens(P.ANSWER_OFFERS)
@require_POST
def shelter_confirm(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    told = _("Merci. Nous attendons maintenant sa réponse à elle.")
    return _answer(request, offer_id, "yes", VersionForm(request.POST), confirm_offer, told)


@opens(P.ANSWER_OFFERS)
@require_POST
def shelter_messages(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row = offer_or_404(request, offer_id)
    seal = messages_seal(request, row, reverse("placements:shelter_offer", args=[row.pk]), request.path)
    seal, values = open_seal(request, seal, row, ["questions"], permission=P.ANSWER_OFFERS, at=timezone.now())
    return close_later(_offer_page(request, row, seal=seal, messages_read=written(values)), seal)


@opens(P.ANSWER_OFFERS)
@require_POST
def shelter_link(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    row = offer_or_404(request, offer_id)
    base = reverse("placements:shelter_offer", args=[row.pk])
    meeting = Interview.objects.visible_to(user_of(request)).filter(offer=row.pk, state="planned").first()
    if meeting is None:
        return redirect(base)
    seal = link_seal(request, base, request.path)
    seal, values = open_seal(request, seal, meeting, ["link"], permission=P.ANSWER_OFFERS, at=timezone.now())
    return close_later(_offer_page(request, row, link_seal=seal, link=values.get("link")), seal)


@opens(P.SEE_RESIDENTS)
@require_GET
def residents(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    context = {"residents": residents_of(request), "coming": coming(request, at)}
    return render(request, "placements/residents.html", context)


def _resident_page(request: HttpRequest, row: Stay, *, status: int = 200, **context: Any) -> HttpResponse:
    terms, version = read(row, "terms", StayTerms), {"version": row.version}
    fresh: dict[str, Any] = {
        "row": row, "terms": terms, "title": household(terms.household), "languages": languages(terms.languages),
        "extend": _without_phone(ExtendForm(initial=version | {"planned_end": terms.planned_end}, prefix="extend")),
        "finish": _without_phone(EndForm(initial=version, prefix="finish")),
    }  # fmt: skip
    return render(request, "placements/resident.html", fresh | context, status=status)


def _without_phone(form: Any) -> Any:
    """The house speaks for itself: the questions about a telephone call are left out."""
    for name in ("by_phone_who", "by_phone_when"):
        form.fields.pop(name, None)
    return form


@opens(P.SEE_RESIDENTS)
@require_GET
def resident(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    return _resident_page(request, row_or_404(request, Stay, stay_id))


def _resident_act(
    request: HttpRequest, stay_id: uuid.UUID, name: str, form: Any, operation: Callable[..., object], told: str
) -> HttpResponse:
    row = row_or_404(request, Stay, stay_id)
    if done(_without_phone(form), lambda: operation(row, **arguments(request, form))):
        messages.success(request, told)
        return redirect("placements:residents")
    return _resident_page(request, row_or_404(request, Stay, stay_id), status=422, **{name: form})


@opens(P.SEE_RESIDENTS)
@require_POST
def resident_extend(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = ExtendForm(request.POST, prefix="extend")
    return _resident_act(request, stay_id, "extend", form, extend_stay, _("La fin prévue est notée."))


@opens(P.SEE_RESIDENTS)
@require_POST
def resident_end(request: HttpRequest, stay_id: uuid.UUID) -> HttpResponse:
    form = EndForm(request.POST, prefix="finish")
    return _resident_act(request, stay_id, "finish", form, end_stay, _("Le séjour est terminé, la place est libre."))


def _arrival_page(request: HttpRequest, row: Transfer, **context: Any) -> HttpResponse:
    one = next(one for one in coming(request, timezone.now()) if one.transfer.pk == row.pk)
    return render(request, "placements/arrival.html", {"one": one, "row": row, "delays": DELAYS} | context)


@opens(P.CONFIRM_ARRIVAL)
@require_GET
def arrival(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    """Two taps: this page, then «Elle est là»."""
    return _arrival_page(request, _travelling_or_404(request, transfer_id))


def _travelling_or_404(request: HttpRequest, transfer_id: uuid.UUID) -> Transfer:
    return row_or_404(request, Transfer, transfer_id)


@opens(P.CONFIRM_ARRIVAL)
@require_POST
def arrival_confirm(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    row, form = _travelling_or_404(request, transfer_id), VersionForm(request.POST)
    if done(form, lambda: confirm_arrival(row, **arguments(request, form))):
        messages.success(request, _("Merci. L’arrivée est confirmée, la coordination le sait."))
    else:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return redirect("placements:residents")


@opens(P.CONFIRM_ARRIVAL)
@require_POST
def arrival_handover(request: HttpRequest, transfer_id: uuid.UUID) -> HttpResponse:
    """Where to meet her and with which word: read once, never kept."""
    row = _travelling_or_404(request, transfer_id)
    try:
        handover = open_handover(row, by=user_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("placements:residents")
    response = _arrival_page(request, row, handover=handover)
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("house/", shelter_home, name="shelter_home"),
    path("house/offers/<uuid:offer_id>/", shelter_offer, name="shelter_offer"),
    path("house/offers/<uuid:offer_id>/yes/", shelter_accept, name="shelter_accept"),
    path("house/offers/<uuid:offer_id>/no/", shelter_refuse, name="shelter_refuse"),
    path("house/offers/<uuid:offer_id>/question/", shelter_ask, name="shelter_ask"),
    path("house/offers/<uuid:offer_id>/confirm/", shelter_confirm, name="shelter_confirm"),
    path("house/offers/<uuid:offer_id>/messages/", shelter_messages, name="shelter_messages"),
    path("house/offers/<uuid:offer_id>/link/", shelter_link, name="shelter_link"),
    path("house/residents/", residents, name="residents"),
    path("house/residents/<uuid:stay_id>/", resident, name="resident"),
    path("house/residents/<uuid:stay_id>/extend/", resident_extend, name="resident_extend"),
    path("house/residents/<uuid:stay_id>/end/", resident_end, name="resident_end"),
    path("house/arrivals/<uuid:transfer_id>/", arrival, name="arrival"),
    path("house/arrivals/<uuid:transfer_id>/confirm/", arrival_confirm, name="arrival_confirm"),
    path("house/arrivals/<uuid:transfer_id>/handover/", arrival_handover, name="arrival_handover"),
]
