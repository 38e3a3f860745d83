"""Every night, while answers come in, their tables are written anew in the order of their random keys.

Which rows one transaction wrote, and in which order, would tell who filled which ballot (decision 0012).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from havre.record.row_order import rewrite
from havre.surveys.models import UNORDERED, Sending

AFTER_CLOSING = timedelta(days=2)


def rewrite_answers(at: datetime) -> int:
    """Sweep: rewrite all tables of ``UNORDERED`` if anything may have been written there. Returns how many."""
    since = timezone.localdate(at) - AFTER_CLOSING
    if not Sending.objects.exclude(state="planned").filter(closes_on__gte=since).exists():
        return 0
    rewrite(UNORDERED)
    return len(UNORDERED)
