"""The audit: a chain of keyed MACs, cut into monthly segments that checkpoints close."""

from __future__ import annotations

import hmac
import secrets
import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from havre.accounts.models import User
from havre.common.adding import add
from havre.record.models import AuditChain, AuditCheckpoint, AuditEntry
from havre.vault import blind, keys, values

NONCE_BYTES = 12
DETAILS = "record.AuditEntry.details"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = struct.Struct(">qq")
READ = "SELECT sequence, head, segment FROM record_auditchain WHERE id = 1"
MOVE = "UPDATE record_auditchain SET sequence = %s, head = %s, segment = %s WHERE id = 1"


@dataclass(frozen=True)
class Pending:
    """An event that waits for the end of its operation."""

    event: str
    subject: uuid.UUID | None
    fields: tuple[str, ...]
    details: dict[str, Any] | None


@dataclass(frozen=True)
class Report:
    """What a verification found. ``broken_at`` is the first sequence that does not hold, ``None`` if all do."""

    entries: int
    checkpoints: int
    broken_at: int | None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def append(entries: list[Pending], *, actor: User | None, at: datetime) -> list[int]:
    """Take the chain's lock and append ``entries``; the last act of an operation. Returns their sequences."""
    if not entries:
        return []
    chain = _locked_chain()
    segment = _segment(at)
    if chain.segment and segment > chain.segment:
        _close(chain)
    # A clock that goes back writes into the open segment: the order of the chain is the order of writing.
    chain.segment = max(chain.segment, segment)
    key, sealer = _chain_key(), _actor_box()
    rows, head, at_us = [], bytes(chain.head), microseconds(at)
    for number, pending in enumerate(entries, start=chain.sequence + 1):
        subject = pending.subject and blind.token("audit.subject", pending.subject)
        who, what, details = _seal_actor(sealer, actor), ",".join(pending.fields), _seal_details(pending)
        head = _mac(key, head, number, at_us, pending.event, subject, who, what, details)
        rows.append(
            AuditEntry(
                sequence=number, at_us=at_us, event=pending.event, subject=subject, actor=who, fields=what,
                details=details, mac=head,
            )
        )  # fmt: skip
    add(*rows)
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [chain.sequence + len(rows), head, chain.segment])
    return [row.sequence for row in rows]


def _locked_chain() -> AuditChain:
    """Where the chain stands; whoever comes meanwhile waits (SQLite: an operation holds the whole file)."""
    found = _read_chain()
    if found is None:
        AuditChain.objects.get_or_create(id=1)
        found = _read_chain()
    return AuditChain(1, *found)


def _read_chain() -> Any:
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(READ + lock)
        return cursor.fetchone()


def microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(at_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at_us)


def _segment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m")


def _close(chain: AuditChain) -> None:
    head = bytes(chain.head)
    mac = _checkpoint_mac(chain.segment, chain.sequence, head)
    AuditCheckpoint.objects.create(segment=chain.segment, last_sequence=chain.sequence, head=head, mac=mac)


def _checkpoint_mac(segment: str, last: int, head: bytes) -> bytes:
    return hmac.digest(settings.MASTER.derive("record", "checkpoint"), f"{segment}:{last}:".encode() + head, "sha256")


def _chain_key() -> bytes:
    key: bytes = settings.MASTER.derive("record", "chain")
    return key


def _actor_box() -> AESGCM:
    return AESGCM(settings.MASTER.derive("record", "actor"))


def _seal_actor(box: AESGCM, actor: User | None) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + box.encrypt(nonce, actor.pk.bytes if actor else bytes(16), None)


def read_actor(sealed: bytes) -> uuid.UUID | None:
    """The id of the account that acted, ``None`` for a sweep."""
    raw = _actor_box().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    return uuid.UUID(bytes=raw) if any(raw) else None


def _seal_details(pending: Pending) -> bytes | None:
    if pending.details is None:
        return None
    subject = pending.subject or uuid.UUID(int=0)
    key = keys.open_key(subject) if pending.subject else settings.MASTER.derive("record", "details")
    return values.seal(key, subject, DETAILS, pending.details)


