"""Tables that leave the house as a file: which there are, who may take which, and that it is on record.

Plain tables (references, states, days) are taken by one person who reads them on screen. Whatever comes from a working
profile needs two (P14): ``record.exporting``. A secret stands in none.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.tables import Cell
from havre.record import words
from havre.record.models import Export, ExportState
from havre.record.operations import NotAllowed, Refusal, operation, record

Row = TypeVar("Row", bound=models.Model)
Rows = Callable[[User, datetime], Iterable[Iterable[Cell]]]
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 4
CHUNK = 500
"""How many rows are read at a time: a file of any length takes the memory of these."""

words.register({"table_taken": _("Tableau téléchargé : %(table)s")})


class TwoPersons(Refusal):
    sentence = _("Ce tableau se télécharge à deux : demandez-le, une autre personne le confirme.")


@dataclass(frozen=True)
class Table:
    """A table that may be taken: its name in words, what it tells, who reads it, whether one person is enough.

    ``rows`` are made one after the other while the file is sent, never held together.
    """

    code: str
    label: str | Promise
    tells: str | Promise
    right: Permission
    alone: bool
    heads: tuple[str | Promise, ...]
    rows: Rows


_known: dict[str, Table] = {}


def offer(table: Table) -> None:
    """Add a table to the list; called once, from ``AppConfig.ready``."""
    _known[table.code] = table


def find(code: str) -> Table | None:
    return _known.get(code)


def open_to(user: User) -> list[Table]:
    """The tables that this account may take or ask for."""
    return [table for table in _known.values() if may(user, table.right)]


def table_of(code: str, by: User | None) -> Table:
    """Raises ``NotAllowed`` where there is none that this account may read."""
    table = _known.get(code)
    if table is None or by is None or not may(by, table.right):
        raise NotAllowed
    return table


def in_chunks(rows: models.QuerySet[Row]) -> Iterator[list[Row]]:
    """The rows, a few hundred at a time, as the database gives them."""
    given = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(given, CHUNK)):
        yield chunk


def new_number() -> str:
    """An opaque download number that nobody has: «7K2M-Q4XD»."""
    while True:
        halves = ("".join(secrets.choice(ALPHABET) for _letter in range(HALF)) for _half in range(2))
        if not Export.objects.filter(number=(number := "-".join(halves))).exists():
            return number


@operation
def take_table(code: str, *, by: User, at: datetime) -> str:
    """Put on record that a plain table is downloaded, and give it its number.

    Raises ``TwoPersons``, and ``NotAllowed`` where the account may not read it on screen either.
    """
    table = table_of(code, by)
    if not table.alone:
        raise TwoPersons
    row = Export(
        number=new_number(), table=code, state=ExportState.TAKEN, asked_by=by, asked_at=at, taken_at=at
    )  # fmt: skip
    row.save(force_insert=True)
    record("table_taken", subject=by.pk, facts={"table": str(table.label), "number": row.number}, thread=False)
    return row.number
