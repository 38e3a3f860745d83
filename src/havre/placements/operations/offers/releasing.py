"""An offer is taken back: it forgets person and place, and what hung on it stops."""

from __future__ import annotations

import uuid
from datetime import datetime

from havre.accounts.models import User
from havre.placements import notices
from havre.placements.content import OfferTerms, read
from havre.placements.events import OfferReleased
from havre.placements.models import Interview, Offer, Transfer
from havre.placements.operations.endings import TRAVELLING, end, stop_interview, stop_transfer
from havre.placements.operations.offers.standing import entry_of, open_offers
from havre.placements.policies import require_verb
from havre.placements.states import OFFER
from havre.record import events
from havre.record.operations import expect_version, operation


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
    stop_interviews(offer)
    _stop_transfers(offer, reason=reason)
    end(OFFER, offer, "release", kind="offers", entry=entry_of(offer) | {"reason": reason}, as_system=as_system)
    notices.tell_shelter(shelter_id, "offer_released")
    events.publish(OfferReleased(person_id, offer_id))


def release_others(offer: Offer, *, keep_fallback: bool) -> bool:
    """Inside a running operation: her other offers end, a fallback perhaps not. Returns whether there were any."""
    released = False
    for other in open_offers(offer.situation_id):
        if other.pk == offer.pk or (keep_fallback and read(other, "terms", OfferTerms).fallback):
            continue
        release_at_once(other, reason="not_needed")
        released = True
    return released


def stop_interviews(offer: Offer) -> None:
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
