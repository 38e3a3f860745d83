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
from havre.placements import content
from havre.placements.content import OfferTerms, StayTerms, Times, read
from havre.placements.holds import HOLDING
from havre.placements.models import Interview, Meeting, Offer, Stay, Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.placements.operations.stays import CHECK_IN_EVERY, CHECK_IN_GRACE
from havre.placements.operations.transfers import ALARM_AFTER, ASK_AFTER

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


@dataclass(frozen=True)
class Expected:
    """What is under way, planned, held, or called once a day, as rows."""

    transfers: list[Transfer]
    interviews: list[Interview]
    offers: list[Offer]
    stays: list[Stay]

    @property
    def meetings(self) -> list[Meeting]:
        """The rows whose person is told; of a relay apartment nobody is."""
        return [*self.transfers, *self.interviews, *self.offers]


def expected() -> Expected:
    """Four statements, whatever their number."""
    return Expected(
        transfers=list(Transfer.objects.linked().filter(state__in=TRAVELLING)),
        interviews=list(Interview.objects.linked().filter(state="planned")),
        offers=list(Offer.objects.linked().filter(state__in=HOLDING)),
        stays=list(Stay.objects.linked().filter(state="present", kind="relay")),
    )


def between(rows: Expected, people: dict[uuid.UUID, Person], at: datetime, until: datetime) -> list[Due]:
    """What is late at ``at`` or comes before ``until``, in the order of the clock. ``people``, and the keys, are at hand."""
    found = [
        *_travels(rows.transfers, people, at),
        *_interviews(rows.interviews, people),
        *_holds(rows.offers, people),
        *_check_ins(rows.stays, at, until),
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


def _interviews(rows: Iterable[Interview], people: dict[uuid.UUID, Person]) -> Iterable[Due]:
    for row in rows:
        person = people[row.situation_id]
        url = reverse("journey:detail", args=[person.pk])
        yield Due(read(row, "when", content.Meeting).at, OTHERS, person.reference, _("Entretien de pré-accueil."), url)


def _holds(rows: Iterable[Offer], people: dict[uuid.UUID, Person]) -> Iterable[Due]:
    for row in rows:
        until, person = read(row, "terms", OfferTerms).hold_until, people[row.situation_id]
        if until is not None and row.state != "kept":
            what = _("Fin d’une retenue. Prolonger si l’accord n’est pas arrivé.")
            yield Due(until, OTHERS, person.reference, what, reverse("journey:detail", args=[person.pk]))


def _check_ins(stays: Iterable[Stay], at: datetime, until: datetime) -> Iterable[Due]:
    """The daily word from each relay apartment: the apartment is named, never who is there."""
    names = {shelter.pk: relay_name(shelter.code) for shelter in Shelter.objects.relay()}
    for stay in stays:
        due = missed = read(stay, "terms", StayTerms).last_seen_at + CHECK_IN_EVERY
        while due < until:
            what = _("Point du jour. Sans réponse à %(rings)s, une alarme s’ouvre.") % {
                "rings": words.hour(due + CHECK_IN_GRACE)
            }
            if due > at or missed == due:
                yield Due(due, CHECK_INS, names.get(stay.shelter, ""), what, "", due <= at)
            due += CHECK_IN_EVERY
