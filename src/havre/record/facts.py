"""Anonymous facts: they wait sealed, and a nightly sweep writes them, shuffled, in one transaction (law 8)."""

from __future__ import annotations

import random
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from havre.record.guard import housekeeping
from havre.record.models import Fact, PendingFact
from havre.record.operations import current
from havre.vault import values

_NOBODY = uuid.UUID(int=0)
_FIELD = "record.PendingFact.sealed"


def publish(kind: str, *, year: int, **coarse: str | int | bool | None) -> None:
    """Keep a fact for tonight. ``coarse`` values are classes, never dates, places or references."""
    current()
    key = settings.MASTER.derive("record", "facts")
    sealed = values.seal(key, _NOBODY, _FIELD, {"kind": kind, "year": year, "values": coarse})
    PendingFact.objects.create(sealed=sealed)


def write_pending(at: datetime) -> int:
    """Write what waits, in no order that tells anything. Returns how many."""
    key = settings.MASTER.derive("record", "facts")
    with housekeeping("facts"), transaction.atomic():
        pending = list(PendingFact.objects.select_for_update())
        facts: list[dict[str, Any]] = [values.unseal(key, _NOBODY, _FIELD, bytes(p.sealed)) for p in pending]
        random.SystemRandom().shuffle(facts)
        Fact.objects.bulk_create(Fact(kind=f["kind"], year=f["year"], values=f["values"]) for f in facts)
        PendingFact.objects.filter(pk__in=[p.pk for p in pending]).delete()
    return len(facts)
