"""The face of a shelter: what waits for it today, and its answers to the offers it was asked for."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common.seals import close_later
from havre.placements.content import Meeting, OfferTerms, read
from havre.placements.forms import ActForm, HouseRefuseForm, MessageForm
from havre.placements.house import Coming, asked_here, asked_of, coming, residents_of
from havre.placements.models import Interview, Offer
from havre.placements.offered import facts_for_shelter, written
from havre.placements.operations.offers import accept_offer, ask_back, confirm_offer, refuse_offer
from havre.placements.views.common import act_on, open_seal, row_or_404
from havre.placements.views.house_places import houses_of
from havre.placements.views.interviews import link_seal, meeting_facts
from havre.placements.views.offers import messages_seal


def greeting(user: User) -> str:
    return _("Bonjour %(name)s.") % {"name": user.name.split(" ")[0]}


@opens(P.SEE_RESIDENTS)
@require_GET
def shelter_home(request: HttpRequest) -> HttpResponse:
    user, at = signed_in(request), timezone.now()
    concerning = asked_here(user, at)
    offers = concerning if may(user, P.ANSWER_OFFERS) else []
    waiting = [one for one in offers if one.waits]
    arriving, present = coming(user, at, concerning), residents_of(user, at)
    on_the_way = {one.transfer.offer for one in arriving}
    expected = [one for one in concerning if one.offer.state == "kept" and one.offer.pk not in on_the_way]
    context = {
        "greeting": greeting(user), "waiting": waiting, "going_on": [one for one in offers if not one.waits],
        "coming": arriving, "expected": expected, "residents": present, "houses": houses_of(user, at),
        "sentence": _sentence(len(waiting), arriving, len(present)),
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
    return _("Aucune demande d’accueil n’attend. Nous vous appellerons.")


def _offer_page(request: HttpRequest, row: Offer, *, status: int = 200, **context: Any) -> HttpResponse:
    base, at = reverse("placements:shelter_offer", args=[row.pk]), timezone.now()
    asked, version = asked_of(row, at), {"version": row.version}
    meeting_row = Interview.objects.visible_to(signed_in(request)).filter(offer=row.pk, state="planned").first()
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
    request: HttpRequest, offer_id: uuid.UUID, name: str, form: ActForm, operation: Callable[..., object], told: str
) -> HttpResponse:
    return act_on(
        request, offer_or_404(request, offer_id), form, operation, told=told, to=redirect("placements:shelter_home"),
        again=lambda: _offer_page(request, offer_or_404(request, offer_id), status=422, refused=form, **{name: form}),
    )  # fmt: skip


@opens(P.ANSWER_OFFERS)
@require_POST
def shelter_accept(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    told = _("Merci. La place est retenue 72 h. Nous vous proposons un entretien.")
    return _answer(request, offer_id, "yes", ActForm(request.POST), accept_offer, told)


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
    return _answer(request, offer_id, "yes", ActForm(request.POST), confirm_offer, told)


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
    meeting = Interview.objects.visible_to(signed_in(request)).filter(offer=row.pk, state="planned").first()
    if meeting is None:
        return redirect(base)
    seal = link_seal(request, base, request.path)
    seal, values = open_seal(request, seal, meeting, ["link"], permission=P.ANSWER_OFFERS, at=timezone.now())
    return close_later(_offer_page(request, row, link_seal=seal, link=values.get("link")), seal)


urlpatterns = [
    path("house/", shelter_home, name="shelter_home"),
    path("house/offers/<uuid:offer_id>/", shelter_offer, name="shelter_offer"),
    path("house/offers/<uuid:offer_id>/yes/", shelter_accept, name="shelter_accept"),
    path("house/offers/<uuid:offer_id>/no/", shelter_refuse, name="shelter_refuse"),
    path("house/offers/<uuid:offer_id>/question/", shelter_ask, name="shelter_ask"),
    path("house/offers/<uuid:offer_id>/confirm/", shelter_confirm, name="shelter_confirm"),
    path("house/offers/<uuid:offer_id>/messages/", shelter_messages, name="shelter_messages"),
    path("house/offers/<uuid:offer_id>/link/", shelter_link, name="shelter_link"),
]
