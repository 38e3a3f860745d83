"""What of an offer is read by every act on it."""

from __future__ import annotations

import uuid

from havre.placements.content import OfferTerms, read
from havre.placements.holds import OPEN
from havre.placements.models import Offer
from havre.record.transitions import NotNow
from havre.vault.fields import fetch_keys


def open_offers(person_id: uuid.UUID) -> list[Offer]:
    """Her offers that are not over, keys fetched."""
    offers = list(Offer.objects.of_person(person_id).filter(state__in=OPEN))
    fetch_keys(offers)
    return offers


def place_of(offer: Offer) -> uuid.UUID:
    place: uuid.UUID | None = offer.place
    if place is None:
        raise NotNow
    return place


def entry_of(offer: Offer) -> dict[str, object]:
    terms = read(offer, "terms", OfferTerms)
    return {
        "offer": str(offer.pk), "reference": terms.reference, "asked_by": terms.asked_by,
        "asked_at": terms.asked_at.isoformat() if terms.asked_at else None, "override": terms.override,
    }  # fmt: skip
