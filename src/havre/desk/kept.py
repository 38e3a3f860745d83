"""What was typed when the session had ended: kept sealed for a day under the account that had it.

A cookie that lives as long as the browser names that account, encrypted. Whoever holds the cookie can leave a draft
there, and read nothing.
"""

from __future__ import annotations

import base64
import secrets
import uuid
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from havre.accounts.models import User
from havre.record import drafts
from havre.record.models import Draft

COOKIE = "havre_seat"
KIND = "expired_session"
NONCE_BYTES = 12
MOST = 5
FIELD = "kept_draft"
"""Carried by a page that is sent again: once it has been taken, what was kept goes."""
UNTYPED = frozenset({"csrfmiddlewaretoken", "version", "next", "password", FIELD})
"""Fields that nobody typed, and the one that is never kept."""


def _box() -> AESGCM:
    return AESGCM(settings.MASTER.derive("web", "seat"))


def name_account(response: HttpResponse, user: User) -> None:
    """Let the browser remember, encrypted, whose session this was."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = base64.urlsafe_b64encode(nonce + _box().encrypt(nonce, user.pk.bytes, None)).decode()
    response.set_cookie(COOKIE, sealed, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def account_id(request: HttpRequest) -> uuid.UUID | None:
    """The account that the cookie names, ``None`` where there is none or somebody made it up."""
    try:
        raw = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        return uuid.UUID(bytes=_box().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None))
    except (ValueError, InvalidTag):
        return None


def keep(request: HttpRequest, user: User, *, at: datetime) -> Draft | None:
    """Seal what was posted, with where it was going. ``None`` where nothing had been typed."""
    typed = {name: values for name in request.POST if name not in UNTYPED and any(values := request.POST.getlist(name))}
    if not typed:
        return None
    fields = {
        name: request.POST.getlist(name) for name in request.POST if name not in ("csrfmiddlewaretoken", "password")
    }
    for old in drafts.own(user, KIND)[MOST - 1 :]:
        drafts.discard(user, old.pk)
    content = {"path": request.path, "fields": fields, "at": at.isoformat()}
    return drafts.keep(user, KIND, content, at=at, keep_for=drafts.KEEP_EXPIRED_SESSION)


def waiting(user: User) -> Draft | None:
    """The latest page that waits to be taken up again."""
    return next(iter(drafts.own(user, KIND)), None)


def taken_up(user: User, draft_id: str) -> None:
    """Forget what was kept: the page it was meant for has taken it."""
    for draft in drafts.own(user, KIND) if draft_id else ():
        if str(draft.pk) == draft_id:
            drafts.discard(user, draft.pk)


def shown(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, text) of what a person typed, without what the page itself had put in."""
    return [
        (name, text) for name, values in content["fields"].items() if name not in UNTYPED for text in values if text
    ]
