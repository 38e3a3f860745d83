"""Two persons who must not meet, and the house that both have: living there, on the way there, held or asked for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from havre.people.apart import apart_from
from havre.people.models import Person
from havre.placements.content import OfferTerms, read
from havre.placements.holds import OPEN, holds
from havre.placements.models import Meeting, Offer, Stay, Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.vault.fields import fetch_keys


def in_one_house(person_id: uuid.UUID, at: datetime) -> list[uuid.UUID]:
    """Whom of those she must not meet has a house of hers, by id. Of two who are only asked for, none: asking holds
    nothing. One statement where she need not be kept from anybody."""
    apart = [uuid.UUID(one) for one in apart_from(Person.objects.get(pk=person_id))]
    if not apart:
        return []
    houses = _houses([person_id, *apart], at)
    hers = houses.get(person_id, {})
    return [other for other in apart if _meet(hers, houses.get(other, {}))]


def _meet(one: dict[uuid.UUID, bool], other: dict[uuid.UUID, bool]) -> bool:
    return any(one[house] or other[house] for house in one.keys() & other.keys())


def _houses(ids: list[uuid.UUID], at: datetime) -> dict[uuid.UUID, dict[uuid.UUID, bool]]:
    """Person → house → whether a place there is hers or held, rather than only asked for."""
    offers = list(Offer.objects.filter(person__in=ids, state__in=OPEN))
    fetch_keys(offers)
    found: dict[uuid.UUID, dict[uuid.UUID, bool]] = {}
    for offer in offers:
        _add(found, [offer], firm=holds(offer.state, read(offer, "terms", OfferTerms), at))
    _add(found, Transfer.objects.filter(person__in=ids, state__in=TRAVELLING), firm=True)
    _add(found, Stay.objects.filter(person__in=ids, state="present"), firm=True)
    return found


def _add(found: dict[uuid.UUID, dict[uuid.UUID, bool]], rows: Iterable[Meeting], *, firm: bool) -> None:
    for row in rows:
        house: uuid.UUID | None = row.shelter  # type: ignore[attr-defined]
        if house is not None:
            here = found.setdefault(row.situation_id, {})
            here[house] = here.get(house, False) or firm
