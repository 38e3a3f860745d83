"""The building of the demonstration, stage by stage."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.utils import timezone, translation

from havre.common.terminal import gettext as _
from havre.demo import (
    advice,
    calls,
    history,
    library,
    life,
    network,
    partners,
    planted,
    present,
    questionnaires,
    schedule,
    training,
    years,
)
from havre.demo.progress import Progress, part
from havre.demo.world import World
from havre.placements.admissions import count_admissions
from havre.preflight import Refusal
from havre.record import facts, outbox
from havre.vault.keys import key_cache


class NotADemo(Refusal):
    """A live network is never filled with invented people."""


def build_network(*, size: int, seed: int, plant: str | None, progress: Progress) -> World:
    if not settings.HAVRE_DEMO:
        raise NotADemo("These keys belong to a live network; a demonstration is built in folders of its own.")
    world = World(random.Random(seed), timezone.now(), size)
    with translation.override("fr"), key_cache(), unsynchronised():
        _build(world, plant, progress)
    progress(1.0, _("prêt"))
    return world


def _build(world: World, plant: str | None, progress: Progress) -> None:
    network.build(world, part(progress, 0.0, 0.05))
    since = world.now - timedelta(days=365 * history.YEARS)
    scripts = [network.rota_script(world), *history.scripts(world), *present.scripts(world)]
    scripts += [
        *calls.scripts(world), *partners.scripts(world), *questionnaires.scripts(world), *advice.scripts(world),
        *training.scripts(world),
        *life.scripts(world),
    ]  # fmt: skip
    schedule.run(scripts, since=since, until=world.now, progress=part(progress, 0.05, 0.9))
    progress(0.9, _("aujourd’hui"))
    present.share_out(world)
    present.away_next_week(world)
    calls.today(world)
    advice.today(world)
    training.today(world)
    library.fill(world)
    life.today(world)
    present.ask_for_downloads(world)
    network.pause_some(world, 2)
    network.block_some(world, 3)
    network.confirm_free_places(world, lately=0.35)
    years.write(world, until=since, by=None, at=world.now)
    if plant:
        planted.plant(world, plant)
    progress(0.95, _("chiffres"))
    facts.write_pending(world.now)
    count_admissions(world.now)
    while outbox.send_waiting(world.now):
        pass


@contextmanager
def unsynchronised() -> Iterator[None]:
    """SQLite need not wait for the disk while an empty network is filled: a building that fails starts again."""
    lite = [c for c in connections.all() if c.vendor == "sqlite" and not c.in_atomic_block]
    for connection in lite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        for connection in lite:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")
