"""Tokens of personal links and addresses: random, told once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 24


def new() -> str:
    return secrets.token_urlsafe(BYTES)


def hashed(token: str) -> str:
    """All that the house keeps of a token: 192 random bits need neither salt nor a slow digest."""
    return hashlib.sha256(token.encode()).hexdigest()
