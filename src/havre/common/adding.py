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
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model) or "default"]
    fields, head, marks = _statement(model)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(head + ", ".join([marks] * len(rows)), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


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
