"""The record as the officer reads it: what happened, when, by whom; of whom only a short token, of a case nothing.

Reading it and verifying it are themselves on record.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may, naming_a_house
from havre.record import audit, words
from havre.record.models import AuditEntry
from havre.record.opening import PURPOSES, SESSION, Purpose
from havre.record.operations import NotAllowed, operation, record
from havre.vault import blind, keys
from havre.vault.fields import fetch_keys

PER_PAGE = 50
BATCH = 500
MOST_READ = 20_000
"""How many entries one page may search for the acts of one account, whose name is sealed on each."""

NOBODY = uuid.UUID(int=0)
SHORT = 8
OPENED = "section_opened"
_BEFORE_A_FACT = re.compile(r"\s*[:,(]\s*$")
_CLAUSE = re.compile(r"\s*:[^:]*$")

words.register(
    {
        "record_read": _("Registre lu"),
        "record_verified": _("Registre vérifié"),
    }
)

FIELDS = {
    "answer": _("réponse"),
    "card": _("fiche"),
    "contacts": _("coordonnées"),
    "danger": _("danger"),
    "decision": _("décision"),
    "language": _("langue"),
    "link": _("lien"),
    "mail": _("adresse de courriel"),
    "name": _("nom"),
    "own_work": _("travail montré"),
    "password": _("mot de passe"),
    "phone": _("téléphone"),
    "profile": _("profil de travail"),
    "questions": _("questions"),
    "risk_level": _("niveau de risque"),
    "route": _("étapes du voyage"),
    "state": _("état"),
    "theme": _("apparence"),
    "times": _("horaires"),
    "trafficking": _("évaluation de la traite"),
}
"""Column → what it holds, in words. A column that is not here is the house's own affair."""


