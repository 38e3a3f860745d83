"""Typed events: a lower room declares what happened, upper rooms subscribe, in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from havre.record.operations import current

E = TypeVar("E")
_handlers: dict[type[Any], list[Callable[[Any], None]]] = {}


@dataclass(frozen=True)
class OfSituation:
    """Something that happened in the situation of one person; other rooms find the rest by her id."""

    person_id: uuid.UUID


def subscribe(event: type[E], handler: Callable[[E], None]) -> None:
    """Call ``handler`` whenever ``event`` is published. Called once, from ``AppConfig.ready``."""
    handlers = _handlers.setdefault(event, [])
    if handler not in handlers:
        handlers.append(handler)


def publish(event: object) -> None:
    """Tell everybody who subscribed, inside the running operation: if one fails, nothing happened."""
    current()
    for handler in _handlers.get(type(event), []):
        handler(event)


def who_hears() -> dict[str, list[str]]:
    """Event → names of its handlers, for the test that lists them."""
    return {
        f"{event.__module__}.{event.__name__}": [f"{h.__module__}.{h.__name__}" for h in handlers]
        for event, handlers in _handlers.items()
    }
