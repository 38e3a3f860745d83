"""Law 7: everything is on record. Every operation of every room is done once and must have left its line."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import havre
from havre.record import audit, guard, words
from havre.record.models import AuditEntry
from havre.record.operations import current
from tests.cast import Cast
from tests.laws.chronicle import tell_all

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

EXPLAINED = {
    "havre.demo.years.write": "facts of years whose files are gone, when a demo is built: they concern nobody",
    "havre.demo.training_answers._fill": "answers of an invented session in one transaction: a line each, when a demo is built",
    "havre.demo.stories.begun.at_once": "several acts of an invented day in one transaction: each leaves its own line",
}
"""Operations that leave no line, each with the reason why that is right."""


def operations() -> dict[str, Callable[..., Any]]:
    found = {}
    for module in pkgutil.walk_packages(havre.__path__, "havre."):
        if ".migrations" not in module.name:
            for thing in vars(importlib.import_module(module.name)).values():
                if getattr(thing, "is_operation", False):
                    found[f"{thing.__module__}.{thing.__qualname__}"] = thing
    return found


@contextmanager
def counting_lines() -> Iterator[Counter[str]]:
    """How many lines each operation put on record, itself or through what it called."""
    lines: Counter[str] = Counter()
    inner = {name: _cell(one) for name, one in operations().items()}
    originals = {name: cell.cell_contents for name, cell in inner.items()}

    def count(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            entries = current().entries
            before = len(entries)
            result = function(*args, **kwargs)
            lines[name] += len(entries) - before
            return result

        return counted

    for name, cell in inner.items():
        cell.cell_contents = count(name, originals[name])
    try:
        yield lines
    finally:
        for name, cell in inner.items():
            cell.cell_contents = originals[name]


def _cell(wrapped: Callable[..., Any]) -> Any:
    """Where ``record.operations.operation`` keeps the function it wraps."""
    closure = dict(zip(wrapped.__code__.co_freevars, wrapped.__closure__ or (), strict=True))
    return closure["function"]


def test_every_operation_of_the_house_leaves_its_line(cast: Cast) -> None:
    with counting_lines() as lines:
        tell_all(cast)

    silent = {name for name in operations() if not lines[name]}
    assert silent == set(EXPLAINED)
    assert audit.verify().holds
    assert AuditEntry.objects.count() > 200
    for event in set(AuditEntry.objects.values_list("event", flat=True)):
        assert str(words.label(event))


def test_a_write_beside_the_operations_is_refused(cast: Cast) -> None:
    with pytest.raises(guard.WriteOutsideOperation):
        type(cast.s058).objects.filter(pk=cast.s058.pk).update(code="S999")
