"""A shelter is asked for one place and one household; asking holds nothing."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.common.dataclass_json import from_json
from havre.directory.profiles import Place
from havre.people import references
from havre.people.models import Person
from havre.people.policies import require_agreement
from havre.people.profiles import Profile
from havre.placements import notices
from havre.placements.against import AgainstRules, against, in_words
from havre.placements.content import OfferTerms, for_shelter, read, write
from havre.placements.events import OfferMade
from havre.placements.models import Offer
from havre.placements.operations.offers.standing import open_offers
from havre.placements.operations.places import find_place
from havre.placements.policies import (
    AlreadyAsked,
    OneAtATime,
    OneFallback,
    override_for,
    require,
    require_adult,
    require_compatible,
    require_distance,
)
from havre.placements.problem import table_for
from havre.record import events, words
from havre.record.operations import operation, record

words.register(
    {
        "offer_made": _("Place demandée à un lieu d’accueil, sous une référence à elle"),
        "offer_made_anyway": _("Demandée quand même, bien que la recherche l’écarte (%(why)s) : %(reason)s"),
    }
)


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
    table = table_for(person, at, others=False)
    excluded_by = against(table, place_id)
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
    events.publish(OfferMade(person.pk, offer.pk, table))
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
