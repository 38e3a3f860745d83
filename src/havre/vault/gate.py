"""Secrets can be unsealed only where the opening is being put on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_open: ContextVar[bool] = ContextVar("vault_secrets_open", default=False)


class Sealed(Exception):
    """A secret was about to be read outside an operation or an opening on record."""


@contextmanager
def secrets_open() -> Iterator[None]:
    """For ``havre.record`` alone: inside, secrets can be unsealed."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def are_secrets_open() -> bool:
    return _open.get()
