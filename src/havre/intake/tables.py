"""The calls of the year as a file: days and what came of them. Never who called, about what, or a word of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common import words
from havre.common.tables import Cell
from havre.intake.content import OUTCOMES
from havre.intake.models import Call
from havre.intake.states import CALL
from havre.record import taking


def _rows(user: User, at: datetime) -> Iterator[list[Cell]]:
    """The calls that this account sees, by the day on which they were noted."""
    year = words.local_day(at).year
    calls = Call.objects.visible_to(user).filter(noted_on__year=year).exclude(state="open").order_by("noted_on", "pk")
    for call in calls.only("noted_on", "outcome", "state", "closed_on").iterator(chunk_size=taking.CHUNK):
        came = str(OUTCOMES.get(call.outcome, "")) if call.state == "closed" else ""
        yield [call.noted_on, str(CALL.state(call.state).label), came, call.closed_on]


def register() -> None:
    """Offer the table of this room."""
    taking.offer(
        taking.Table(
            "calls", gettext_lazy("Les appels de l’année"), gettext_lazy("Jours et suites, sans un mot de ce qui fut dit."),
            Permission.NOTE_CALLS, alone=True, rows=_rows, heads=(
                gettext_lazy("Jour"), gettext_lazy("État"), gettext_lazy("Ce qui en est sorti"), gettext_lazy("Fini le"),
            ),
        )
    )  # fmt: skip
