"""Sealed values: JSON, padded, AES-GCM, bound to subject, field and format version."""

from __future__ import annotations

import json
import secrets
import uuid
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from havre.vault.keys import NONCE_BYTES

VERSION = 1
PAD_BYTES = 256

_read = json.JSONDecoder().raw_decode
"""Reads up to the padding: ``json.loads`` would look for something after it, which takes longer than the value."""


class Damaged(Exception):
    """A sealed value does not belong here, or was changed."""


def seal(key: bytes, subject: uuid.UUID, field: str, value: Any) -> bytes:
    """Seal a JSON value. The length of the result tells its size in steps of 256 bytes only."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    padded = text.ljust(-(-len(text) // PAD_BYTES) * PAD_BYTES)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return bytes([VERSION]) + nonce + AESGCM(key).encrypt(nonce, padded, _bound(VERSION, subject, field))


def unseal(key: bytes, subject: uuid.UUID, field: str, sealed: bytes) -> Any:
    """The JSON value that was sealed. Raises ``Damaged``."""
    version, nonce, rest = sealed[0], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        text = AESGCM(key).decrypt(nonce, rest, _bound(version, subject, field)).decode()
    except InvalidTag:
        raise Damaged(field) from None
    return _read(text, 0)[0]


def _bound(version: int, subject: uuid.UUID, field: str) -> bytes:
    return bytes([version]) + subject.bytes + field.encode()
