"""Tables that leave the house as a file: who took which, on record. Plain columns only; nothing that is sealed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.record import words
from havre.record.operations import NotAllowed, operation, record

words.register({"table_taken": _("Tableau téléchargé : %(table)s")})


@operation
def take_table(table: str, *, right: Permission, rows: int, by: User, at: datetime) -> None:
    """Put on record that a table is downloaded: which one (a word without a value) and how many rows.

    Raises ``NotAllowed`` where the account may not read it on screen either.
    """
    if not may(by, right):
        raise NotAllowed
    record("table_taken", subject=by.pk, facts={"table": table, "rows": rows}, thread=False)
