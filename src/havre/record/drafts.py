"""Drafts: what somebody typed and has not sent, sealed under their own key, kept on the server."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from havre.accounts.models import User
from havre.record.guard import housekeeping
from havre.record.models import Draft
from havre.vault.gate import secrets_open

KEEP = timedelta(days=14)
KEEP_EXPIRED_SESSION = timedelta(hours=24)
DESTROYED = "destroyed"
"""The kind of a draft that its author destroyed: nothing is left but its id, so that a page left open brings nothing back."""


class NotYours(Exception):
    """A draft of that id belongs to somebody else."""


@dataclass(frozen=True)
class Kept:
    """A draft as its author finds it again."""

    id: uuid.UUID
    content: dict[str, Any]
    saved_at: datetime


def keep(
    author: User,
    kind: str,
    content: dict[str, Any],
    *,
    at: datetime,
    draft_id: uuid.UUID | None = None,
    keep_for: timedelta = KEEP,
) -> Draft:
    """Write a draft, or the next version of one's own draft ``draft_id``, which is made where it does not exist.

    Raises ``NotYours``.
    """
    draft = _own(author, kind, draft_id)
    fresh = draft is None
    draft = draft or Draft(id=draft_id or uuid.uuid4(), author=author.pk, kind=kind)
    draft.saved_at, draft.keep_until = at, at + keep_for
    draft.seal("content", content)
    try:
        with housekeeping("drafts"), transaction.atomic():
            draft.save(force_insert=fresh, force_update=not fresh)
    except IntegrityError:
        if not fresh or _own(author, kind, draft_id) is None:
            raise NotYours from None
        return keep(author, kind, content, at=at, draft_id=draft_id, keep_for=keep_for)
    return draft


def _own(author: User, kind: str, draft_id: uuid.UUID | None) -> Draft | None:
    return Draft.objects.filter(pk=draft_id, author=author.pk, kind=kind).first() if draft_id else None


def find(author: User, kind: str, draft_id: uuid.UUID, *, at: datetime) -> Kept | None:
    """One's own draft of ``kind``, ``None`` where there is none or its time is over."""
    draft = Draft.objects.filter(pk=draft_id, author=author.pk, kind=kind, keep_until__gt=at).first()
    if draft is None:
        return None
    with secrets_open():
        return Kept(draft.pk, draft.unseal("content"), draft.saved_at)


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
    drafts = Draft.objects.filter(author=author.pk).exclude(kind=DESTROYED)
    if kind:
        drafts = drafts.filter(kind=kind)
    return list(drafts.order_by("-saved_at"))


def discard(author: User, draft_id: uuid.UUID) -> bool:
    """Forget one's own draft. Whether there was one."""
    with housekeeping("drafts"):
        return bool(Draft.objects.filter(pk=draft_id, author=author.pk).delete()[0])


def destroy(author: User, draft_id: uuid.UUID, *, at: datetime) -> None:
    """Like ``discard``, and the same page sent again, or going on typing, does not bring it back."""
    left = {"kind": DESTROYED, "content": None, "saved_at": at, "keep_until": at + KEEP}
    with housekeeping("drafts"):
        Draft.objects.update_or_create(pk=draft_id, author=author.pk, defaults=left)


def is_destroyed(author: User, draft_id: uuid.UUID) -> bool:
    return Draft.objects.filter(pk=draft_id, author=author.pk, kind=DESTROYED).exists()


def sweep(at: datetime) -> int:
    """Forget drafts past their time."""
    with housekeeping("drafts"):
        return Draft.objects.filter(keep_until__lte=at).delete()[0]
