"""Opening what is sealed: for a purpose, each time on record."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.record import words
from havre.record.operations import NotAllowed, operation, record
from havre.vault.fields import SealedModel

OPEN_MINUTES = 10
SESSION = timedelta(hours=12)


class Purpose(StrEnum):
    """Why a sealed section is opened: a closed list."""

    CALL = "call"
    PREPARE_INTERVIEW = "prepare_interview"
    PREPARE_JOURNEY = "prepare_journey"
    SAFETY = "safety"
    CORRECT = "correct"
    OTHER = "other"


PURPOSES = {
    Purpose.CALL: _("appeler"),
    Purpose.PREPARE_INTERVIEW: _("préparer l’entretien"),
    Purpose.PREPARE_JOURNEY: _("préparer le voyage"),
    Purpose.SAFETY: _("un danger"),
    Purpose.CORRECT: _("corriger"),
    Purpose.OTHER: _("autre motif"),
}

words.register(
    {
        "section_opened": _("« %(section)s » ouvert"),
        "file_entered": _("Dossier lu"),
    }
)


@operation
def open_section(
    row: SealedModel,
    names: Sequence[str],
    *,
    section: str,
    permission: Permission,
    purpose: Purpose,
    by: User,
    at: datetime,
) -> dict[str, Any]:
    """The values of some sealed columns of ``row``, for a purpose; an audit entry each time.

    ``section`` is what the thread calls it; ``permission`` is asked on the row. Raises ``NotAllowed``.
    """
    if not may(by, permission, row):
        raise NotAllowed
    values = {name: row.unseal(name) for name in names}
    situation: uuid.UUID | None = getattr(row, "situation_id", row.sealing_subject)
    record(
        "section_opened",
        subject=situation,
        fields=[f"{row._meta.label_lower}.{name}" for name in names],
        facts={"section": section, "purpose": str(purpose)},
        thread=situation is not None and getattr(row, "has_thread", True),
    )
    return values


def enter_file(subject: uuid.UUID, *, session: str, by: User, at: datetime) -> None:
    """Put on record that somebody read a file's working profile: once per working session."""
    key = f"entered:{by.pk}:{subject}:{session}"
    if cache.add(key, 1, timeout=SESSION.total_seconds()):
        _record_entry(subject, by=by, at=at)


@operation
def _record_entry(subject: uuid.UUID, *, by: User, at: datetime) -> None:
    record("file_entered", subject=subject, thread=False)
