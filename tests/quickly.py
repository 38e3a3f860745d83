"""An invented network told in earnest by a process of its own, without what makes only the telling slow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

from django.contrib.auth.hashers import make_password


@contextmanager
def quickly() -> Iterator[None]:
    """Everybody's password is the same, so it is hashed once; and SQLite does not wait for the disk meanwhile."""
    from havre.demo.builder import unsynchronised

    with unsynchronised(), patch("havre.directory.operations.accounts.make_password", cache(make_password)):
        yield
