"""Every night the tables between persons and places are written anew in the order of their random keys.

The order of rows, and which transaction wrote them, would tell who arrived when (SEALING.md).
"""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection

from havre.placements.models import MEETINGS
from havre.record.guard import housekeeping
from havre.record.row_order import rewrite_in_order

CHECKPOINT_TRIES = 5


class CheckpointBusy(Exception):
    """A reader kept the old pages of SQLite's log alive; the next run tries again."""


def rewrite_meetings(at: datetime) -> int:
    """Sweep: rewrite all tables of ``MEETINGS``. Returns how many."""
    with housekeeping("rewrite"):
        if connection.vendor == "postgresql":
            for model in MEETINGS:
                rewrite_in_order(model)
        else:
            _rewrite_file()
    return len(MEETINGS)


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
