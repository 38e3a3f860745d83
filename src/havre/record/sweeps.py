"""Sweeps: named jobs without arguments that read tables, one process at a time under a lease in the database.

Nothing is lost when a process dies, and no queue holds a secret.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from havre.record.guard import housekeeping
from havre.record.models import Lease
from havre.vault.keys import key_cache

log = logging.getLogger("havre.sweeps")
LEASE = timedelta(minutes=5)
PAUSE_SECONDS = 5.0


@dataclass(frozen=True)
class Sweep:
    """``every`` is the least time between two runs; ``nightly`` ones run once a day after ``at_hour`` local time."""

    name: str
    run: Callable[[datetime], object]
    every: timedelta
    at_hour: int | None = None


_sweeps: dict[str, Sweep] = {}
_after_round: list[Callable[[datetime], None]] = []
_holder = f"{os.getpid()}-{secrets.token_hex(8)}"
_stop = threading.Event()
_thread: threading.Thread | None = None


def register(name: str, run: Callable[[datetime], object], *, every: timedelta, at_hour: int | None = None) -> None:
    _sweeps[name] = Sweep(name, run, every, at_hour)


def names() -> list[str]:
    return sorted(_sweeps)


def frequent(limit: timedelta) -> list[Sweep]:
    """The sweeps that run at least every ``limit``, all day."""
    return [sweep for sweep in _sweeps.values() if sweep.at_hour is None and sweep.every <= limit]


def after_each_round(act: Callable[[datetime], None]) -> None:
    """Call ``act`` after every round, whatever ran in it."""
    _after_round.append(act)


def run_due(at: datetime) -> list[str]:
    """Run each sweep whose time has come and whose lease is free. A failing one is logged and tried again later."""
    ran = []
    for sweep in _sweeps.values():
        if _is_time(sweep, at) and _take(sweep, at):
            try:
                with key_cache():
                    sweep.run(at)
            except Exception:
                log.exception("sweep %s failed", sweep.name)
                _release(sweep, ran_at=None)
            else:
                _release(sweep, ran_at=at)
                ran.append(sweep.name)
    return ran


def _is_time(sweep: Sweep, at: datetime) -> bool:
    lease = Lease.objects.filter(name=sweep.name).first()
    if lease is None or lease.ran_at is None:
        return sweep.at_hour is None or timezone.localtime(at).hour >= sweep.at_hour
    if sweep.at_hour is None:
        return at - lease.ran_at >= sweep.every
    last, now = timezone.localtime(lease.ran_at), timezone.localtime(at)
    return now.date() > last.date() and now.hour >= sweep.at_hour


def _take(sweep: Sweep, at: datetime) -> bool:
    with housekeeping("leases"):
        Lease.objects.get_or_create(name=sweep.name)
        free = Lease.objects.filter(name=sweep.name).filter(Q(until=None) | Q(until__lte=at))
        return bool(free.update(holder=_holder, until=at + LEASE))


def _release(sweep: Sweep, *, ran_at: datetime | None) -> None:
    with housekeeping("leases"):
        mine = Lease.objects.filter(name=sweep.name, holder=_holder)
        mine.update(until=None, **({"ran_at": ran_at} if ran_at else {}))


def run_forever(stop: threading.Event = _stop) -> None:
    """Run the sweeps until told to stop (``havre work``)."""
    while not stop.is_set():
        close_old_connections()
        try:
            run_due(timezone.now())
            for act in _after_round:
                act(timezone.now())
        except Exception:
            log.exception("the sweeps paused")
        stop.wait(PAUSE_SECONDS)
    close_old_connections()


def start_thread() -> None:
    """Run the sweeps in a thread of this process."""
    global _thread
    _stop.clear()
    _thread = threading.Thread(target=run_forever, name="havre-sweeps", daemon=True)
    _thread.start()


def stop_thread(seconds: float = 20.0) -> None:
    """Let the running sweep finish, at most ``seconds``."""
    _stop.set()
    if _thread is not None:
        _thread.join(seconds)
