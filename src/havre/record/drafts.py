"""Drafts: what somebody typed and has not sent, sealed under their own key, kept on the server."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from havre.accounts.models import User
from havre.record.guard import housekeeping
from havre.record.models import Draft
from havre.vault.gate import secrets_open

KEEP = timedelta(days=14)
KEEP_EXPIRED_SESSION = timedelta(hours=24)


def keep(
    author: User,
    kind: str,
    content: dict[str, Any],
    *,
    at: datetime,
    draft_id: uuid.UUID | None = None,
    keep_for: timedelta = KEEP,
) -> Draft:
    """Write a draft, or the next version of one's own draft ``draft_id``."""
    draft = Draft.objects.filter(pk=draft_id, author=author.pk, kind=kind).first() if draft_id else None
    draft = draft or Draft(author=author.pk, kind=kind)
    draft.saved_at, draft.keep_until = at, at + keep_for
    draft.seal("content", content)
    with housekeeping("drafts"):
        draft.save()
    return draft


def read(author: User, draft_id: uuid.UUID) -> dict[str, Any] | None:
    """The content of one's own draft, ``None`` where there is none."""
    draft = Draft.objects.filter(pk=draft_id, author=author.pk).first()
    if draft is None:
        return None
    with secrets_open():
        content: dict[str, Any] = draft.unseal("content")
    return content


def own(author: User, kind: str | None = None) -> list[Draft]:
    """One's own drafts, the latest first."""
    drafts = Draft.objects.filter(author=author.pk)
    if kind:
        drafts = drafts.filter(kind=kind)
    return list(drafts.order_by("-saved_at"))


def discard(author: User, draft_id: uuid.UUID) -> None:
    with housekeeping("drafts"):
        Draft.objects.filter(pk=draft_id, author=author.pk).delete()


def sweep(at: datetime) -> int:
    """Forget drafts past their time."""
    with housekeeping("drafts"):
        return Draft.objects.filter(keep_until__lte=at).delete()[0]
