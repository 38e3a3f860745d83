"""The shelter's answer: yes in principle, no, or confirmed after the interview."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.countries.fr.network import REFUSALS_TO_HEAD, SHELTER_REFUSALS
from havre.placements import notices
from havre.placements.content import HoldBefore, OfferTerms, read, write
from havre.placements.events import OfferAnswered
from havre.placements.holds import HOLD_TIME
from havre.placements.models import Offer
from havre.placements.operations.endings import end
from havre.placements.operations.offers.refusals import pass_to_head
from havre.placements.operations.offers.releasing import release_others, stop_interviews
from havre.placements.operations.offers.standing import entry_of, place_of
from havre.placements.operations.places import take_place
from havre.placements.policies import happened, require_verb
from havre.placements.states import OFFER
from havre.record import events, facts
from havre.record.operations import OnBehalf, Refusal, expect_version, operation
from havre.record.transitions import move


class SayWhy(Refusal):
    sentence = _("Dites pourquoi ce n’est pas possible : choisissez une raison. Le reste est gardé.")


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
    take_place(place_of(offer), person_id=offer.situation_id, at=at)
    terms = read(offer, "terms", OfferTerms)
    terms.answered_at, terms.answered_by = said_at, _who(by)
    terms.hold_until, terms.hold_told, terms.hold_before = said_at + HOLD_TIME, False, None
    terms.released_others = not terms.fallback and release_others(offer, keep_fallback=True)
    write(offer, "terms", terms)
    move(OFFER, offer, "accept", changed=["terms"], as_system=invited)
    notices.tell_coordination(offer.situation_id, "offer_accepted", at)
    events.publish(OfferAnswered(offer.situation_id, offer.pk, "accepted"))


def _who(by: User | None) -> str:
    return str(by.pk) if by else ""


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
    stop_interviews(offer)
    entry = entry_of(offer) | {
        "reason": reason, "said": said, "next": next_step, "answered_by": _who(by),
        "answered_for": on_behalf_of.who if on_behalf_of else "", "answered_at": happened(at, on_behalf_of).isoformat(),
    }  # fmt: skip
    end(OFFER, offer, "refuse", kind="offers", entry=entry, as_system=invited)
    if reason in REFUSALS_TO_HEAD:
        pass_to_head(person_id, at)
    facts.publish("refusal", year=facts.year_of(at), reason=reason)
    notices.tell_coordination(person_id, "offer_refused", at)
    events.publish(OfferAnswered(person_id, offer_id, "refused"))


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
    take_place(place_of(offer), person_id=offer.situation_id, at=at)
    terms = read(offer, "terms", OfferTerms)
    terms.hold_before = HoldBefore(terms.hold_until, terms.hold_told)
    terms.hold_until, terms.hold_told = max(said_at + HOLD_TIME, terms.hold_until or said_at), False
    write(offer, "terms", terms)
    move(OFFER, offer, "confirm", changed=["terms"])
    notices.tell_coordination(offer.situation_id, "offer_confirmed", at)
    events.publish(OfferAnswered(offer.situation_id, offer.pk, "confirmed"))
