"""The house is alive when its frequent sweeps ran lately: a file and an address for a watchdog outside.

Neither says anything but that. Whoever watches from outside rings somebody when the beat stops: an alarm that nobody
raises makes no noise.
"""

from __future__ import annotations

import logging
import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from havre.record import sweeps
from havre.record.models import Lease

log = logging.getLogger("havre.heartbeat")
FREQUENT = timedelta(minutes=5)
LATE_AFTER = timedelta(minutes=3)
"""How much later than it should a frequent sweep may have run."""


def file() -> Path:
    return Path(settings.DATA_DIR) / "heartbeat"


def last_runs() -> dict[str, datetime | None]:
    """When each frequent sweep last ran to its end, by whichever process."""
    ran = dict(Lease.objects.values_list("name", "ran_at"))
    return {sweep.name: ran.get(sweep.name) for sweep in sweeps.frequent(FREQUENT)}


def is_alive(at: datetime, ran: dict[str, datetime | None] | None = None) -> bool:
    """Whether every frequent sweep ran lately: one that always fails, or hangs, makes the house late. ``ran`` are the
    last runs where they are at hand."""
    ran = last_runs() if ran is None else ran
    due = {sweep.name: sweep.every + LATE_AFTER for sweep in sweeps.frequent(FREQUENT)}
    return all((moment := ran[name]) is not None and at - moment <= allowed for name, allowed in due.items())


def beat(at: datetime) -> None:
    """Note the moment in the file, if the house is alive; after each round of sweeps."""
    if not is_alive(at):
        return
    target = file()
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        fresh.write_text(f"{at.isoformat(timespec='seconds')}\n")
        fresh.replace(target)
    except OSError:
        log.warning("the heartbeat could not be written")