def read_details(entry: AuditEntry) -> Any:
    """The sealed details of an entry, ``None`` where there are none or the subject's key is gone."""
    if entry.details is None:
        return None
    if entry.subject is None:
        subject, key = uuid.UUID(int=0), settings.MASTER.derive("record", "details")
    else:
        subject = blind.reveal("audit.subject", entry.subject)
        found = keys.open_keys([subject])
        if subject not in found:
            return None
        key = found[subject]
    return values.unseal(key, subject, DETAILS, bytes(entry.details))


def subjects_since(at: datetime, *, among: int) -> set[uuid.UUID]:
    """Whom the record names since then, among its last entries; two statements."""
    reached = AuditChain.objects.values_list("sequence", flat=True).first() or 0
    found = AuditEntry.objects.filter(
        sequence__gt=reached - among, at_us__gte=microseconds(at), subject__isnull=False
    ).values_list("subject", flat=True)
    return {blind.reveal("audit.subject", subject) for subject in found.distinct() if subject}


def of_subject(subject: uuid.UUID) -> Any:
    """The entries that concern one subject, newest first."""
    return AuditEntry.objects.filter(subject=blind.token("audit.subject", subject)).order_by("-sequence")


def _mac(
    key: bytes,
    head: bytes,
    sequence: int,
    at_us: int,
    event: str,
    subject: uuid.UUID | None,
    actor: bytes,
    fields: str,
    details: bytes | None,
) -> bytes:
    who = subject.bytes if subject else b""
    text = f"{event}\0{fields}\0{len(who)}\0{len(actor)}\0".encode()
    return hmac.digest(key, head + _HEAD.pack(sequence, at_us) + text + who + actor + (details or b""), "sha256")


def verify(*, anchors: dict[str, str] | None = None) -> Report:
    """Recompute the whole chain over a raw cursor.

    ``anchors`` are checkpoints held outside, segment → head in hex: with them the chain is proved up to the last one.
    """
    checkpoints = {c.last_sequence: c for c in AuditCheckpoint.objects.all()}
    for checkpoint in checkpoints.values():
        head = bytes(checkpoint.head)
        expected = _checkpoint_mac(checkpoint.segment, checkpoint.last_sequence, head)
        outside = (anchors or {}).get(checkpoint.segment, head.hex())
        if not hmac.compare_digest(expected, bytes(checkpoint.mac)) or outside != head.hex():
            return Report(0, len(checkpoints), checkpoint.last_sequence, "checkpoint")
    missing = set(anchors or {}) - {c.segment for c in checkpoints.values()}
    if missing:
        return Report(0, len(checkpoints), 0, "checkpoint missing")
    return _walk(checkpoints)


def _walk(checkpoints: dict[int, AuditCheckpoint]) -> Report:
    key, count, head, sequence = _chain_key(), 0, b"", 0
    for number, at_us, event, subject, actor, fields, details, mac in _raw_entries():
        if count == 0 and number != 1:
            before = checkpoints.get(number - 1)
            if before is None:
                return Report(0, len(checkpoints), number, "entries missing at the start")
            head, sequence = bytes(before.head), number - 1
        if number != sequence + 1:
            return Report(count, len(checkpoints), sequence + 1, "entry missing")
        head = _mac(key, head, number, at_us, event, subject, actor, fields, details)
        if head != mac:
            return Report(count, len(checkpoints), number, "entry changed")
        if number in checkpoints and bytes(checkpoints[number].head) != head:
            return Report(count, len(checkpoints), number, "checkpoint differs")
        sequence, count = number, count + 1
    chain = AuditChain.objects.filter(id=1).first()
    if chain is not None and (chain.sequence != sequence and (count or chain.sequence not in checkpoints)):
        return Report(count, len(checkpoints), sequence + 1, "end of the chain missing")
    return Report(count, len(checkpoints), None)


def _raw_entries() -> Iterator[tuple[int, int, str, uuid.UUID | None, bytes, str, bytes | None, bytes]]:
    sql = "SELECT sequence, at_us, event, subject, actor, fields, details, mac FROM record_auditentry WHERE sequence > %s ORDER BY sequence LIMIT 5000"
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [last])
            rows = cursor.fetchall()
        for number, at_us, event, subject, actor, fields, details, mac in rows:
            who = subject if subject is None or isinstance(subject, uuid.UUID) else uuid.UUID(subject)
            yield number, at_us, event, who, bytes(actor), fields, details and bytes(details), bytes(mac)
        if not rows:
            return
        last = rows[-1][0]
