"""Codes that a stranger can check: a random number and a keyed mark over what the certificate says.

The mark covers programme, days, hours and name, so that a code neither can be made up nor outlives a change of any of
them. Letters and digits that look alike are read alike.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid

from django.conf import settings

NUMBER_BYTES, MARK_BYTES = 7, 8
GROUP = 4
_ALIKE = str.maketrans({"0": "O", "1": "I", "8": "B"})


def _mark(use: str, *said: str) -> bytes:
    key = settings.MASTER.derive("record", f"training:{use}")
    return hmac.new(key, "\0".join(said).encode(), hashlib.sha256).digest()[:MARK_BYTES]


def code_of(number: str, said: tuple[str, ...]) -> str:
    """«ABCD-EFGH-…» of a certificate with this number that says this."""
    text = base64.b32encode(bytes.fromhex(number) + _mark("certificate", number, *said)).decode().rstrip("=")
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def _bare(typed: str) -> str:
    """Without spaces, hyphens or whatever dash a word processor made of them."""
    return "".join(sign for sign in typed if sign.isalnum()).upper().translate(_ALIKE)


def number_in(typed: str) -> str:
    """The number that a typed code names; empty where it is no code at all."""
    text = _bare(typed)
    if len(text) != 8 * ((NUMBER_BYTES + MARK_BYTES) // 5) or not text.isascii():
        return ""
    try:
        return base64.b32decode(text)[:NUMBER_BYTES].hex()
    except (binascii.Error, ValueError):
        return ""


def is_code(typed: str, number: str, said: tuple[str, ...]) -> bool:
    """Whether what was typed is the code of this certificate."""
    return hmac.compare_digest(_bare(typed).encode(), code_of(number, said).replace("-", "").encode())


def seat_code(registration_id: uuid.UUID) -> str:
    """What a participant's sheet shows to be read by a telephone: who it is, with a mark."""
    return base64.urlsafe_b64encode(registration_id.bytes + _mark("seat", registration_id.hex)).decode().rstrip("=")


def registration_in(code: str) -> uuid.UUID | None:
    """Whose sheet it is; ``None`` where nobody's."""
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + MARK_BYTES:
        return None
    found = uuid.UUID(bytes=raw[:16])
    return found if hmac.compare_digest(_mark("seat", found.hex), raw[16:]) else None
