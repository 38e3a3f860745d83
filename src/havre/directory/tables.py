"""The network as files: codes, kinds and targets; départements only by two persons. Never a name or an address."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common.tables import Cell
from havre.directory import listing
from havre.directory.models import ShelterKind
from havre.record import taking
from havre.vault.keys import key_cache


def _rows(user: User, at: datetime, *, areas: bool) -> list[list[Cell]]:
    with key_cache():
        return [_row(row, areas=areas) for row in listing.rows(user, at)]


def _row(row: listing.Row, *, areas: bool) -> list[Cell]:
    kind = row.organisation_word if row.kind == listing.PARTNER else str(ShelterKind(row.kind).label)
    state = _("en pause") if row.is_paused else _("ouvert")
    cells: list[Cell] = [row.code, kind, state, row.agreement.yearly_target]
    return [*cells, row.where, row.region, row.size, row.free] if areas else cells


def register() -> None:
    """Offer the tables of this room."""
    heads = (gettext_lazy("Code"), gettext_lazy("Type"), gettext_lazy("État"), gettext_lazy("Accueils visés par an"))
    areas = (gettext_lazy("Département"), gettext_lazy("Région"), gettext_lazy("Places"), gettext_lazy("Places libres"))
    taking.offer(
        taking.Table(
            "network", gettext_lazy("Le réseau"), gettext_lazy("Codes, types, états et accueils visés."),
            Permission.KEEP_DIRECTORY, alone=True, heads=heads, rows=partial(_rows, areas=False),
        )
    )  # fmt: skip
    taking.offer(
        taking.Table(
            "network_areas", gettext_lazy("Le réseau avec ses départements"),
            gettext_lazy("Codes, départements, places et places libres. Aucun nom, aucune adresse."),
            Permission.KEEP_DIRECTORY, alone=False, heads=(*heads, *areas), rows=partial(_rows, areas=True),
        )
    )  # fmt: skip
