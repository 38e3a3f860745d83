"""The test world: folders of its own, the cast, and a clock that stands."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_root = Path(tempfile.mkdtemp(prefix=f"havre-tests-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-"))
os.environ["HAVRE_DATA_DIR"] = str(_root / "data")
os.environ["HAVRE_KEYS_DIR"] = str(_root / "keys")
(_root / "data").mkdir()

import pytest  # noqa: E402
from django.core.cache import cache  # noqa: E402


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()
