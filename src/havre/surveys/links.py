"""Links by which somebody without an account answers: random, shown once, kept as a digest.

What the holder of a link has typed so far is sealed under a key made of the link: the house keeps the digest and the
sealed draft, and can open neither.
"""

from __future__ import annotations

import hmac
from typing import Any

from django.db.models import Q

from havre.common import tokens
from havre.record.guard import housekeeping
from havre.surveys.models import Invitation, LinkDraft
from havre.vault import values

_DRAFT = "surveys.LinkDraft.content"


def find(link: str) -> Invitation | None:
    rows, digest = Invitation.objects.select_related("sending__edition__survey"), tokens.hashed(link)
    return rows.filter(Q(link=digest) | Q(link_again=digest)).first() if link else None


def _key(link: str) -> bytes:
    return hmac.digest(link.encode(), b"havre survey draft", "sha256")


def keep_draft(invitation: Invitation, link: str, content: dict[str, Any]) -> None:
    sealed = values.seal(_key(link), invitation.pk, _DRAFT, content)
    with housekeeping("drafts"):
        LinkDraft.objects.update_or_create(invitation=invitation, defaults={"content": sealed})


def read_draft(invitation: Invitation, link: str) -> dict[str, Any]:
    """What was typed so far; nothing where there is none, or where it was typed under an earlier link."""
    draft = LinkDraft.objects.filter(invitation=invitation).first()
    if draft is None:
        return {}
    try:
        content: dict[str, Any] = values.unseal(_key(link), invitation.pk, _DRAFT, bytes(draft.content))
    except values.Damaged:
        return {}
    return content


def forget_draft(invitation: Invitation) -> None:
    with housekeeping("drafts"):
        LinkDraft.objects.filter(invitation=invitation).delete()
