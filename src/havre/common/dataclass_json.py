"""Plain data classes that go into sealed JSON and come back out of it."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def to_json(value: Any) -> Any:
    """A data class (and what it holds) as JSON values; dates and moments in ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [to_json(v) for v in value]
    if isinstance(value, dict):
        return {k: to_json(v) for k, v in value.items()}
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def from_json(kind: type[T], raw: dict[str, Any] | None) -> T:
    """The data class ``kind`` from JSON. Missing keys take their default, unknown ones are ignored: a value sealed by
    an older version stays readable."""
    hints = _hints(kind)  # type: ignore[arg-type]  # a class can be hashed
    known = {
        f.name: _read(hints[f.name], (raw or {})[f.name])
        for f in dataclasses.fields(kind)  # type: ignore[arg-type]
        if f.name in (raw or {})
    }
    return kind(**known)


def _read(hint: Any, raw: Any) -> Any:
    if raw is None:
        return None
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _read(next(a for a in arguments if a is not type(None)), raw)
    if origin is list:
        return [_read(arguments[0], v) for v in raw]
    if origin is tuple:
        return tuple(_read(arguments[0], v) for v in raw)
    if origin is dict:
        return {k: _read(arguments[1], v) for k, v in raw.items()}
    if dataclasses.is_dataclass(hint):
        return from_json(hint, raw)  # type: ignore[arg-type]
    if hint is datetime:
        return datetime.fromisoformat(raw)
    if hint is date:
        return date.fromisoformat(raw)
    return raw
