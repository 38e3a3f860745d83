"""Data keys: made, wrapped, fetched in bulk, kept in memory for one request only."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections, transaction

from havre.common.adding import add
from havre.vault.master import KEY_BYTES
from havre.vault.models import Epoch, SearchToken, SubjectKey

NONCE_BYTES = 12
REALMS = ("people", "locations")

_cache: ContextVar[dict[uuid.UUID, bytes] | None] = ContextVar("vault_key_cache", default=None)


class KeyGone(Exception):
    """The key of this subject does not exist (any more): what was sealed under it cannot be read."""


class WrongKeys(Exception):
    """The master keys do not belong to this key database."""


@contextmanager
def key_cache() -> Iterator[None]:
    """Keep unwrapped keys in memory until the block ends. Nested blocks share the outer one."""
    if _cache.get() is not None:
        yield
        return
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.reset(token)


def master_key(realm: str) -> AESGCM:
    return AESGCM(getattr(settings.MASTER, realm))


def wrap(outer: AESGCM, inner: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + outer.encrypt(nonce, inner, bound_to)


def unwrap(outer: AESGCM, wrapped: bytes, bound_to: bytes) -> bytes:
    try:
        return outer.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise WrongKeys("The master keys do not belong to this key database.") from None


@lru_cache(maxsize=64)
def _epoch_key(realm: str, number: int, wrapped: bytes) -> AESGCM:
    """The key of an epoch, ready to unwrap the keys of its subjects one after the other."""
    return AESGCM(unwrap(master_key(realm), wrapped, f"{realm}:{number}".encode()))


def current_epoch(realm: str) -> Epoch:
    """The newest epoch of ``realm``, made on first use."""
    row = _newest(realm)
    if row is None:
        wrapped = wrap(master_key(realm), secrets.token_bytes(KEY_BYTES), f"{realm}:1".encode())
        with transaction.atomic(using="keys"):
            Epoch.objects.get_or_create(realm=realm, number=1, defaults={"wrapped": wrapped})
        row = _newest(realm)
    return Epoch(*row)


def _newest(realm: str) -> Any:
    """Asked for each new subject, so in plain SQL."""
    sql = "SELECT id, realm, number, wrapped FROM vault_epoch WHERE realm = %s ORDER BY number DESC LIMIT 1"
    with connections["keys"].cursor() as cursor:
        cursor.execute(sql, [realm])
        return cursor.fetchone()


def create_subject(realm: str = "people", *, subject: uuid.UUID | None = None) -> uuid.UUID:
    """A new subject with a key of its own; the key is written before any row that needs it.

    ``subject`` is a random id chosen before, so that sending twice makes one row; a key left by a row that was
    never written is used again.
    """
    if realm not in REALMS:
        raise ValueError(f"unknown realm {realm!r}")
    epoch = current_epoch(realm)
    if subject is not None and open_keys([subject]):
        return subject
    chosen, key = subject or uuid.uuid4(), secrets.token_bytes(KEY_BYTES)
    outer = _epoch_key(realm, epoch.number, bytes(epoch.wrapped))
    wrapped = {"epoch": epoch, "wrapped": wrap(outer, key, chosen.bytes)}
    if subject is None:
        add(SubjectKey(id=chosen, **wrapped))
        made = True
    else:
        _row, made = SubjectKey.objects.get_or_create(id=chosen, defaults=wrapped)
    cache = _cache.get()
    if made and cache is not None:
        cache[chosen] = key
    return chosen


def open_keys(subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """The unwrapped keys of ``subjects``; those that do not exist are left out. One query for all."""
    cache = _cache.get()
    wanted = set(subjects)
    found = {s: cache[s] for s in wanted if s in cache} if cache else {}
    missing = list(wanted - found.keys())
    for start in range(0, len(missing), 500):
        found.update(_fetch(missing[start : start + 500]))
    if cache is not None:
        cache.update(found)
    return found


def open_key(subject: uuid.UUID) -> bytes:
    """The key of one subject. Raises ``KeyGone``."""
    cache = _cache.get()
    if cache is not None and (known := cache.get(subject)) is not None:
        return known
    try:
        return open_keys([subject])[subject]
    except KeyError:
        raise KeyGone(str(subject)) from None


def forget(subjects: Iterable[uuid.UUID]) -> int:
    """Delete the keys of ``subjects`` for good; what was sealed under them is noise from then on. Returns how many."""
    gone, cache = set(subjects), _cache.get() or {}
    for subject in gone:
        cache.pop(subject, None)
    with transaction.atomic(using="keys"):
        SearchToken.objects.filter(subject__in=gone).delete()
        return SubjectKey.objects.filter(pk__in=gone).delete()[0]


def _fetch(subjects: list[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    connection = connections["keys"]
    if connection.vendor == "postgresql":  # one array, whatever its length: the statement is read once
        asked: dict[Any, uuid.UUID] = {subject: subject for subject in subjects}
        among, values = "= ANY(%s)", [list(asked)]
    else:
        asked = {subject.hex: subject for subject in subjects}
        among, values = f"IN ({', '.join(['%s'] * len(asked))})", list(asked)
    sql = (
        "SELECT k.id, k.wrapped, e.realm, e.number, e.wrapped FROM vault_subjectkey k "  # noqa: S608
        f"JOIN vault_epoch e ON e.id = k.epoch_id WHERE k.id {among}"
    )
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for raw, wrapped, realm, number, epoch_wrapped in cursor.fetchall():
            subject = asked[raw]
            outer = _epoch_key(realm, number, bytes(epoch_wrapped))
            found[subject] = unwrap(outer, bytes(wrapped), subject.bytes)
    return found


def sweep_orphans(known: set[uuid.UUID]) -> int:
    """Forget keys whose row was never written: those not ``known`` in two sweeps in a row, a day apart.

    The first sweep marks, the second deletes, so that a key made just before its row is never lost. Returns how many
    went.
    """
    present = set(SubjectKey.objects.values_list("pk", flat=True))
    lost = present - known
    with transaction.atomic(using="keys"):
        marked = set(SubjectKey.objects.filter(unseen__gt=0).values_list("pk", flat=True))
        SubjectKey.objects.filter(pk__in=marked & known).update(unseen=0)
        gone = lost & marked
        SubjectKey.objects.filter(pk__in=gone).delete()
        SubjectKey.objects.filter(pk__in=lost - gone).update(unseen=1)
    return len(gone)
