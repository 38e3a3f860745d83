"""Operations: the only way to write.

An operation names who (``by``) and when (``at``), opens the one transaction, and puts what it did on record as its
last act, under the chain's lock. Nested operations join the outer one. The outermost is repeated on a deadlock, so an
operation touches nothing but the databases; what must happen outside waits in ``after_commit``.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record import audit, guard, timeline, words
from havre.record.models import TimelineEntry
from havre.vault.gate import secrets_open
from havre.vault.keys import key_cache

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 3


class Refusal(Exception):
    """An expected refusal. Its sentence is fit for the user: what is wrong, what to do, what was kept."""

    sentence: str | Promise = _("Cela n’a pas pu être fait.")

    def __init__(self, sentence: str | Promise | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class Stale(Refusal):
    """Somebody else changed the row since it was shown: both versions are to be compared."""

    sentence = _("Cette fiche a changé entre-temps. Voici les deux versions ; choisissez.")


class NotAllowed(Refusal):
    """This account may not do this."""

    sentence = _("Votre compte ne permet pas cela. Rien n’a changé.")


@dataclass(frozen=True)
class OnBehalf:
    """An act entered for somebody else, by telephone: who spoke, and when it happened (``None``: now)."""

    who: str
    happened_at: datetime | None = None


def said_at(at: datetime, on_behalf_of: OnBehalf | None) -> datetime:
    """When an act happened: ``at``, or what was told by telephone."""
    return (on_behalf_of.happened_at if on_behalf_of else None) or at


@dataclass
class Current:
    """The operation that runs."""

    by: User | None
    at: datetime
    on_behalf_of: OnBehalf | None
    entries: list[audit.Pending] = field(default_factory=list)
    lines: list[TimelineEntry] = field(default_factory=list)
    after: list[Callable[[], None]] = field(default_factory=list)
    last: dict[Hashable, Callable[[], None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """An entry of the record as whoever listens hears of it: where it stands and which event it is."""

    sequence: int
    event: str


_current: ContextVar[Current | None] = ContextVar("record_operation", default=None)
_heard: ContextVar[list[Written] | None] = ContextVar("record_heard", default=None)
_process_lock = threading.RLock()


def current() -> Current:
    """The operation that runs. Raises ``guard.WriteOutsideOperation`` where there is none."""
    running = _current.get()
    if running is None:
        raise guard.WriteOutsideOperation("No operation runs.")
    return running


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Make ``function`` an operation. It takes ``by`` (an account, ``None`` for a sweep), ``at`` (aware) and, where a
    coordinator may enter it for somebody else, ``on_behalf_of``, all by keyword."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _current.get() is not None:
            return function(*args, **kwargs)
        by, at, told = kwargs["by"], kwargs["at"], kwargs.get("on_behalf_of")
        if not isinstance(at, datetime) or at.tzinfo is None:
            raise TypeError("an operation takes an aware moment: at=")
        for attempt in range(1, TRIES + 1):
            running = Current(by=by, at=at, on_behalf_of=told)  # type: ignore[arg-type]
            try:
                with _running(running):
                    result = function(*args, **kwargs)
                    _do_last(running)
                    written = _put_on_record(running)
            except OperationalError as error:
                if attempt == TRIES or not _is_deadlock(error):
                    raise
                time.sleep(0.02 * attempt)
                continue
            heard = _heard.get()
            if heard is not None:
                heard.extend(written)
            for act in running.after:
                act()
            return result
        raise AssertionError("unreachable")

    run.is_operation = True  # type: ignore[attr-defined]
    return run


@contextmanager
def _running(running: Current) -> Iterator[None]:
    lock = _process_lock if connection.vendor == "sqlite" else nullcontext()
    with lock, key_cache(), secrets_open(), transaction.atomic():
        allowed = guard.allowed.set(True)
        token = _current.set(running)
        try:
            yield
        finally:
            _current.reset(token)
            guard.allowed.reset(allowed)


def _do_last(running: Current) -> None:
    while running.last:
        running.last.pop(next(iter(running.last)))()


def _put_on_record(running: Current) -> list[Written]:
    timeline.write(running.lines)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    sequences = audit.append(running.entries, actor=running.by, at=running.at)
    return [Written(number, entry.event) for number, entry in zip(sequences, running.entries, strict=True)]


@contextmanager
def hearing() -> Iterator[list[Written]]:
    """What operations put on record while the block runs, once it is committed."""
    heard: list[Written] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def _is_deadlock(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in {"40P01", "40001"}


def record(
    event: str,
    *,
    subject: uuid.UUID | None = None,
    fields: Iterable[str] = (),
    facts: dict[str, Any] | None = None,
    thread: bool = True,
) -> None:
    """Put an event of the running operation on record and, for a person's situation, on its thread.

    ``facts`` (JSON) are sealed in both places; ``thread=False`` keeps it off the thread. ``event`` must be registered
    with ``words.register``.
    """
    running = current()
    words.label(event)
    told = running.on_behalf_of
    details: dict[str, Any] = dict(facts or {})
    if told:
        details |= {"on_behalf_of": told.who}
        if told.happened_at:
            details |= {"happened_at": told.happened_at.isoformat()}
    running.entries.append(audit.Pending(event=event, subject=subject, fields=tuple(fields), details=details or None))
    if subject is not None and thread:
        line = timeline.compose(subject, event, by=running.by, at=running.at, on_behalf_of=told, facts=facts or {})
        running.lines.append(line)


def at_the_end(key: Hashable, act: Callable[[], None]) -> None:
    """Run ``act`` inside the transaction once the outermost operation has done its work; once for each ``key``.

    For what is computed from many rows, whatever the order in which the operation writes them.
    """
    current().last.setdefault(key, act)


def after_commit(act: Callable[[], None]) -> None:
    """Run ``act`` once the outermost operation has committed; never when it did not."""
    current().after.append(act)


def save(row: models.Model, *names: str) -> None:
    """Write columns of a versioned row, if nobody changed it meanwhile; its version goes up. Raises ``Stale``."""
    manager = row.__class__._default_manager  # not type(): request.user is a proxy of its row
    version = row.version  # type: ignore[attr-defined]
    values = {name: getattr(row, name) for name in names}
    if not manager.filter(pk=row.pk, version=version).update(**values, version=version + 1):
        raise Stale
    row.version = version + 1  # type: ignore[attr-defined]


def expect_version(row: models.Model, version: int | None) -> None:
    """Refuse when the form was made from another version of the row. ``None`` expects nothing. Raises ``Stale``."""
    if version is not None and row.version != version:  # type: ignore[attr-defined]
        raise Stale
