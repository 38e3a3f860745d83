"""A table written anew in the order of its random keys: the order of rows would tell which came when (SEALING.md)."""

from __future__ import annotations

from django.db import connection, models, transaction


def rewrite_in_order(model: type[models.Model]) -> None:
    """PostgreSQL: one transaction, so nobody sees the table empty, and all rows carry the same one afterwards."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    copy = quote(f"rewrite_{model._meta.model_name}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"CREATE TEMPORARY TABLE {copy} ON COMMIT DROP AS SELECT * FROM {table}")  # noqa: S608  names of our own
        cursor.execute(f"TRUNCATE {table}")
        cursor.execute(f"INSERT INTO {table} SELECT * FROM {copy} ORDER BY {key}")  # noqa: S608  names of our own