@dataclass(frozen=True)
class Asked:
    """What the officer looks for; days are local, both included."""

    event: str = ""
    since: date | None = None
    until: date | None = None
    actor: uuid.UUID | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the record. ``subject`` is the start of a blind token, empty where somebody of a house acted: name and
    token together would say where she is (law 2). ``actor`` is empty for the house itself."""

    sequence: int
    at: datetime
    event: str
    text: str
    subject: str
    actor: str
    fields: str
    why: str


@dataclass(frozen=True)
class Page:
    """Some lines, newest first; ``older`` is the sequence before which the next page starts, ``None`` at the end.

    ``searched`` says how far the search for one account went when it stopped before the page was full.
    """

    entries: list[Entry]
    older: int | None
    searched: int | None = None


@operation
def enter_record(*, by: User, at: datetime) -> None:
    """Put on record that the record is being read. Raises ``NotAllowed``."""
    if not may(by, Permission.READ_RECORD):
        raise NotAllowed
    record("record_read", subject=by.pk, thread=False)


def enter_once(session: str, *, by: User, at: datetime) -> None:
    """As ``enter_record``, once per working session."""
    if cache.add(f"record-read:{by.pk}:{session}", 1, timeout=SESSION.total_seconds()):
        enter_record(by=by, at=at)


@operation
def verify_record(*, anchors: dict[str, str] | None = None, by: User, at: datetime) -> audit.Report:
    """Recompute the whole chain, against checkpoints held outside where given. Raises ``NotAllowed``."""
    if not may(by, Permission.READ_RECORD):
        raise NotAllowed
    report = audit.verify(anchors=anchors)
    record(
        "record_verified",
        facts={"holds": report.holds, "entries": report.entries, "broken_at": report.broken_at},
        thread=False,
    )
    return report


def page_of(asked: Asked, *, before: int | None = None) -> Page:
    """The newest lines that answer what is asked, before a sequence; a handful of statements for any page."""
    found: list[AuditEntry] = []
    seen, last = 0, None
    for entry in islice(_entries(asked, before), MOST_READ):
        seen, last = seen + 1, entry.sequence
        if asked.actor is None or audit.read_actor(bytes(entry.actor)) == asked.actor:
            found.append(entry)
        if len(found) > PER_PAGE:
            break
    more = len(found) > PER_PAGE
    found = found[:PER_PAGE]
    if more:
        return Page(_lines(found), older=found[-1].sequence)
    stopped = seen == MOST_READ
    return Page(_lines(found), older=last if stopped else None, searched=last if stopped else None)


def _entries(asked: Asked, before: int | None) -> Iterator[AuditEntry]:
    """In batches, so that the search for one account reads no more than it needs."""
    wanted = AuditEntry.objects.order_by("-sequence")
    if asked.event:
        wanted = wanted.filter(event=asked.event)
    if asked.since:
        wanted = wanted.filter(at_us__gte=audit.microseconds(_midnight(asked.since)))
    if asked.until:
        wanted = wanted.filter(at_us__lt=audit.microseconds(_midnight(asked.until + timedelta(days=1))))
    size = BATCH if asked.actor else PER_PAGE + 1
    while True:
        batch = list((wanted.filter(sequence__lt=before) if before else wanted)[:size])
        yield from batch
        if len(batch) < size:
            return
        before = batch[-1].sequence


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _lines(entries: list[AuditEntry]) -> list[Entry]:
    actors = {entry.sequence: audit.read_actor(bytes(entry.actor)) for entry in entries}
    users = {user.pk: user for user in User.objects.filter(pk__in={a for a in actors.values() if a})}
    fetch_keys(users.values())
    keys.open_keys(
        {blind.reveal("audit.subject", e.subject) for e in entries if e.event == OPENED and e.subject is not None}
    )
    names, hidden = {actor: user.name for actor, user in users.items()}, naming_a_house(users)
    return [
        _line(entry, names.get(actors[entry.sequence] or NOBODY, ""), hide=actors[entry.sequence] in hidden)
        for entry in entries
    ]


def _line(entry: AuditEntry, actor: str, *, hide: bool) -> Entry:
    opened = _opened(entry)
    return Entry(
        sequence=entry.sequence,
        at=audit.moment(entry.at_us),
        event=entry.event,
        text=event_name(entry.event, section=opened.get("section", "")),
        subject=entry.subject.hex[:SHORT] if entry.subject and not hide else "",
        actor=actor,
        fields=_in_words(entry.fields),
        why=_why(opened.get("purpose", "")),
    )


def _in_words(fields: str) -> str:
    """What was written, where it has a name that says something to whoever reads; the others go unsaid."""
    named = (FIELDS.get(code.rpartition(".")[2]) for code in fields.split(","))
    return ", ".join(dict.fromkeys(str(word) for word in named if word))


def _opened(entry: AuditEntry) -> dict[str, Any]:
    """Of the sealed details only which section was opened and why; what was said of a case stays closed."""
    if entry.event != OPENED:
        return {}
    details = audit.read_details(entry) or {}
    return {name: details[name] for name in ("section", "purpose") if name in details}


def _why(purpose: str) -> str:
    return str(PURPOSES[Purpose(purpose)]) if purpose in set(Purpose) else ""


def event_name(code: str, *, section: str = "") -> str:
    """The words of an event without its facts; an event of an older version is shown by its code."""
    if code not in words.known():
        return code
    text = str(words.label(code))
    return text % defaultdict(lambda: "…", {"section": section} if section else {}) if "%(" in text else text


def event_name_alone(code: str) -> str:
    """The words of an event without the part that only its facts would fill: «Niveau de risque fixé», never «fixé : …»."""
    text = event_name(code)
    before = text.partition("…")[0]
    end = (_BEFORE_A_FACT.search(before) or _CLAUSE.search(before)) if before != text else None
    return text[: end.start()] if end else text


def event_choices() -> list[tuple[str, str]]:
    """All events by their words."""
    return sorted(((code, event_name(code)) for code in words.known()), key=lambda pair: pair[1].casefold())


def actor_choices() -> list[tuple[str, str]]:
    """All accounts by name; their names are sealed, so they are sorted here."""
    users = list(User.objects.all())
    fetch_keys(users)
    return sorted(((str(user.pk), user.name) for user in users), key=lambda pair: pair[1].casefold())
