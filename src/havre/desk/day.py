"""What the coordination's day holds: appointments, journeys, held places, relay apartments, what came in since."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from havre.common import words
from havre.desk.day_rows import DayRows, Meetings
from havre.desk.news import News, told
from havre.desk.reviews import Review, due
from havre.intake import listing
from havre.journey import rows as table
from havre.journey.models import Journey
from havre.people.models import Person
from havre.placements.calling import RoundContent
from havre.placements.content import Meeting, OfferTerms, StayTerms, Times, read
from havre.placements.models import CallRound, Interview, Offer, Transfer

SHOWN = 40
LATE_SHOWN = 5
CALLS_SHOWN = 4
HOLD_ENDS_SOON = timedelta(hours=12)


@dataclass(frozen=True)
class Appointment:
    """One line of the agenda; ``alarm`` says that nobody confirmed it."""

    at: datetime
    text: str
    reference: str
    url: str
    is_past: bool = False
    alarm: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class Journeying:
    name: str
    reference: str
    url: str
    shape: str
    word: str
    sub: str


@dataclass(frozen=True)
class Held:
    name: str
    reference: str
    url: str
    until: datetime
    left: timedelta
    is_expired: bool
    ends_soon: bool


@dataclass(frozen=True)
class Relay:
    name: str
    is_taken: bool
    day: int
    of: int
    checked_at: datetime | None


@dataclass
class Day:
    """All panels of the day. Who may not coordinate gets the waiting and the late only."""

    waiting: list[table.Row]
    waiting_total: int
    late: list[table.Row]
    late_total: int
    agenda: list[Appointment]
    travelling: list[Journeying]
    travelling_today: int
    held: list[Held]
    relays: list[Relay]
    reviews: list[Review]
    news: list[News]
    calls: listing.Due


def of(rows: DayRows) -> Day:
    """The day of the coordination, from rows whose keys are at hand."""
    user, at = rows.night.user, rows.night.at
    listed = rows.listed
    waiting = _in_order([(row.waiting_since, row) for row in listed if row.waiting_since])
    late = _in_order(
        [(row.next_due, row) for row in listed if not row.waiting_since and row.next_due and row.next_due < at]
    )
    day = Day(
        waiting=table.rows(waiting[:SHOWN], user, at),
        waiting_total=sum(row.waiting_since is not None for row in rows.journeys),
        late=table.rows(late[:LATE_SHOWN], user, at),
        late_total=len(late),
        agenda=[], travelling=[], travelling_today=0, held=[], relays=[],
        reviews=due(listed, user, at), news=told(rows.written, rows.people),
        calls=listing.due(rows.calls, user, at, shown=CALLS_SHOWN),
    )  # fmt: skip
    if rows.meetings is not None:
        _add_meetings(day, rows, rows.meetings, at)
    return day


def _in_order(dated: list[tuple[datetime, Journey]]) -> list[Journey]:
    return [row for _moment, row in sorted(dated, key=lambda one: one[0])]


def _add_meetings(day: Day, rows: DayRows, meetings: Meetings, at: datetime) -> None:
    people, transfers = rows.people, meetings.transfers
    alarmed = {row.person for row in rows.night.ringing}
    day.held = _held(meetings.offers, people, at)
    day.travelling = _travelling(transfers, people, alarmed, at)
    day.travelling_today = sum(
        read(row, "times", Times).is_on(timezone.localdate(at)) for row in meetings.taken.transfers
    )
    again = _to_call_again(rows.rounds, people, at)
    day.agenda = _agenda(meetings.of_these(meetings.interviews), transfers, day.held, people, alarmed, at, again)
    day.relays = _relays(meetings, at)


def _url(person: Person) -> str:
    return reverse("journey:detail", args=[person.pk])


def _held(offers: Iterable[Offer], people: dict[uuid.UUID, Person], at: datetime) -> list[Held]:
    found = []
    for row in offers:
        until = read(row, "terms", OfferTerms).hold_until
        if until is not None and row.state != "kept":
            person = people[row.situation_id]
            found.append(
                Held(
                    person.pseudonym, person.reference, _url(person), until, until - at, until <= at,
                    at < until <= at + HOLD_ENDS_SOON,
                )
            )  # fmt: skip
    return sorted(found, key=lambda held: held.until)


def _travelling(
    transfers: Iterable[Transfer], people: dict[uuid.UUID, Person], alarmed: set[Any], at: datetime
) -> list[Journeying]:
    timed = sorted(((read(row, "times", Times), row) for row in transfers), key=lambda one: one[0].departs_at)
    today = timezone.localdate(at)
    return [
        _journeying(times, row, people[row.situation_id], row.person in alarmed)
        for times, row in timed
        if times.is_on(today) or row.state == "under_way"
    ]


def _journeying(times: Times, row: Transfer, person: Person, is_alarmed: bool) -> Journeying:
    company = _("avec accompagnement") if row.escort else _("sans accompagnement")
    if row.state == "under_way":
        sub = _("%(company)s, arrivée prévue à %(hour)s") % {"company": company, "hour": words.hour(times.expected_at)}
        word, shape = _("En route"), "travelling"
    else:
        sub = _("%(company)s, départ à %(hour)s") % {"company": company, "hour": words.hour(times.departs_at)}
        word, shape = _("Prévu"), "due"
    if is_alarmed:
        word, shape = _("Alarme"), "alarm"
    return Journeying(person.pseudonym, person.reference, _url(person), shape, word, sub)


def _agenda(
    interviews: Iterable[Interview],
    transfers: Iterable[Transfer],
    held: Iterable[Held],
    people: dict[uuid.UUID, Person],
    alarmed: set[Any],
    at: datetime,
    calls: Iterable[Appointment],
) -> list[Appointment]:
    found = [
        Appointment(read(row, "when", Meeting).at, _("Entretien de pré-accueil"), people[row.situation_id].reference, _url(people[row.situation_id]))
        for row in interviews
    ]  # fmt: skip
    for row in transfers:
        times, person = read(row, "times", Times), people[row.situation_id]
        if row.state == "planned":
            found.append(Appointment(times.departs_at, _("Départ"), person.reference, _url(person)))
        text = _("Arrivée attendue, non confirmée") if row.person in alarmed else _("Arrivée attendue")
        found.append(Appointment(times.expected_at, text, person.reference, _url(person), alarm=row.person in alarmed))
    found += [Appointment(hold.until, _("Fin d’une retenue"), hold.reference, hold.url) for hold in held]
    today = timezone.localdate(at)
    kept = [
        Appointment(one.at, one.text, one.reference, one.url, one.at < at and not one.alarm, one.alarm)
        for one in found
        if timezone.localdate(one.at) == today
    ]
    kept += calls
    return sorted([*kept, Appointment(at, "", "", "", is_now=True)], key=lambda one: one.at) if kept else []


def _to_call_again(
    rounds: Iterable[tuple[CallRound, RoundContent]], people: dict[uuid.UUID, Person], at: datetime
) -> list[Appointment]:
    """The houses that asked to be rung again until this evening, never named: in rounds that the reader follows."""
    return [
        Appointment(
            moment, _("Rappeler un lieu d’accueil"), people[row.situation_id].reference,
            reverse("placements:round", args=[row.pk]), moment < at,
        )
        for row, content in rounds
        for moment in content.to_call_again()
        if timezone.localdate(moment) <= timezone.localdate(at)
    ]  # fmt: skip


def _relays(meetings: Meetings, at: datetime) -> list[Relay]:
    """Which relay apartment is taken, and since how many days; never by whom."""
    terms = {stay.shelter: stay.read(StayTerms) for stay in meetings.relay_stays}
    return [_relay(shelter.code, terms.get(shelter.id), at) for shelter in meetings.houses.relays]


def relay_name(code: str) -> str:
    """«Relais A», from the last letter of its code."""
    return _("Relais %(letter)s") % {"letter": code[-1]}


def _relay(code: str, terms: StayTerms | None, at: datetime) -> Relay:
    if terms is None:
        return Relay(relay_name(code), False, 0, 0, None)
    day = (timezone.localdate(at) - terms.began_on).days + 1
    end = terms.planned_end
    return Relay(
        relay_name(code), True, day, (end - terms.began_on).days if end else 0, max(terms.check_ins, default=None)
    )
