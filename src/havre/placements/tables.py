"""Journeys as files: who travels and how far that is; their days only by two persons. Never where from or where to."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common.tables import Cell
from havre.placements.content import Times, read
from havre.placements.models import Transfer, with_people
from havre.placements.operations.endings import TRAVELLING
from havre.placements.states import TRANSFER
from havre.record import taking
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache


def _rows(user: User, at: datetime, *, days: bool) -> list[list[Cell]]:
    """By reference; the order of the days would tell them."""
    with key_cache():
        listed = list(Transfer.objects.linked().filter(state__in=TRAVELLING))
        people = with_people(listed)
        if days:
            fetch_keys(listed)
        found = []
        for row in listed:
            escorted = _("oui") if row.escort is not None else _("non")
            cells: list[Cell] = [people[row.situation_id].reference, str(TRANSFER.state(row.state).label), escorted]
            found.append([*cells, *(_days(row) if days else [])])
    return sorted(found, key=lambda cells: str(cells[0]))


def _days(row: Transfer) -> list[Cell]:
    times = read(row, "times", Times)
    return [times.departs_at, times.expected_at]


def register() -> None:
    """Offer the tables of this room."""
    heads = (gettext_lazy("Référence"), gettext_lazy("État"), gettext_lazy("Accompagnée"))
    days = (gettext_lazy("Départ"), gettext_lazy("Arrivée attendue"))
    taking.offer(
        taking.Table(
            "travels", gettext_lazy("Les voyages"), gettext_lazy("Références et états, sans jour ni lieu."),
            Permission.COORDINATE, alone=True, heads=heads, rows=partial(_rows, days=False),
        )
    )  # fmt: skip
    taking.offer(
        taking.Table(
            "travel_days", gettext_lazy("Les voyages avec leurs jours"),
            gettext_lazy("Références, états, départ et arrivée attendue. Aucun lieu."),
            Permission.COORDINATE, alone=False, heads=(*heads, *days), rows=partial(_rows, days=True),
        )
    )  # fmt: skip
