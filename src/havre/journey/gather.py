"""Reads where situations stand from the rooms below: a fixed number of queries, whatever their number."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
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
from havre.vault import keys

CLOCKS = ("RISK", "R34", SPEAK, "ASKED")
CHUNK = 300
COLUMNS = (
    "pk", "coordinator_id", "past", "referral__state", "referral__received_at", "assessment__state", "assessment__risk_level",
    "case__state",
)  # fmt: skip


def standings(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """The standing of each of these persons. Inside a key cache; keys are fetched at once."""
    ids = list(person_ids)
    found: dict[uuid.UUID, Standing] = {}
    for start in range(0, len(ids), CHUNK):
        found.update(_chunk(ids[start : start + CHUNK]))
    return found


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
        return bool(self.transfers or self.stays or self.offers)

    @property
    def is_housed(self) -> bool:
        return any(stay.kind == "place" for stay in self.stays)


def _chunk(ids: list[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    people: list[Any] = list(Person.objects.filter(pk__in=ids).values_list(*COLUMNS, named=True))
    keys.open_keys(ids)
    followed = [p.pk for p in people if _is_followed(p)]
    meetings = _meetings(followed) if followed else {}
    given = _given(followed) if followed else {}
    clocks = _clocks([p.pk for p in people if _is_followed(p) or p.referral__state != "received"])
    handed = [p.pk for p in people if p.referral__state == "handed_over"]
    received = set(
        HandOver.objects.filter(referral__person__in=handed, is_received=True).values_list(
            "referral__person", flat=True
        )
        if handed
        else ()
    )
    return {
        p.pk: _standing(
            p, meetings.get(p.pk, Meetings()), clocks.get(p.pk, {}), given.get(p.pk, set()), p.pk in received
        )
        for p in people
    }


def _is_followed(person: Any) -> bool:
    return person.assessment__state is not None or person.case__state is not None


def _meetings(ids: list[uuid.UUID]) -> dict[uuid.UUID, Meetings]:
    """The living rows of these persons. What can only exist beside something else is asked for only there: an
    interview beside an offer, a journey beside a place that is kept, an alarm beside an offer, a journey or a stay; a search
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
    """What runs of ``CLOCKS``: nothing as long as a referral was received and nobody has taken it up."""
    found: defaultdict[uuid.UUID, dict[str, datetime]] = defaultdict(dict)
    if not ids:
        return found
    running = Clock.objects.filter(subject__in=ids, code__in=CLOCKS, stopped_at=None)
    for subject, code, due_at in running.values_list("subject", "code", "due_at"):
        found[subject][code] = due_at
    return found


def _given(ids: list[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """The kinds of agreement in force; they decide what comes next once she is assessed, and not before."""
    found: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    given = Agreement.objects.filter(person__in=ids, state="given").values_list("person_id", "kind")
    for person_id, kind in given:
        found[person_id].add(kind)
    return found


def _standing(
    person: Any, rows: Meetings, clocks: dict[str, datetime], given: set[str], hand_over_received: bool
) -> Standing:
    """``person`` holds ``COLUMNS``; what she does not have is ``None``."""
    ended = _last_stay(Person(pk=person.pk, past=person.past))
    alarms = [read(row, "content", AlarmContent).since for row in rows.alarms]
    return Standing(
        coordinator_id=person.coordinator_id,
        referral=person.referral__state or "",
        received_at=person.referral__received_at,
        hand_over_received=hand_over_received,
        assessment=person.assessment__state or "",
        risk=person.assessment__risk_level or "",
        case=person.case__state or "",
        agreements=frozenset(given),
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
