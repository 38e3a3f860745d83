"""Every night the tables between persons and places are written anew in the order of their random keys.

The order of rows, and which transaction wrote them, would tell who arrived when (SEALING.md).
"""

from __future__ import annotations

from datetime import datetime

from havre.placements.models import MEETINGS
from havre.record.row_order import rewrite


def rewrite_meetings(at: datetime) -> int:
    """Sweep: rewrite all tables of ``MEETINGS``. Returns how many."""
    rewrite(MEETINGS)
    return len(MEETINGS)
