"""One network for all attacks of a module, really committed, so that its files hold what a copy would hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.db import connections
from django.test import TransactionTestCase

from tests.laws.attack import Writes, watching_writes
from tests.laws.world import NOW, World, build


class _Everything(TransactionTestCase):
    """Knows how to empty both databases."""

    databases = frozenset({"default", "keys"})

    def runTest(self) -> None:
        raise AssertionError("never run")


@dataclass
class Lived:
    """The network, and what each of its operations wrote."""

    world: World
    writes: Writes


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Lived]:
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):  # type: ignore[attr-defined]
        try:
            with watching_writes() as writes:
                world = build()
            yield Lived(world, writes)
        finally:
            _Everything()._fixture_teardown()
            for connection in connections.all():
                connection.close()


@pytest.fixture
def world(lived: Lived) -> World:
    return lived.world
