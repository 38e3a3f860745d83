"""A table written anew in the order of its random keys: the order of rows would tell which came when (SEALING.md)."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.db import connection, models, transaction

from havre.record.guard import housekeeping

CHECKPOINT_TRIES = 5


class CheckpointBusy(Exception):
    """A reader kept the old pages of SQLite's log alive; the next run tries again."""


def rewrite(tables: Iterable[type[models.Model]]) -> None:
    """Write these tables anew, whichever the database. On SQLite they have no row number."""
    with housekeeping("rewrite"):
        if connection.vendor == "postgresql":
            for model in tables:
                rewrite_in_order(model)
        else:
            _rewrite_file()


def _rewrite_file() -> None:
    """Writing the whole file of SQLite anew drops what deleted rows left behind, and its log what was written when."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        for _try in range(CHECKPOINT_TRIES):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.2)
    raise CheckpointBusy


def rewrite_in_order(model: type[models.Model]) -> None:
    """PostgreSQL: one transaction, so nobody sees the table empty, and all rows carry the same one afterwards.

    What the database computes itself is left out of the copy, and computed anew.
    """
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    columns = ", ".join(quote(str(field.column)) for field in model._meta.local_concrete_fields if not field.generated)
    copy = quote(f"rewrite_{model._meta.model_name}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"CREATE TEMPORARY TABLE {copy} ON COMMIT DROP AS SELECT {columns} FROM {table}")  # noqa: S608  names of our own
        cursor.execute(f"TRUNCATE {table}")
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {copy} ORDER BY {key}")  # noqa: S608  names of our own
