"""A seminar as pages and papers show it: programme, minutes, decisions; the same statements for three parts or thirty."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from havre.common import words
from havre.training import reading
from havre.training.models import Session
from havre.training.models_seminars import Decision, Seminar, Slot, SlotKind
from havre.training.states import DECISION
from havre.vault.fields import fetch_keys


@dataclass(frozen=True)
class PartRow:
    """A part of the programme in words."""

    id: uuid.UUID
    version: int
    hours: str
    kind: str
    title: str
    led_by: str
    question: str
    notes: str
    noted_by: str
    leader: uuid.UUID | None
    is_break: bool


@dataclass(frozen=True)
class HalfDay:
    """A half-day with its parts in order; ``number`` is 0 for parts whose half-day the session no longer has."""

    number: int
    word: str
    parts: list[PartRow]


@dataclass(frozen=True)
class DecisionRow:
    id: uuid.UUID
    session_id: uuid.UUID
    version: int
    state: str
    word: str | Promise
    shape: str
    text: str
    who: str
    end: str
    due_on: date
    is_late: bool
    seminar: str


def clock_words(at: time) -> str:
    """«9 h 30», «9 h»; elsewhere «9:30»."""
    if not words.french():
        return f"{at.hour}:{at.minute:02}"
    return f"{at.hour}{words.NBSP}h" + (f"{words.NBSP}{at.minute:02}" if at.minute else "")


def programme(session: Session) -> list[HalfDay]:
    """Every half-day of the session, with or without parts. One statement, and one for the key."""
    slots = list(session.slots.order_by("half", "starts"))
    fetch_keys([session])
    halves = [HalfDay(number, told, [_part(one) for one in slots if one.half == number]) for number, told in reading.halves(session)]  # fmt: skip
    lost = [_part(one) for one in slots if one.half > session.half_days]
    return [*halves, HalfDay(0, _("Demi-journée retirée"), lost)] if lost else halves


def _part(slot: Slot) -> PartRow:
    text, notes = slot.read(), slot.read_notes()
    return PartRow(
        slot.pk, slot.version, f"{clock_words(slot.starts)} – {clock_words(slot.ends)}", str(SlotKind(slot.kind).label),
        text.title, text.led_by, text.question, notes.text, notes.by, slot.leader_id, slot.is_break,
    )  # fmt: skip


def has_programme(halves: Iterable[HalfDay]) -> bool:
    return any(one.parts for one in halves)


def programme_lines(session: Session) -> list[tuple[str, list[str]]]:
    """(half-day, lines) as the printed sheet says it; nothing where nothing is written yet."""
    return [(one.word, [_line(part) for part in one.parts]) for one in programme(session) if one.number and one.parts]


def _line(part: PartRow) -> str:
    return " · ".join(filter(None, [part.hours, part.title, part.led_by]))


def decisions(rows: Iterable[Decision], today: date) -> list[DecisionRow]:
    """The rows come with their session and programme; one statement for their keys."""
    listed = list(rows)
    fetch_keys(listed)
    return [_decision(one, today) for one in listed]


def _decision(row: Decision, today: date) -> DecisionRow:
    text, state = row.read(), DECISION.state(row.state)
    return DecisionRow(
        row.pk, row.session_id, row.version, row.state, state.label, state.shape, text.text, text.who, text.end, row.due_on,
        row.is_late(today), reading.days_words(row.session),
    )  # fmt: skip


def still_open(session: Session, today: date, most: int) -> tuple[int, list[DecisionRow]]:
    """How many decisions of other seminars are still to be done, and the first of them."""
    found = Decision.objects.open().exclude(session=session)
    shown = found.select_related("session__programme").order_by("due_on", "id")[:most]
    return found.count(), decisions(shown, today)


def minutes_are_out(session: Session) -> bool:
    return Seminar.objects.filter(session=session, minutes_on__isnull=False).exists()
