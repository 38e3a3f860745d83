"""The place becomes hers, if it is still safe."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import from_json
from havre.people.models import Person
from havre.people.policies import require_agreement
from havre.people.profiles import Profile
from havre.placements import notices
from havre.placements.content import OfferTerms, read, write
from havre.placements.events import PlaceKept
from havre.placements.models import Offer
from havre.placements.operations.offers.releasing import release_others
from havre.placements.operations.offers.standing import open_offers, place_of
from havre.placements.operations.places import find_place, take_place
from havre.placements.policies import require_compatible, require_distance, require_verb
from havre.placements.states import OFFER
from havre.record import events, words
from havre.record.operations import expect_version, operation, record, save
from havre.record.transitions import NotNow, move

words.register({"offers_to_check": _("Les zones à éviter ont changé : propositions à relire")})


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
    take_place(place_of(offer), person_id=offer.situation_id, at=at)
    move(OFFER, offer, "keep")
    release_others(offer, keep_fallback=False)
    notices.tell_shelter(offer.shelter, "place_kept")
    events.publish(PlaceKept(offer.situation_id, offer.pk))


def require_safe_still(offer: Offer, at: datetime) -> None:
    """The place of an offer lies as far as her dangers now demand, and nobody there would meet her by mistake.

    Raises ``TooNear``, ``Incompatible``, ``UnknownPlace``, ``NotNow``.
    """
    place_id, shelter_id, person_id = place_of(offer), offer.shelter, offer.situation_id
    if shelter_id is None:
        raise NotNow
    _shelter, house, _place = find_place(shelter_id, place_id)
    require_distance(person_id, area=house.area, place_id=place_id)
    profile = from_json(Profile, Person.objects.get(pk=person_id).unseal("profile"))
    require_compatible(person_id, profile.network, shelter_id, at)


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
