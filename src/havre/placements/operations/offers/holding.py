"""How long a place is held, and what is said when that is over."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.placements import notices
from havre.placements.content import HoldBefore, OfferTerms, read, write
from havre.placements.holds import HOLD_TIME
from havre.placements.models import Offer
from havre.placements.operations.offers.standing import place_of
from havre.placements.operations.places import take_place
from havre.placements.policies import happened, require
from havre.record import words
from havre.record.operations import OnBehalf, current, expect_version, operation, record, save
from havre.record.transitions import NotNow
from havre.vault.fields import fetch_keys

words.register(
    {
        "hold_extended": _("Place retenue 72 h de plus"),
        "hold_expired": _("La place n’est plus retenue : les 72 h sont passées"),
    }
)


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
    take_place(place_of(offer), person_id=offer.situation_id, at=at)
    terms = read(offer, "terms", OfferTerms)
    terms.hold_before = HoldBefore(terms.hold_until, terms.hold_told, by_hand=True)
    terms.hold_until, terms.hold_told = happened(at, on_behalf_of) + HOLD_TIME, False
    write(offer, "terms", terms)
    save(offer, "terms")
    record("hold_extended", subject=offer.situation_id, fields=["terms"])


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
