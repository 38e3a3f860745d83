"""Tokens of personal links: random, shown or sent, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from havre.countries.fr.training import LINK_AFTER
from havre.training.models import PersonalLink, Registration
from havre.training.operations.common import AddressOf

TOKEN_BYTES = 24


def hashed(token: str) -> str:
    """192 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(row: Registration, use: str, *, address_of: AddressOf, at: datetime) -> str:
    """Its whole address. The link waits on the row (``new_links``) until the row itself is written."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    days = max(0, (row.session.ends_on - at.date()).days) + LINK_AFTER.value
    link = PersonalLink(registration=row, use=use, token=hashed(token), expires_at=at + timedelta(days=days))
    row.__dict__.setdefault("new_links", []).append(link)
    return address_of(use, token)
