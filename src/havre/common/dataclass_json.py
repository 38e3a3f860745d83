"""Plain data classes that go into sealed JSON and come back out of it."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Read = Callable[[Any], Any]


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
    if not raw:
        return kind()
    known = {}
    for name, read in _fields(kind):  # type: ignore[arg-type]  # a class can be hashed
        if name in raw:
            value = raw[name]
            known[name] = value if read is None or value is None else read(value)
    return kind(**known)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Read | None], ...]:
    """The fields of a data class, each with what reads its JSON: worked out once for each class."""
    hints = typing.get_type_hints(kind)
    return tuple((field.name, _reader(hints[field.name])) for field in dataclasses.fields(kind))


def _reader(hint: Any) -> Read | None:
    """What makes a value of this type from JSON, ``None`` where JSON holds it as it is."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _reader(next(a for a in arguments if a is not type(None)))
    if origin in (list, tuple, dict):
        return _collection(origin, _reader(arguments[-1] if origin is dict else arguments[0]))
    if dataclasses.is_dataclass(hint):
        return lambda raw: from_json(hint, raw)  # type: ignore[arg-type]
    if hint is datetime or hint is date:
        return hint.fromisoformat
    return None


def _collection(origin: Any, of: Read | None) -> Read:
    if of is None:
        made: Read = origin
        return made
    read = of
    if origin is dict:
        return lambda raw: {key: None if value is None else read(value) for key, value in raw.items()}
    return lambda raw: origin(None if value is None else read(value) for value in raw)
