"""From the question to a shelter until the place is hers: all writes about offers."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.common.dataclass_json import from_json, to_json
from havre.countries.fr.calendar import next_working_day
from havre.countries.fr.network import REFUSALS_TO_HEAD, SHELTER_REFUSALS
from havre.directory.profiles import Place
from havre.people import references
from havre.people.models import Person
from havre.people.policies import require_agreement
from havre.people.profiles import Profile
from havre.placements import notices
from havre.placements.against import AgainstRules, against, in_words
from havre.placements.content import Message, OfferTerms, for_shelter, read, write
from havre.placements.events import OfferAnswered, OfferMade, OfferReleased, PlaceKept
from havre.placements.holds import HOLD_TIME, OPEN
from havre.placements.models import Interview, Offer, Transfer
from havre.placements.operations.endings import TRAVELLING, end, stop_interview, stop_transfer
from havre.placements.operations.places import find_place, take_place
from havre.placements.policies import (
    AlreadyAsked,
    OneAtATime,
    OneFallback,
    happened,
    override_for,
    require,
    require_adult,
    require_compatible,
    require_distance,
    require_verb,
)
from havre.placements.states import OFFER
from havre.record import clocks, events, facts, words
from havre.record.operations import (
    NotAllowed,
    OnBehalf,
    Refusal,
    current,
    expect_version,
    operation,
    record,
    save,
)
from havre.record.transitions import NotNow, move
from havre.vault.fields import fetch_keys

words.register(
    {
        "offer_made": _("Place demandée à un lieu d’accueil, sous une référence à elle"),
        "offer_made_anyway": _("Demandée quand même, bien que la recherche l’écarte (%(why)s) : %(reason)s"),
        "offer_question": _("Le lieu d’accueil pose une question"),
        "offer_reply": _("Réponse donnée au lieu d’accueil"),
        "hold_extended": _("Place retenue 72 h de plus"),
        "hold_expired": _("La place n’est plus retenue : les 72 h sont passées"),
        "refusal_to_head": _("Refus transmis à la cheffe de service"),
        "refusal_reviewed": _("Refus relu par la cheffe de service"),
        "offers_to_check": _("Les zones à éviter ont changé : propositions à relire"),
    }
)

R35 = "R35"
QUESTIONS_KEPT = 200


class SayWhy(Refusal):
    sentence = _("Dites pourquoi ce n’est pas possible : choisissez une raison. Le reste est gardé.")


class NothingSaid(Refusal):
    sentence = _("Écrivez votre message. Rien n’a été envoyé.")


def open_offers(person_id: uuid.UUID) -> list[Offer]:
    """Her offers that are not over, keys fetched."""
    offers = list(Offer.objects.of_person(person_id).filter(state__in=OPEN))
    fetch_keys(offers)
    return offers


@operation
def make_offer(
    person: Person,
    *,
    shelter_id: uuid.UUID,
    place_id: uuid.UUID,
    answer_by: datetime,
    several: bool = False,
    fallback: bool = False,
    override_id: uuid.UUID | None = None,
    anyway: str = "",
    reference: str = "",
    invited: bool = False,
    by: User | None,
    at: datetime,
) -> Offer:
    """Ask a shelter whether it could take her in; asking holds nothing. Source: DOMAIN.md R10, R37, laws 4 and 5.

    The shelter reads ``for_shelter`` alone, under a reference of its own: ``reference`` where it was told one already,
    else a new one. ``several`` says that more than one may be asked at a time; ``fallback`` keeps this one beside the
    first choice until the place is hers; ``anyway`` is why a place that the engine excludes is asked for all the same,
    by a named person (law 6). ``invited``: the coordinator of the case shares a call round with the caller, who was
    found to be in it (``rounds.under_way``); the same in ``accept_offer`` and ``refuse_offer``.
    Raises ``AgainstRules``, ``NoAgreement``, ``NotAdult``, ``TooNear``, ``Incompatible``, ``OneAtATime``, ``AlreadyAsked``,
    ``OneFallback``, ``UnknownPlace``, ``NotAllowed``.
    """
    asker = require(by, P.COORDINATE if invited else P.ARRANGE_PLACE, person)
    require_agreement(person.pk, "join")
    profile = from_json(Profile, person.unseal("profile"))
    require_adult(profile)
    shelter, house, place = find_place(shelter_id, place_id)
    override = require_distance(person.pk, area=house.area, place_id=place_id)
    require_compatible(person.pk, profile.network, shelter.pk, at)
    if override_id and override is None:
        override = override_for(person.pk, place_id)
    _require_room(person.pk, place_id, several=several, fallback=fallback)
    excluded_by = against(person, place_id, at)
    if excluded_by and not anyway.strip():
        raise AgainstRules(excluded_by)
    reference = reference or references.outside_reference()
    offer = Offer(person=person.pk, shelter=shelter.pk, place=place_id)
    terms = OfferTerms(
        asked_at=at, asked_by=str(asker.pk), answer_by=answer_by, reference=reference, several=several,
        fallback=fallback, override=str(override.pk) if override else None,
        against=excluded_by, anyway=anyway.strip() if excluded_by else "",
    )  # fmt: skip
    write(offer, "terms", terms)
    write(
        offer,
        "for_shelter",
        for_shelter(profile, reference=reference, arrival_from=first_day(place, at), place_label=place.label),
    )
    offer.save(force_insert=True)
    record("offer_made", subject=person.pk)
    if excluded_by:
        said = {"why": in_words(excluded_by), "reason": terms.anyway}
        record("offer_made_anyway", subject=person.pk, fields=["terms"], facts=said)
    notices.tell_shelter(shelter.pk, "offer")
    events.publish(OfferMade(person.pk, offer.pk))
    return offer


def first_day(place: Place, at: datetime) -> date:
    """The day from which she might arrive: tomorrow, or when the place is free."""
    tomorrow = timezone.localtime(at).date() + timedelta(days=1)
    return max(tomorrow, place.free_from) if place.free_from else tomorrow


def _require_room(person_id: uuid.UUID, place_id: uuid.UUID, *, several: bool, fallback: bool) -> None:
    """The place comes last: which one is asked already must not show in the answer to a guess (law 2)."""
    others = open_offers(person_id)
    kept_back = [other for other in others if read(other, "terms", OfferTerms).fallback]
    if fallback and kept_back:
        raise OneFallback
    if not fallback and not several and len(others) > len(kept_back):
        raise OneAtATime
    if any(other.place == place_id for other in others):
        raise AlreadyAsked


@operation
def ask_back(
    offer: Offer,
    *,
    text: str,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """The shelter asks a question. Raises ``NotAllowed``, ``NotNow``, ``NothingSaid``, ``Stale``."""
    expect_version(offer, version)
    _write_message(offer, text, from_shelter=True, at=happened(at, on_behalf_of), by=by)
    record("offer_question", subject=offer.situation_id, fields=["questions"])
    notices.tell_coordination(offer.situation_id, "question", at)


@operation
def answer_question(offer: Offer, *, text: str, version: int | None = None, by: User | None, at: datetime) -> None:
    """The coordination answers the shelter. Raises ``NotAllowed``, ``NotNow``, ``NothingSaid``, ``Stale``."""
    expect_version(offer, version)
    _write_message(offer, text, from_shelter=False, at=at, by=by)
    record("offer_reply", subject=offer.situation_id, fields=["questions"])
    notices.tell_shelter(offer.shelter, "reply")


def _write_message(offer: Offer, text: str, *, from_shelter: bool, at: datetime, by: User | None) -> None:
    if not from_shelter or not _is_of_house(by, offer):
        require(by, P.ARRANGE_PLACE, offer)
    if offer.state not in OPEN:
        raise NotNow
    if not text.strip():
        raise NothingSaid
    messages = [*(offer.unseal("questions") or []), to_json(Message(at, from_shelter, text.strip()))]
    offer.seal("questions", messages[-QUESTIONS_KEPT:])
    save(offer, "questions")


def _is_of_house(by: User | None, offer: Offer) -> bool:
    try:
        require(by, P.ANSWER_OFFERS, offer)
    except NotAllowed:
        return False
    return True


@operation
def accept_offer(
    offer: Offer,
    *,
    version: int | None = None,
    invited: bool = False,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Yes in principle: the place is held 72 h, counted from when it was said (R36). Her other offers are released,
    except a fallback; a fallback that says yes releases none. Raises ``PlaceTaken``, ``NotNow``, ``Stale``."""
    if not invited:
        require_verb(by, OFFER, offer, "accept")
    expect_version(offer, version)
    said_at = happened(at, on_behalf_of)
    take_place(_place_of(offer), person_id=offer.situation_id, at=at)
    terms = read(offer, "terms", OfferTerms)
    terms.answered_at, terms.answered_by = said_at, _who(by)
    terms.hold_until, terms.hold_told = said_at + HOLD_TIME, False
    write(offer, "terms", terms)
    move(OFFER, offer, "accept", changed=["terms"], as_system=invited)
    if not terms.fallback:
        _release_others(offer, keep_fallback=True)
    notices.tell_coordination(offer.situation_id, "offer_accepted", at)
    events.publish(OfferAnswered(offer.situation_id, offer.pk, "accepted"))


