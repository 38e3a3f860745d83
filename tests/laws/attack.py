"""What somebody can do with a copy of the main database and knowledge from outside, but without the keys.

The copy is read as raw rows: no model, no decryption. Two rows are linked when they share a value that could be an
identifier, or (on PostgreSQL) when one transaction wrote both.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection

from havre.record.guard import is_write

_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.I)
_CODED = re.compile(r"^(?=.*\d)\S+$")
_WRITTEN = re.compile(r"\b(?:INTO|UPDATE|FROM)\s+\"?(\w+)\"?", re.I)
OF_LIBRARIES = ("django_", "auth_", "account_", "sqlite_")
NAMES_A_PLACE = frozenset(
    {"directory_shelter", "directory_partner", "accounts_organisation", "accounts_membership", "accounts_user"}
)
"""Tables whose rows name a place, a shelter or its staff in clear."""
OF_A_PERSON = frozenset(
    {
        "people_person", "people_agreement", "referrals_referral", "referrals_message", "referrals_handover",
        "assessments_assessment", "cases_case", "journey_journey", "record_timelineentry", "record_clock",
        "placements_search", "placements_override", "placements_offer", "placements_interview", "placements_transfer",
        "placements_alarm", "placements_stay", "placements_callround",
    }
)  # fmt: skip
"""Tables whose rows speak of a person."""


@dataclass(frozen=True)
class RawRow:
    """A row of a copy: where it stands, who wrote it (PostgreSQL), and every value in it."""

    table: str
    number: int
    transaction: str
    values: tuple[Any, ...]

    @property
    def identifiers(self) -> set[str]:
        """Values that could identify: ids and tokens in whatever form, and other codes; not the words of closed lists."""
        found: set[str] = set()
        for value in self.values:
            if isinstance(value, uuid.UUID):
                found.add(value.hex)
            elif isinstance(value, memoryview | bytes):
                if 8 <= len(bytes(value)) <= 40:
                    found.add(bytes(value).hex())
            elif isinstance(value, str):
                found.update(u.replace("-", "").lower() for u in _UUID.findall(value))
                if len(value) >= 16 and _CODED.search(value) and not value.startswith(("argon2", "md5$")):
                    found.add(value.lower())
        return found


def raw_rows() -> list[RawRow]:
    """Every row of every table of ours in the main database."""
    rows = []
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(OF_LIBRARIES):
                continue
            cursor.execute(f'SELECT {"xmin::text, " if postgres else ""}* FROM "{table}"')
            for number, row in enumerate(cursor.fetchall()):
                written, values = (str(row[0]), row[1:]) if postgres else ("", row)
                rows.append(RawRow(table, number, written, tuple(values)))
    return rows


def reachable(start: list[RawRow], rows: list[RawRow]) -> set[RawRow]:
    """All rows that can be reached from ``start`` by shared identifiers or shared transactions."""
    by_value: dict[str, list[RawRow]] = defaultdict(list)
    by_transaction: dict[str, list[RawRow]] = defaultdict(list)
    for row in rows:
        for value in row.identifiers:
            by_value[value].append(row)
        if row.transaction:
            by_transaction[row.transaction].append(row)
    seen, todo = set(start), list(start)
    while todo:
        row = todo.pop()
        near = [r for value in row.identifiers for r in by_value[value]]
        near += by_transaction.get(row.transaction, [])
        for other in near:
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def written_on(rows: list[RawRow], day: date) -> list[RawRow]:
    """The rows that carry a moment of that day, in clear: a date, its text, or the microseconds of the audit."""
    begin = datetime.combine(day, time.min, UTC)
    from_us, to_us = (int((begin + timedelta(days=n)).timestamp() * 1_000_000) for n in (0, 1))

    def is_of_day(value: Any) -> bool:
        if isinstance(value, datetime):
            return value.date() == day
        if isinstance(value, str):
            return value.startswith(day.isoformat())
        return isinstance(value, int) and from_us <= value < to_us

    return [row for row in rows if any(is_of_day(value) for value in row.values)]


def naming(rows: Iterable[RawRow], places: set[str]) -> set[str]:
    """The tables among ``rows`` in which a place, its organisation or its staff stands in clear."""
    return {row.table for row in rows if row.identifiers & places}


@dataclass
class Writes:
    """Which tables each outermost transaction wrote, in order."""

    transactions: list[set[str]] = field(default_factory=list)

    def mixing(self) -> list[set[str]]:
        """Transactions that wrote of a person and named a place in clear."""
        return [tables for tables in self.transactions if tables & OF_A_PERSON and tables & NAMES_A_PLACE]


@contextmanager
def watching_writes() -> Iterator[Writes]:
    """Note the tables written between two audit chain updates, that is by each operation."""
    writes = Writes()
    open_tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if is_write(sql):
            found = _WRITTEN.search(sql)
            table = found.group(1) if found else "?"
            open_tables.add(table)
            if table == "record_auditchain" and sql.lstrip().upper().startswith("UPDATE"):
                writes.transactions.append(set(open_tables))
                open_tables.clear()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield writes
