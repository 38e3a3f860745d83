"""Blind links: a 16-byte random id through one AES block, one key per relation.

A copy of the database sees tokens that differ from relation to relation and name nothing. Only the location master
key turns them back.
"""

from __future__ import annotations

import uuid
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings


@lru_cache(maxsize=64)
def _cipher(relation: str, master: bytes) -> Cipher[ECB]:
    key = settings.MASTER.derive("locations", f"blind:{relation}")
    return Cipher(AES(key), ECB())  # noqa: S305  one block of a random id: no pattern to see


def token(relation: str, subject: uuid.UUID) -> uuid.UUID:
    """What stands in the database for ``subject`` in this relation."""
    box = _cipher(relation, settings.MASTER.locations).encryptor()
    return uuid.UUID(bytes=box.update(subject.bytes) + box.finalize())


def reveal(relation: str, blind: uuid.UUID) -> uuid.UUID:
    """The id behind a token."""
    box = _cipher(relation, settings.MASTER.locations).decryptor()
    return uuid.UUID(bytes=box.update(blind.bytes) + box.finalize())
