"""A referral in a few words: for the journey page, and for the referrer, who sees the outside label only (P22)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise

from havre.people.duplicates import possible_duplicates
from havre.record import clocks, timeline
from havre.referrals import notices
from havre.referrals.models import HandOver, Message, Referral
from havre.referrals.states import REFERRAL

Text = str | Promise


@dataclass(frozen=True)
class OutsideView:
    """All that a referrer sees of a referral: a reference, a label, days."""

    referral_id: uuid.UUID
    reference: str
    label: Text
    shape: str
    received_on: date


@dataclass(frozen=True)
class Summary:
    """What the coordination sees on the journey page. ``unread`` counts the referrer's messages nobody read."""

    referral: Referral
    label: Text
    shape: str
    outside: OutsideView
    unread: int
    clocks: list[tuple[str, datetime]]
    duplicates: list[str]
    receipt_awaited: bool


_OUTSIDE_SHAPES = {"received": "received", "taken_up": "assessment"}


def outside_view(referral: Referral) -> OutsideView:
    return OutsideView(
        referral_id=referral.pk,
        reference=referral.outside_reference,
        label=REFERRAL.state(referral.state).outside,
        shape=_OUTSIDE_SHAPES.get(referral.state, "closed"),
        received_on=timezone.localdate(referral.received_at),
    )


_TURNS = {"referral_taken_up", "referral_reopened", "referral_answered", "referral_handed_over", "referral_withdrawn"}


def outside_since(referral: Referral) -> date:
    """The day since when the outside label holds, rounded to the day."""
    turns = [line.written_at for line in timeline.read(referral.person_id) if line.event in _TURNS]
    return timezone.localdate(max(turns, default=referral.received_at))


def of_person(person_id: uuid.UUID) -> Summary | None:
    """The referral by which this person came; ``None`` where there is none."""
    referral = Referral.objects.select_related("person").filter(person_id=person_id).first()
    return of_referral(referral) if referral else None


def of_referral(referral: Referral) -> Summary:
    state = REFERRAL.state(referral.state)
    running = clocks.running(referral.person_id).filter(code__in=notices.RINGS)
    return Summary(
        referral=referral,
        label=state.label,
        shape=state.shape,
        outside=outside_view(referral),
        unread=unread_from_referrers([referral.person_id]).get(referral.person_id, 0),
        clocks=[(clock.code, clock.due_at) for clock in running],
        duplicates=possible_duplicates(referral.person),
        receipt_awaited=HandOver.objects.filter(referral=referral, is_received=False).exists(),
    )


def unread_from_referrers(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Person → messages of her referrer that the coordination has not read, with one query."""
    rows = Message.objects.filter(referral__person_id__in=list(person_ids), from_coordination=False, unread=True)
    counted = rows.values_list("referral__person_id").annotate(total=Count("pk"))
    return dict(counted)


def unread_for_referrer(referral: Referral) -> int:
    return referral.messages.filter(from_coordination=True, unread=True).count()
