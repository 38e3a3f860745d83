"""What was told once by the operations, put back row by row where the same is told again.

The first teller of a process writes through the operations; every later test begins with the very same rows, in a
hundredth of the time. Only what is told on a known record counts as the same: empty tables, or exactly the cast.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connections, models, router, transaction

from havre.directory import memory
from havre.placements import capacity
from havre.record import guard
from havre.record.models import AuditChain

T = TypeVar("T")
Row = tuple[Any, ...]
Rows = dict[tuple[str, str, str], list[Row]]
"""By alias of the database, name of the table and names of the columns that are written."""


def _written(model: type[models.Model]) -> str:
    """Its columns, but for those that the database works out by itself."""
    return ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields if not field.generated)


CHAIN = ("default", AuditChain._meta.db_table, _written(AuditChain))
"""The one table of which a row may have changed since the start: its only row is where the record ends."""


@dataclass(frozen=True)
class Snapshot(Generic[T]):
    """The rows that were added, where the record ended then, and what the teller gave back."""

    added: Rows
    head: bytes
    told: bytes

    def put_back(self) -> T:
        with _all_databases():
            AuditChain.objects.all().delete()
            for (alias, table, columns), rows in self.added.items():
                _insert(alias, table, columns, rows)
        # The same shelter comes back with the same version, but what this process read of it may be another test's.
        memory.forget()
        capacity._shelters, capacity._said = capacity.ShelterMemory(), capacity.SaidMemory()
        found: T = pickle.loads(self.told)  # noqa: S301  our own bytes
        return found


_kept: dict[str, Snapshot[Any]] = {}


def once(name: str, tell: Callable[[], T], *, after: str = "") -> T:
    """What ``tell`` gives back and writes: told in earnest the first time in this process, put back afterwards.

    ``after`` names what must have been told before, and nothing since (``""``: nothing at all); otherwise it is told in
    earnest. The same ``name`` must always be told with the same arguments and at the same time.
    """
    if head() != (_kept[after].head if after in _kept else b""):
        return tell()
    if name not in _kept:
        _kept[name] = _take(tell)
    return _kept[name].put_back()  # type: ignore[no-any-return]


def head() -> bytes:
    """Where the record ends: every operation moves it."""
    return b"".join(bytes(chain.head) for chain in AuditChain.objects.all())


def _take(tell: Callable[[], T]) -> Snapshot[T]:
    """Tell it, note what it wrote, and undo it."""
    with _all_databases():
        before = _all_rows()
        told = pickle.dumps(tell())
        after, end = _all_rows(), head()
        for alias in connections:
            transaction.set_rollback(True, using=alias)
    assert not [name for name in before if name != CHAIN and set(before[name]) - set(after[name])], "a row has changed"
    added = {name: list(set(rows) - set(before[name])) for name, rows in after.items()}
    return Snapshot({name: rows for name, rows in added.items() if rows}, end, told)


@contextmanager
def _all_databases() -> Iterator[None]:
    with transaction.atomic(using="default"), transaction.atomic(using="keys"), guard.housekeeping("a snapshot"):
        yield


def _all_rows() -> Rows:
    found = {}
    for model in apps.get_models(include_auto_created=True):
        alias, table = router.db_for_write(model) or "default", model._meta.db_table
        columns = _written(model)
        with connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table}")
            found[alias, table, columns] = list(cursor.fetchall())
    return found


def _insert(alias: str, table: str, columns: str, rows: list[Row]) -> None:
    marks = ", ".join(["%s"] * len(rows[0]))
    with connections[alias].cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
