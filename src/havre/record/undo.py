"""Taking back one's own act, where the law has an inverse for it. Undoing is itself an operation on record.

A room says for which of its events there is a way back. What has left the house, or was read, has none.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record import audit, words
from havre.record.models import AuditEntry
from havre.record.operations import Refusal, operation, record
from havre.record.reading import event_name_alone
from havre.vault import blind, keys

WITHIN = timedelta(hours=24)
MOST_READ = 5000
"""How many of the last entries are searched for the acts of one account, whose name is sealed on each."""

words.register({"act_undone": _("Annulé : %(what)s")})

Act = Callable[..., object]
"""Called with the row, ``by`` and ``at``: an operation as it is, where it needs no more."""


class MovedOn(Refusal):
    sentence = _("Quelque chose a suivi depuis, ou ce geste est déjà annulé. Rien n’a changé.")


class TooLate(Refusal):
    sentence = _("Ce geste a plus de vingt-quatre heures. Corrigez-le sur la page où il a été fait.")


class Rows:
    """The rows of those whom acts concern, for the unsealing that follows: each table is read once, however many kinds of
    acts ask for it, and all keys are fetched at once.
    """

    def __init__(self, subjects: Iterable[uuid.UUID]) -> None:
        self._subjects = set(subjects)
        self._read: dict[type[Model], list[Any]] = {}

    def of(self, model: type[Any], link: str = "person") -> list[Any]:
        """The rows of ``model`` whose ``link`` is one of the subjects."""
        if not self._read:
            keys.open_keys(self._subjects)
        if model not in self._read:
            self._read[model] = list(model.objects.filter(**{f"{link}__in": self._subjects}))
        return self._read[model]


Find = Callable[[Collection[uuid.UUID], Rows], dict[uuid.UUID, Any]]


@dataclass(frozen=True)
class Inverse:
    """The way back from one event. ``find`` gives, subject by subject, the row that still stands as the act left it."""

    does: str | Promise
    find: Find
    act: Act
    on_thread: bool


_known: dict[str, Inverse] = {}


def undoable(event: str, *, does: str | Promise, find: Find, act: Act, on_thread: bool = True) -> None:
    """Say that ``event`` can be taken back; ``does`` tells what happens then."""
    words.label(event)
    _known[event] = Inverse(does, find, act, on_thread)


def events() -> frozenset[str]:
    return frozenset(_known)


@dataclass(frozen=True)
class Done:
    """One of one's own acts; ``way_back`` is empty where there is none, or where something followed."""

    sequence: int
    at: datetime
    event: str
    subject: uuid.UUID | None
    way_back: str

    @property
    def text(self) -> str:
        return event_name_alone(self.event)


def recent(user: User, at: datetime, *, within: timedelta = WITHIN, among: Iterable[str] | None = None) -> list[Done]:
    """The acts of ``user``, the latest first; the same number of statements for one act and for a hundred."""
    entries = AuditEntry.objects.filter(at_us__gte=audit.microseconds(at - within)).order_by("-sequence")
    if among is not None:
        entries = entries.filter(event__in=list(among))
    return _done([entry for entry in entries[:MOST_READ] if audit.read_actor(bytes(entry.actor)) == user.pk])


def one(user: User, sequence: int) -> Done | None:
    """One act of ``user``, ``None`` where it is somebody else's."""
    entry = AuditEntry.objects.filter(sequence=sequence).first()
    if entry is None or audit.read_actor(bytes(entry.actor)) != user.pk:
        return None
    return _done([entry])[0]


def _done(own: list[AuditEntry]) -> list[Done]:
    open_ways = _open_ways(own)
    return [
        Done(
            entry.sequence, audit.moment(entry.at_us), entry.event, _subject(entry),
            str(_known[entry.event].does) if entry.sequence in open_ways else "",
        )
        for entry in own
    ]  # fmt: skip


def _subject(entry: AuditEntry) -> uuid.UUID | None:
    return blind.reveal("audit.subject", entry.subject) if entry.subject else None


def _open_ways(entries: Iterable[AuditEntry]) -> dict[int, Any]:
    """Sequence → the row that still stands, for the entries that can be taken back now."""
    asked = [entry for entry in entries if entry.event in _known and entry.subject]
    latest = dict(
        AuditEntry.objects.filter(event__in={e.event for e in asked}, subject__in={e.subject for e in asked})
        .values_list("event", "subject")
        .annotate(last=Max("sequence"))
        .values_list("last", "event")
    )
    rows = Rows(subject for entry in asked if (subject := _subject(entry)))
    found: dict[int, Any] = {}
    for event, inverse in _known.items():
        those = {_subject(e): e for e in asked if e.event == event and latest.get(e.sequence) == event}
        standing = inverse.find([subject for subject in those if subject], rows) if those else {}
        found |= {those[subject].sequence: row for subject, row in standing.items()}
    return found


@operation
def undo(sequence: int, *, by: User, at: datetime) -> str:
    """Take back one's own act of the last day, by the inverse of its room; the words of what was undone.

    Raises ``MovedOn`` where there is no way back, or none any more, ``TooLate``, and what the inverse raises.
    """
    entry = AuditEntry.objects.filter(sequence=sequence).first()
    if entry is None or audit.read_actor(bytes(entry.actor)) != by.pk:
        raise MovedOn
    if audit.moment(entry.at_us) < at - WITHIN:
        raise TooLate
    row = _open_ways([entry]).get(sequence)
    if row is None:
        raise MovedOn
    inverse, what = _known[entry.event], event_name_alone(entry.event)
    inverse.act(row, by=by, at=at)
    record("act_undone", subject=_subject(entry), facts={"what": what, "entry": sequence}, thread=inverse.on_thread)
    return what
