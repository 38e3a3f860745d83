"""Blind links: a 16-byte random id through one AES block, one key per relation.

A copy of the database sees tokens that differ from relation to relation and name nothing. Only the location master
key turns them back.
"""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Callable, Sequence
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings

BYTES = 16


def _cipher(relation: str, master: bytes) -> Cipher[ECB]:
    key = settings.MASTER.derive("locations", f"blind:{relation}")
    return Cipher(AES(key), ECB())  # noqa: S305  one block of a random id: no pattern to see


class _Boxes(threading.local):
    """For each thread one box for each relation and direction: a box takes block after block, and is not shared."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, bool, bytes], CipherContext] = {}

    def get(self, relation: str, *, opens: bool) -> CipherContext:
        master = settings.MASTER.locations
        box = self.made.get((relation, opens, master))
        if box is None:
            cipher = _cipher(relation, master)
            box = self.made[relation, opens, master] = cipher.decryptor() if opens else cipher.encryptor()
        return box


_boxes = _Boxes()


def token(relation: str, subject: uuid.UUID) -> uuid.UUID:
    """What stands in the database for ``subject`` in this relation."""
    return uuid.UUID(bytes=_boxes.get(relation, opens=False).update(subject.bytes))


def reveal(relation: str, blind: uuid.UUID) -> uuid.UUID:
    """The id behind a token."""
    return revealing(relation)(blind)


def revealing(relation: str) -> Callable[[uuid.UUID], uuid.UUID]:
    """What reveals token after token of this relation, for the thread that asks."""
    update = _boxes.get(relation, opens=True).update
    return lambda blind: _as_id(update(blind.bytes))


def reveal_all(relation: str, blind: Sequence[str | None]) -> list[uuid.UUID | None]:
    """The ids behind tokens in text, at once; ``None`` stays."""
    tokens = bytes.fromhex("".join([token.replace("-", "") for token in blind if token]))
    ids = _boxes.get(relation, opens=True).update(tokens)
    start = itertools.count(0, BYTES)
    return [_as_id(ids[(at := next(start)) : at + BYTES]) if token else None for token in blind]


@lru_cache(maxsize=16_384)
def _as_id(raw: bytes) -> uuid.UUID:
    """``uuid.UUID(bytes=raw)``. A search turns back a thousand tokens, most of them of the same houses and places as the
    search before, and making the object costs ten times as much as the cipher."""
    return uuid.UUID(bytes=raw)
