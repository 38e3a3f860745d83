"""Where somebody comes in to answer: with an account, or with a link. Each keeps what is half typed in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from havre.accounts.models import User
from havre.record import drafts
from havre.surveys import asking
from havre.surveys import links as by_link
from havre.surveys.models import Invitation

KIND = "survey"
"""Of a draft."""


class Door(Protocol):
    """Where somebody comes in: how a draft is kept, where the form is sent, under which name the answer goes."""

    invitation: Invitation
    by: User | None
    url: str

    def load(self) -> tuple[asking.Typed, datetime | None]: ...

    def save(self, typed: asking.Typed) -> None: ...

    def forget(self) -> None: ...


def _is_unused(invitation: Invitation) -> bool:
    """Inside a transaction, until whose end nobody uses it: what is kept after the answer would be a copy of it."""
    return Invitation.objects.select_for_update().filter(pk=invitation.pk, answered=False).first() is not None


@dataclass
class OwnDoor:
    """An account; what it types is a draft of its own."""

    invitation: Invitation
    by: User | None
    url: str
    account: User

    def load(self) -> tuple[asking.Typed, datetime | None]:
        kept = drafts.find(self.account, KIND, self.invitation.pk, at=timezone.now())
        return (kept.content, kept.saved_at) if kept else ({}, None)

    def save(self, typed: asking.Typed) -> None:
        with transaction.atomic():
            if _is_unused(self.invitation):
                drafts.keep(self.account, KIND, typed, at=timezone.now(), draft_id=self.invitation.pk)

    def forget(self) -> None:
        drafts.discard(self.account, self.invitation.pk)


@dataclass
class LinkDoor:
    """Whoever holds the link, which seals what they type."""

    invitation: Invitation
    by: User | None
    url: str
    link: str

    def load(self) -> tuple[asking.Typed, datetime | None]:
        return by_link.read_draft(self.invitation, self.link), None

    def save(self, typed: asking.Typed) -> None:
        with transaction.atomic():
            if _is_unused(self.invitation):
                by_link.keep_draft(self.invitation, self.link, typed)

    def forget(self) -> None:
        by_link.forget_draft(self.invitation)
