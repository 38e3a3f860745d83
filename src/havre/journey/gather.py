"""Reads where situations stand from the rooms below: a fixed number of queries, whatever their number."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from havre.journey.standing import Asked, Ended, Found, Met, Standing, Travel
from havre.people.models import Agreement, Person
from havre.placements.content import AlarmContent, Meeting, OfferTerms, StayTerms, Times, read
from havre.placements.holds import OPEN
from havre.placements.models import Alarm, Interview, Offer, Search, Stay, Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.placements.stored import SearchContent
from havre.record.models import Clock
from havre.referrals.models import HandOver
from havre.referrals.presence import SPEAK
from havre.vault.fields import fetch_keys

CLOCKS = ("RISK", "R34", SPEAK, "ASKED")
CHUNK = 300
COLUMNS = (
    "coordinator", "past", "referral__state", "referral__received_at", "assessment__state", "assessment__risk_level",
    "case__state",
)  # fmt: skip


def standings(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """The standing of each of these persons. Inside a key cache; keys are fetched at once."""
    ids = list(person_ids)
    found: dict[uuid.UUID, Standing] = {}
    for start in range(0, len(ids), CHUNK):
        found.update(_chunk(ids[start : start + CHUNK]))
    return found


def _people(ids: list[uuid.UUID]) -> QuerySet[Person]:
    given = Prefetch("agreement_set", Agreement.objects.filter(state="given").only("kind", "person"), to_attr="given")
    rows = Person.objects.filter(pk__in=ids).select_related("referral", "assessment", "case").only(*COLUMNS)
    return rows.prefetch_related(given)


@dataclass
class Meetings:
    """The rows between one person and places, as far as they are alive."""

    offers: list[Offer] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)

    @property
    def has_kept_place(self) -> bool:
        return any(offer.state == "kept" for offer in self.offers)

    @property
    def may_alarm(self) -> bool:
        return bool(self.transfers or self.stays)

    @property
    def is_housed(self) -> bool:
        return any(stay.kind == "place" for stay in self.stays)


def _chunk(ids: list[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    people = list(_people(ids))
    fetch_keys(people)
    followed = [
        p.pk for p in people if getattr(p, "assessment", None) is not None or getattr(p, "case", None) is not None
    ]
    meetings = _meetings(followed) if followed else {}
    clocks = _clocks(ids)
    handed = [p.pk for p in people if (referral := getattr(p, "referral", None)) and referral.state == "handed_over"]
    received = set(
        HandOver.objects.filter(referral__person__in=handed, is_received=True).values_list(
            "referral__person", flat=True
        )
        if handed
        else ()
    )
    return {p.pk: _standing(p, meetings.get(p.pk, Meetings()), clocks.get(p.pk, {}), p.pk in received) for p in people}


def _meetings(ids: list[uuid.UUID]) -> dict[uuid.UUID, Meetings]:
    """The living rows of these persons. What can only exist beside something else is asked for only there: an
    interview beside an offer, a journey beside a place that is kept, an alarm beside a journey or a stay; a search
    counts only as long as nobody was asked."""
    found: defaultdict[uuid.UUID, Meetings] = defaultdict(Meetings)

    def fetch(name: str, rows: QuerySet[Any], whose: Iterable[uuid.UUID]) -> None:
        wanted = list(whose)
        for row in rows.filter(person__in=wanted) if wanted else ():
            getattr(found[row.person], name).append(row)

    fetch("offers", Offer.objects.filter(state__in=OPEN), ids)
    fetch("stays", Stay.objects.filter(state="present"), ids)
    fetch("interviews", Interview.objects.filter(state="planned"), [key for key, rows in found.items() if rows.offers])
    fetch("transfers", Transfer.objects.filter(state__in=TRAVELLING), [key for key in ids if found[key].has_kept_place])
    fetch("alarms", Alarm.objects.filter(state__in=("open", "taken")), [key for key in ids if found[key].may_alarm])
    fetch("searches", Search.objects.all(), [key for key in ids if not found[key].offers and not found[key].is_housed])
    return found


def _clocks(ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, datetime]]:
    found: defaultdict[uuid.UUID, dict[str, datetime]] = defaultdict(dict)
    for clock in Clock.objects.filter(subject__in=ids, code__in=CLOCKS, stopped_at=None):
        found[clock.subject][clock.code] = clock.due_at
    return found


def _standing(person: Person, rows: Meetings, clocks: dict[str, datetime], hand_over_received: bool) -> Standing:
    referral, assessment = getattr(person, "referral", None), getattr(person, "assessment", None)
    case = getattr(person, "case", None)
    ended = _last_stay(person)
    alarms = [read(row, "content", AlarmContent).since for row in rows.alarms]
    return Standing(
        coordinator_id=person.coordinator_id,
        referral=referral.state if referral else "",
        received_at=referral.received_at if referral else None,
        hand_over_received=hand_over_received,
        assessment=assessment.state if assessment else "",
        risk=assessment.risk_level if assessment else "",
        case=case.state if case else "",
        agreements=frozenset(agreement.kind for agreement in person.given),  # type: ignore[attr-defined]
        search=_last_search(rows.searches, ended),
        offers=tuple(sorted((_asked(row) for row in rows.offers), key=repr)),
        interview=_met(rows),
        transfer=_travel(rows.transfers),
        stays=frozenset(row.kind for row in rows.stays),
        must_move=any(read(row, "terms", StayTerms).moving for row in rows.stays),
        ended=ended,
        alarm_since=min(alarms, default=None),
        has_alarm=bool(rows.alarms),
        review_at=clocks.get("RISK"),
        receipt_due=clocks.get("R34"),
        speak_by=clocks.get(SPEAK),
        asked_at=clocks.get("ASKED"),
    )


def moment(content: dict[str, Any] | None, name: str) -> datetime | None:
    """A moment written as text in a sealed value; a bare day is its first hour."""
    text = (content or {}).get(name)
    if not text:
        return None
    found = datetime.fromisoformat(str(text))
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _asked(row: Offer) -> Asked:
    terms = read(row, "terms", OfferTerms)
    return Asked(row.state, terms.asked_at, terms.answer_by, terms.hold_until, terms.fallback)


def _met(rows: Meetings) -> Met | None:
    """The interview that is planned; else the one whose outcome stands on an offer."""
    planned = [read(row, "when", Meeting).at for row in rows.interviews if row.unseal("when")]
    if planned:
        return Met("planned", min(planned))
    outcomes = [outcome for row in rows.offers if (outcome := read(row, "terms", OfferTerms).interview)]
    return Met("held", outcomes[0].held_at) if outcomes else None


def _travel(rows: list[Transfer]) -> Travel | None:
    for row in rows:
        times = read(row, "times", Times)
        return Travel(row.state, times.departs_at, times.expected_at)
    return None


def _last_search(rows: list[Search], ended: Ended | None) -> Found | None:
    """The latest search since the last stay ended."""
    kept = [read(row, "content", SearchContent) for row in rows]
    after = ended.at if ended else None
    found = [Found(content.at, content.fitting) for content in kept if after is None or content.at > after]
    return max(found, key=lambda one: one.at, default=None)


def _last_stay(person: Person) -> Ended | None:
    stays = [stay for stay in (person.unseal("past") or {}).get("stays", []) if stay.get("kind", "place") == "place"]
    if not stays:
        return None
    last = max(stays, key=lambda stay: str(stay.get("ended_at", "")))
    return Ended(str(last.get("reason", "")), moment(last, "ended_at"))