def _who(by: User | None) -> str:
    return str(by.pk) if by else ""


def _place_of(offer: Offer) -> uuid.UUID:
    place: uuid.UUID | None = offer.place
    if place is None:
        raise NotNow
    return place


def _release_others(offer: Offer, *, keep_fallback: bool) -> None:
    for other in open_offers(offer.situation_id):
        if other.pk == offer.pk or (keep_fallback and read(other, "terms", OfferTerms).fallback):
            continue
        release_at_once(other, reason="not_needed")


@operation
def refuse_offer(
    offer: Offer,
    *,
    reason: str,
    said: str = "",
    next_step: str = "",
    version: int | None = None,
    invited: bool = False,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """The shelter says no: who, why, what next. A refusal never blocks a new try. Reasons of R35 go to the head of
    service the same day. The row forgets person and place at once. Raises ``SayWhy``, ``NotNow``, ``Stale``."""
    if not invited:
        require_verb(by, OFFER, offer, "refuse")
    expect_version(offer, version)
    if reason not in SHELTER_REFUSALS and reason not in REFUSALS_TO_HEAD:
        raise SayWhy
    person_id, offer_id = offer.situation_id, offer.pk
    _stop_interviews(offer)
    entry = _entry(offer) | {
        "reason": reason, "said": said, "next": next_step, "answered_by": _who(by),
        "answered_for": on_behalf_of.who if on_behalf_of else "", "answered_at": happened(at, on_behalf_of).isoformat(),
    }  # fmt: skip
    end(OFFER, offer, "refuse", kind="offers", entry=entry, as_system=invited)
    if reason in REFUSALS_TO_HEAD:
        pass_to_head(person_id, at)
    facts.publish("refusal", year=facts.year_of(at), reason=reason)
    notices.tell_coordination(person_id, "offer_refused", at)
    events.publish(OfferAnswered(person_id, offer_id, "refused"))


def _entry(offer: Offer) -> dict[str, object]:
    terms = read(offer, "terms", OfferTerms)
    return {
        "offer": str(offer.pk), "reference": terms.reference, "asked_by": terms.asked_by,
        "asked_at": terms.asked_at.isoformat() if terms.asked_at else None, "override": terms.override,
    }  # fmt: skip


def pass_to_head(person_id: uuid.UUID, at: datetime) -> None:
    """Inside a running operation: a refusal for what is no reason (R35) goes to the head of service the same day."""
    record("refusal_to_head", subject=person_id)
    clocks.start(person_id, R35, due_at=next_working_evening(at))
    notices.tell(notices.heads(), "refusal_to_head")


def next_working_evening(at: datetime) -> datetime:
    """18 h, local time, of the next working day: no Saturday, no Sunday, no public holiday."""
    return timezone.make_aware(datetime.combine(next_working_day(timezone.localtime(at).date()), time(18)))


@operation
def review_refusal(person: Person, *, by: User | None, at: datetime) -> None:
    """The head of service has read a refusal of R35 and spoken with the shelter."""
    require(by, P.REVIEW, person)
    clocks.stop(person.pk, R35)
    record("refusal_reviewed", subject=person.pk)


@operation
def confirm_offer(
    offer: Offer,
    *,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """After the interview the shelter confirms; the place stays held 72 h for her answer (R37). An expired hold is
    taken again if nobody else has the place. Raises ``PlaceTaken``, ``NotNow``, ``Stale``."""
    require_verb(by, OFFER, offer, "confirm")
    expect_version(offer, version)
    said_at = happened(at, on_behalf_of)
    take_place(_place_of(offer), person_id=offer.situation_id, at=at)
    terms = read(offer, "terms", OfferTerms)
    terms.hold_until, terms.hold_told = max(said_at + HOLD_TIME, terms.hold_until or said_at), False
    write(offer, "terms", terms)
    move(OFFER, offer, "confirm", changed=["terms"])
    notices.tell_coordination(offer.situation_id, "offer_confirmed", at)
    events.publish(OfferAnswered(offer.situation_id, offer.pk, "confirmed"))


@operation
def keep_place(offer: Offer, *, version: int | None = None, by: User | None, at: datetime) -> None:
    """The place is hers: the shelter confirmed and she agreed to this very place (R37, law 5). Every other offer of
    hers, the fallback included, is released. What may have changed since it was asked for is asked again: her dangers,
    who lives there. Raises ``NoAgreement``, ``TooNear``, ``Incompatible``, ``PlaceTaken``, ``NotNow``, ``Stale``."""
    require_verb(by, OFFER, offer, "keep")
    expect_version(offer, version)
    require_agreement(offer.situation_id, "join")
    require_agreement(offer.situation_id, "place", offer_id=offer.pk)
    require_safe_still(offer, at)
    take_place(_place_of(offer), person_id=offer.situation_id, at=at)
    move(OFFER, offer, "keep")
    _release_others(offer, keep_fallback=False)
    notices.tell_shelter(offer.shelter, "place_kept")
    events.publish(PlaceKept(offer.situation_id, offer.pk))


def require_safe_still(offer: Offer, at: datetime) -> None:
    """The place of an offer lies as far as her dangers now demand, and nobody there would meet her by mistake.

    Raises ``TooNear``, ``Incompatible``, ``UnknownPlace``, ``NotNow``.
    """
    place_id, shelter_id, person_id = _place_of(offer), offer.shelter, offer.situation_id
    if shelter_id is None:
        raise NotNow
    _shelter, house, _place = find_place(shelter_id, place_id)
    require_distance(person_id, area=house.area, place_id=place_id)
    profile = from_json(Profile, Person.objects.get(pk=person_id).unseal("profile"))
    require_compatible(person_id, profile.network, shelter_id, at)


@operation
def extend_hold(
    offer: Offer,
    *,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Hold the place 72 h from now, with the shelter's word. Raises ``PlaceTaken``, ``NotNow``, ``Stale``."""
    require(by, P.ARRANGE_PLACE, offer)
    expect_version(offer, version)
    if offer.state not in ("accepted", "confirmed"):
        raise NotNow
    take_place(_place_of(offer), person_id=offer.situation_id, at=at)
    terms = read(offer, "terms", OfferTerms)
    terms.hold_until, terms.hold_told = happened(at, on_behalf_of) + HOLD_TIME, False
    write(offer, "terms", terms)
    save(offer, "terms")
    record("hold_extended", subject=offer.situation_id, fields=["terms"])


@operation
def release_offer(
    offer: Offer, *, reason: str = "not_needed", version: int | None = None, by: User | None, at: datetime
) -> None:
    """«Not needed for now»: the offer loses its content at once, what hung on it stops, the shelter is told.

    Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    require_verb(by, OFFER, offer, "release")
    expect_version(offer, version)
    release_at_once(offer, reason=reason, as_system=False)


def release_at_once(offer: Offer, *, reason: str, as_system: bool = True) -> None:
    """Inside a running operation: the offer forgets person and place, what hung on it stops, the shelter is told."""
    person_id, offer_id, shelter_id = offer.situation_id, offer.pk, offer.shelter
    _stop_interviews(offer)
    _stop_transfers(offer, reason=reason)
    end(OFFER, offer, "release", kind="offers", entry=_entry(offer) | {"reason": reason}, as_system=as_system)
    notices.tell_shelter(shelter_id, "offer_released")
    events.publish(OfferReleased(person_id, offer_id))


def _stop_interviews(offer: Offer) -> None:
    for interview in Interview.objects.filter(offer=offer.pk, state="planned"):
        stop_interview(interview, reason="offer_ended")


def _stop_transfers(offer: Offer, *, reason: str) -> None:
    for transfer in Transfer.objects.filter(offer=offer.pk, state__in=TRAVELLING):
        stop_transfer(transfer, reason=reason)


@operation
def release_for_withdrawal(person_id: uuid.UUID, *, offer_id: uuid.UUID | None, by: User | None, at: datetime) -> None:
    """She took an agreement back: what depends on it stops (law 5). ``offer_id`` limits it to one place."""
    for offer in open_offers(person_id):
        if offer_id is None or offer.pk == offer_id:
            release_at_once(offer, reason="agreement_withdrawn")


@operation
def flag_offers(person_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    """Her zones to avoid changed: open offers are marked to be read again, the coordinator is told."""
    offers = open_offers(person_id)
    for offer in offers:
        terms = read(offer, "terms", OfferTerms)
        terms.danger_changed = True
        write(offer, "terms", terms)
        save(offer, "terms")
    if offers:
        record("offers_to_check", subject=person_id, fields=["terms"])
        notices.tell_coordination(person_id, "offers_to_check", at)


def expire_holds(at: datetime) -> int:
    """Sweep: say once that a hold ran out. The place was free from that moment; the offer waits for a decision."""
    offers = list(Offer.objects.linked().filter(state__in=("accepted", "confirmed")))
    fetch_keys(offers)
    due = [offer for offer in offers if _ran_out(read(offer, "terms", OfferTerms), at)]
    for offer in due:
        _tell_expired(offer, by=None, at=at)
    return len(due)


def _ran_out(terms: OfferTerms, at: datetime) -> bool:
    return terms.hold_until is not None and terms.hold_until <= at and not terms.hold_told


@operation
def _tell_expired(offer: Offer, *, by: User | None, at: datetime) -> None:
    terms = read(offer, "terms", OfferTerms)
    terms.hold_told = True
    write(offer, "terms", terms)
    save(offer, "terms")
    record("hold_expired", subject=offer.situation_id, fields=["terms"])
    notices.tell_coordination(offer.situation_id, "hold_expired", current().at)
