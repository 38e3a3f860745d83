"""New rows, written by a statement that is made once for each table."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connections, models, router


def add(*rows: models.Model) -> None:
    """Write new rows of one table in one statement, where an operation writes many tables and its time counts.

    The same row as ``save(force_insert=True)``, without its signals, defaults of the database or a number that the
    database gives.
    """
    if rows:
        _insert(rows)


def add_unless_taken(row: models.Model, column: str) -> bool:
    """Write a new row, unless another one holds its value of ``column``, which is unique. Whether it was written."""
    return bool(_insert((row,), f" ON CONFLICT ({connections['default'].ops.quote_name(column)}) DO NOTHING"))


def _insert(rows: tuple[models.Model, ...], otherwise: str = "") -> int:
    """How many rows were written."""
    model = type(rows[0])
    connection = connections[router.db_for_write(model) or "default"]
    fields, head, marks = _statement(model)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(head + ", ".join([marks] * len(rows)) + otherwise, values)
        written: int = cursor.rowcount
    for row in rows if written else ():
        row._state.adding, row._state.db = False, connection.alias
    return written


@cache
def _statement(model: type[models.Model]) -> tuple[list[Any], str, str]:
    """The fields that are written, the statement up to its values, and the marks of one row."""
    fields = [
        field for field in model._meta.local_concrete_fields
        if not field.generated and not isinstance(field, models.AutoField)
    ]  # fmt: skip
    quote = connections["default"].ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    head = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608  names of our own
    return fields, head, f"({marks})"
