"""Anonymous facts: they wait sealed, and a nightly sweep writes them, shuffled, in one transaction (law 8)."""

from __future__ import annotations

import random
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from havre.common.adding import add
from havre.record.guard import housekeeping
from havre.record.models import Fact, Lease, PendingFact
from havre.record.operations import current
from havre.record.row_order import rewrite_in_order
from havre.vault import values

_NOBODY = uuid.UUID(int=0)
_FIELD = "record.PendingFact.sealed"
SWEEP = "facts"


def publish(kind: str, *, year: int, **coarse: str | int | bool | None) -> None:
    """Keep a fact for tonight. ``coarse`` values are classes, never dates, places or references."""
    current()
    key = settings.MASTER.derive("record", "facts")
    sealed = values.seal(key, _NOBODY, _FIELD, {"kind": kind, "year": year, "values": coarse})
    add(PendingFact(sealed=sealed))


def year_of(at: datetime) -> int:
    """The year a moment falls in, local time."""
    return timezone.localtime(at).year


def write_pending(at: datetime) -> int:
    """Write what waits, in no order that tells anything: what one situation gave on one day stays no neighbours.

    Returns how many.
    """
    key = settings.MASTER.derive("record", "facts")
    with housekeeping("facts"), transaction.atomic():
        pending = list(PendingFact.objects.select_for_update())
        facts: list[dict[str, Any]] = [values.unseal(key, _NOBODY, _FIELD, bytes(p.sealed)) for p in pending]
        random.SystemRandom().shuffle(facts)
        Fact.objects.bulk_create(Fact(kind=f["kind"], year=f["year"], values=f["values"]) for f in facts)
        PendingFact.objects.filter(pk__in=[p.pk for p in pending]).delete()
        if facts and connection.vendor == "postgresql":
            rewrite_in_order(Fact)
    return len(facts)


def counted_until(at: datetime) -> datetime:
    """The moment up to which facts are written: the last night's sweep, or ``at`` where none has run yet."""
    lease = Lease.objects.filter(name=SWEEP).only("ran_at").first()
    return lease.ran_at if lease and lease.ran_at else at
