"""What every test stands on: folders of its own, set before the settings are read."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
import time_machine

from havre.vault import master

# Each process of the test run gets its own data and keys; pytest-django reads the settings after this file.
SCRATCH = Path(tempfile.mkdtemp(prefix="havre-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
os.environ["HAVRE_DATA_DIR"] = str(SCRATCH / "data")
os.environ["HAVRE_KEYS_DIR"] = str(SCRATCH / "keys")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.pop("HAVRE_MODE", None)
(SCRATCH / "data" / "static").mkdir(parents=True)
master.create(SCRATCH / "keys", purpose="demo")
django.setup()
# Parallel processes inherit the environment; with this name in it they would read the settings before their folders.
del os.environ["DJANGO_SETTINGS_MODULE"]

# The addresses of a demonstration are read now: a test that sets another mode would make them those of its process.

# «Sam» stands in «samedi» and «Ange» in «Angers»: a test that looks for a pseudonym finds none but hers.
from havre.people import references  # noqa: E402

references.PSEUDONYMS = tuple(name for name in references.PSEUDONYMS if len(name) > 5)

TOLD_ONCE = {
    "tests/cli/test_killed.py", "tests/demo/test_demo.py", "tests/laws/test_law_2_location.py",
    "tests/laws/test_law_8_numbers.py",
}  # fmt: skip
"""Modules whose story takes many seconds to tell: all their tests go to one process, the longest modules first."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who runs which test, where several processes share them: those of one module together or each by itself."""
    from xdist.scheduler import LoadScopeScheduling

    class ByStory(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return module if module in TOLD_ONCE else nodeid

    return ByStory(config, log)


DATABASES = {"db", "transactional_db", "django_db_setup", "empty", "prepared"}
"""The fixtures that give a test a database: ours, or a network of its own for the command."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server only what touches a database is proven again: the rest is the same on files."""
    if not os.environ.get("HAVRE_DATABASE_URL"):
        return
    again = [item for item in items if item.get_closest_marker("django_db") or DATABASES & _fixtures_of(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again


def _fixtures_of(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The browser to drive, or nothing."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser. Without one, browser tests are skipped on a desk and fail in CI."""
    found = find_chromium()
    if found is None:
        message = "No Chromium found: install the package 'chromium' to run the browser tests"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Counters and once-per-session marks start anew with each test."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def cast(db: None) -> Iterator[object]:
    """The cast of the story (``tests.cast``), made by the operations, on a clock that stands."""
    from tests import snapshot
    from tests.cast import AT, make_cast

    with time_machine.travel(AT, tick=False):
        yield snapshot.once("cast", make_cast)


@pytest.fixture(autouse=True, scope="session")
def _empty_tables_between_real_transactions() -> Iterator[None]:
    """Tests with real transactions empty every table at their end: what forbids that rests meanwhile."""
    from django.db import connection
    from django.test import TransactionTestCase

    from havre.record import guard

    empty = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        with guard.housekeeping("end of a test"), connection.cursor() as cursor:
            kept = []
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                kept = cursor.fetchall()
                for name, _sql in kept:
                    cursor.execute(f"DROP TRIGGER {name}")
            empty(case)
            for _name, sql in kept:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
