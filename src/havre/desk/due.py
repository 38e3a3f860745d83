"""What is to come, hour by hour, as a watch or a hand-over reads it: references only, no name, no place."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from havre.common import words
from havre.desk.day import relay_name
from havre.directory.models import Shelter
from havre.people.models import Person
from havre.placements.content import Meeting, OfferTerms, StayTerms, Times, read
from havre.placements.holds import HOLDING
from havre.placements.models import Interview, Offer, Stay, Transfer, with_people
from havre.placements.operations.endings import TRAVELLING
from havre.placements.operations.stays import CHECK_IN_EVERY, CHECK_IN_GRACE
from havre.placements.operations.transfers import ALARM_AFTER, ASK_AFTER
from havre.vault.fields import fetch_keys

ARRIVALS, CHECK_INS, OTHERS = "arrivals", "check_ins", "others"


@dataclass(frozen=True)
class Due:
    """One line. ``kind`` groups it; ``what`` says what to expect and what Havre does when it does not come."""

    at: datetime
    kind: str
    reference: str
    what: str
    url: str = ""
    is_late: bool = False


def between(at: datetime, until: datetime) -> list[Due]:
    """What is late at ``at`` or comes before ``until``, in the order of the clock; the same few statements for one line
    and for a hundred."""
    transfers = list(Transfer.objects.linked().filter(state__in=TRAVELLING))
    interviews = list(Interview.objects.linked().filter(state="planned"))
    offers = list(Offer.objects.linked().filter(state__in=HOLDING))
    people = with_people([*transfers, *interviews, *offers])
    fetch_keys(people.values())
    found = [
        *_travels(transfers, people, at),
        *_interviews(interviews, people, at),
        *_holds(offers, people),
        *_check_ins(at, until),
    ]
    return sorted((one for one in found if one.is_late or at <= one.at < until), key=lambda one: one.at)


def _travels(rows: Iterable[Transfer], people: dict[uuid.UUID, Person], at: datetime) -> Iterable[Due]:
    for row in rows:
        times, reference = read(row, "times", Times), people[row.situation_id].reference
        url = reverse("placements:transfer", args=[row.situation_id])
        if row.state == "planned":
            yield Due(times.departs_at, OTHERS, reference, _("Départ."), url)
        asks, rings = words.hour(times.expected_at + ASK_AFTER), words.hour(times.expected_at + ALARM_AFTER)
        what = _("Arrivée attendue. On demande à %(asks)s ; alarme à %(rings)s si rien n’est confirmé.")
        late = times.expected_at <= at
        yield Due(times.expected_at, ARRIVALS, reference, what % {"asks": asks, "rings": rings}, url, late)


def _interviews(rows: Iterable[Interview], people: dict[uuid.UUID, Person], at: datetime) -> Iterable[Due]:
    for row in rows:
        person = people[row.situation_id]
        url = reverse("journey:detail", args=[person.pk])
        yield Due(read(row, "when", Meeting).at, OTHERS, person.reference, _("Entretien de pré-accueil."), url)


def _holds(rows: Iterable[Offer], people: dict[uuid.UUID, Person]) -> Iterable[Due]:
    for row in rows:
        until, person = read(row, "terms", OfferTerms).hold_until, people[row.situation_id]
        if until is not None and row.state != "kept":
            what = _("Fin d’une retenue. Prolonger si l’accord n’est pas arrivé.")
            yield Due(until, OTHERS, person.reference, what, reverse("journey:detail", args=[person.pk]))


def _check_ins(at: datetime, until: datetime) -> Iterable[Due]:
    """The daily word from each relay apartment: the apartment is named, never who is there."""
    stays = list(Stay.objects.linked().filter(state="present", kind="relay"))
    fetch_keys(stays)
    names = {shelter.pk: relay_name(shelter) for shelter in Shelter.objects.relay()}
    for stay in stays:
        due = missed = read(stay, "terms", StayTerms).last_seen_at + CHECK_IN_EVERY
        while due < until:
            what = _("Point du jour. Sans réponse à %(rings)s, une alarme s’ouvre.") % {
                "rings": words.hour(due + CHECK_IN_GRACE)
            }
            if due > at or missed == due:
                yield Due(due, CHECK_INS, names.get(stay.shelter, ""), what, "", due <= at)
            due += CHECK_IN_EVERY
