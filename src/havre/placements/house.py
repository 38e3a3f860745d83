"""What a house sees: the offers it was asked for, who is on her way to it, who lives there. No name, no origin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from havre.accounts.models import User
from havre.directory.models import Shelter
from havre.placements.content import ForShelter, OfferTerms, StayTerms, Times, read
from havre.placements.first_days import are_running
from havre.placements.holds import OPEN, holds
from havre.placements.models import Offer, Stay, Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.placements.states import OFFER
from havre.placements.wording import household, languages, left
from havre.vault.fields import fetch_keys

Row = TypeVar("Row", Offer, Stay, Transfer)


def of_own_houses(rows: Iterable[Row]) -> list[Row]:
    """``rows`` with keys and organisations fetched at once, so that no row costs a query of its own."""
    listed = list(rows)
    if not listed:
        return []
    fetch_keys(listed)
    ids = {row.shelter for row in listed}
    organisations = dict(Shelter.objects.filter(pk__in=ids).values_list("pk", "organisation_id"))
    for row in listed:
        row._organisation = organisations.get(row.shelter)
    return listed


@dataclass(frozen=True)
class Asked:
    """An offer as the house reads it."""

    offer: Offer
    told: ForShelter
    title: str
    word: Any
    shape: str
    answer_by: datetime | None
    hold: str
    waits: bool
    late: bool
    """Its answer was due; it still counts."""


def asked_of(offer: Offer, at: datetime) -> Asked:
    told, terms = read(offer, "for_shelter", ForShelter), read(offer, "terms", OfferTerms)
    state = OFFER.state(offer.state)
    is_waiting = offer.state in ("accepted", "confirmed")
    expired = is_waiting and not holds(offer.state, terms, at)
    return Asked(
        offer=offer, told=told, title=household(told), word=state.outside or state.label,
        shape="due" if offer.state == "asked" or expired else state.shape, answer_by=terms.answer_by,
        hold=left(terms.hold_until, at) if is_waiting else "", waits=offer.state == "asked",
        late=terms.answer_by is not None and terms.answer_by <= at,
    )  # fmt: skip


@dataclass(frozen=True)
class Coming:
    """Somebody on her way to this house."""

    transfer: Transfer
    reference: str
    title: str
    times: Times
    late: bool


def coming(user: User, at: datetime, asked: Iterable[Asked]) -> list[Coming]:
    """``asked`` is what ``asked_here`` found: a journey says who comes by its offer."""
    rows = of_own_houses(Transfer.objects.visible_to(user).linked().filter(state__in=TRAVELLING))
    offers = {one.offer.pk: one.offer for one in asked if one.offer.state == "kept"}
    found = []
    for row in rows:
        offer = offers.get(row.offer) if row.offer else None
        told = read(offer, "for_shelter", ForShelter) if offer else ForShelter()
        times = read(row, "times", Times)
        found.append(Coming(row, told.reference, household(told), times, times.expected_at <= at))
    return sorted(found, key=lambda one: one.times.expected_at)


@dataclass(frozen=True)
class Resident:
    stay: Stay
    terms: StayTerms
    title: str
    languages: str
    is_new: bool
    """Within the first 72 hours."""


def residents_of(user: User, at: datetime) -> list[Resident]:
    rows = of_own_houses(Stay.objects.visible_to(user).linked().filter(state="present"))
    found = []
    for row in rows:
        terms = read(row, "terms", StayTerms)
        title, spoken = household(terms.household), languages(terms.languages)
        found.append(Resident(row, terms, title, spoken, are_running(row, at)))
    return sorted(found, key=lambda one: one.terms.began_at)


def asked_here(user: User, at: datetime) -> list[Asked]:
    """Offers that wait for this house or that it said yes to; those to answer first."""
    rows = of_own_houses(Offer.objects.visible_to(user).linked().filter(state__in=OPEN))
    found = [asked_of(row, at) for row in rows]
    return sorted(found, key=lambda one: (OPEN.index(one.offer.state), one.answer_by or at))
