"""Whether a place is held, and for whom. A hold past its time counts as expired the moment it is read (R36)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from havre.countries.fr.policy import HOLD
from havre.placements.content import OfferTerms, read
from havre.placements.models import Offer, Stay
from havre.vault.fields import fetch_keys

OPEN = ("asked", "accepted", "confirmed", "kept")
HOLDING = ("accepted", "confirmed", "kept")
HOLD_TIME = timedelta(hours=HOLD.value)


def holds(state: str, terms: OfferTerms, at: datetime) -> bool:
    """Whether an offer in this state keeps its place from others at that moment."""
    if state == "kept":
        return True
    return state in HOLDING and terms.hold_until is not None and terms.hold_until > at


def taken_by(place_id: uuid.UUID, at: datetime) -> set[uuid.UUID]:
    """The persons who live in a place or for whom it is held, by id."""
    here = {stay.situation_id for stay in Stay.objects.linked().filter(place=place_id, state="present")}
    offers = list(Offer.objects.linked().filter(place=place_id, state__in=HOLDING))
    fetch_keys(offers)
    return here | {offer.situation_id for offer in offers if holds(offer.state, read(offer, "terms", OfferTerms), at)}


def is_present(person_id: uuid.UUID) -> bool:
    """Whether she lives in a place of the network, a relay apartment included."""
    return Stay.objects.of_person(person_id).filter(state="present").exists()
