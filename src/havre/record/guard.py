"""No row of the main database is written outside an operation.

An execute wrapper sees every statement: ``save``, ``update``, bulk writes, deletions. Housekeeping that concerns no
situation (sessions, leases, drafts) names itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_WRITE = re.compile(r"^[\s(]*(?:/\*.*?\*/\s*)*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b", re.I | re.S)
_WITH = re.compile(r"^[\s(]*WITH\b", re.I)
_WITH_WRITE = re.compile(r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\b", re.I)
_TABLE = re.compile(r"\b(?:INTO|UPDATE|FROM)\s+\"?(\w+)\"?", re.I)

ALWAYS_WRITABLE = frozenset({"django_session", "django_migrations", "django_content_type", "auth_permission"})

allowed: ContextVar[bool] = ContextVar("record_writes_allowed", default=False)
_suspended = 0


class WriteOutsideOperation(Exception):
    """A row was about to be written with nobody named and nothing put on record."""


@contextmanager
def housekeeping(reason: str) -> Iterator[None]:
    """Writes that concern no situation: drafts, leases, deliveries, the nightly rewrite. ``reason`` names them."""
    if not reason:
        raise ValueError("housekeeping names its reason")
    token = allowed.set(True)
    try:
        yield
    finally:
        allowed.reset(token)


def watch(*, connection: Any, **_: Any) -> None:
    if connection.alias == "default" and _refuse not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refuse)


def suspend(**_: Any) -> None:
    global _suspended
    _suspended += 1


def resume(**_: Any) -> None:
    global _suspended
    _suspended = max(0, _suspended - 1)


def is_write(sql: str) -> bool:
    return bool(_WRITE.match(sql) or (_WITH.match(sql) and _WITH_WRITE.search(sql)))


def _refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not allowed.get() and not _suspended and is_write(sql):
        table = _TABLE.search(sql)
        name = table.group(1) if table else "?"
        if name not in ALWAYS_WRITABLE:
            raise WriteOutsideOperation(f"{name}: write through an operation.")
    return execute(sql, params, many, context)
