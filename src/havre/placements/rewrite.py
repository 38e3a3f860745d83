"""Every night the tables between persons and places are written anew in the order of their random keys.

The order of rows, and which transaction wrote them, would tell who arrived when (SEALING.md).
"""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection, models, transaction

from havre.placements.models import MEETINGS
from havre.record.guard import housekeeping

CHECKPOINT_TRIES = 5


class CheckpointBusy(Exception):
    """A reader kept the old pages of SQLite's log alive; the next run tries again."""


def rewrite_meetings(at: datetime) -> int:
    """Sweep: rewrite all tables of ``MEETINGS``. Returns how many."""
    with housekeeping("rewrite"):
        if connection.vendor == "postgresql":
            for model in MEETINGS:
                _rewrite_table(model)
        else:
            _rewrite_file()
    return len(MEETINGS)


def _rewrite_table(model: type[models.Model]) -> None:
    """One transaction: nobody sees the table empty, and all rows carry the same transaction afterwards."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    copy = quote(f"rewrite_{model._meta.model_name}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"CREATE TEMPORARY TABLE {copy} ON COMMIT DROP AS SELECT * FROM {table}")  # noqa: S608  names of our own
        cursor.execute(f"TRUNCATE {table}")
        cursor.execute(f"INSERT INTO {table} SELECT * FROM {copy} ORDER BY {key}")  # noqa: S608  names of our own


def _rewrite_file() -> None:
    """SQLite: the tables have no row number; writing the whole file anew drops what deleted rows left behind."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        for _try in range(CHECKPOINT_TRIES):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.2)
    raise CheckpointBusy
