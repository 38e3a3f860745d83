"""What the pages of this room are tried in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from tests.cast import AT


@pytest.fixture
def in_march() -> Iterator[None]:
    """The day of the cast; nothing was tried before."""
    cache.clear()
    with time_machine.travel(AT, tick=False):
        yield
