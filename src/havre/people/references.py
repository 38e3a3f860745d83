"""References and pseudonyms: random, epicene, without I, L, O, 0, 1; none can be computed from another (P23)."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.db import connection, models

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "23456789"

PSEUDONYMS = (
    "Alix", "Camille", "Céleste", "Charlie", "Claude", "Dominique", "Eden", "Élie", "Gaby", "Lou", "Loïs", "Maé",
    "Maxence", "Morgan", "Noa", "Noor", "Sacha", "Sam", "Sasha", "Swann", "Yael", "Andrea", "Ange", "Ariel", "Axel",
    "Cyrille", "Dany", "Francis", "Gwen", "Jackie", "Kim", "Lisandre", "Louison", "Marley", "Mika", "Nahel", "Oriel",
    "Robin", "Rosan", "Sandy", "Soa", "Thaïs", "Ulysse", "Valéry", "Vivien", "Yaël", "Zéphyr",
)  # fmt: skip


def reference() -> str:
    """The coordination's own, for example «K7Q-24»."""
    pick = secrets.choice
    return f"{pick(LETTERS)}{pick(DIGITS)}{pick(LETTERS)}-{pick(DIGITS)}{pick(DIGITS)}"


def outside_reference() -> str:
    """One recipient's own, for example «5YD-48»."""
    pick = secrets.choice
    while (letters := pick(LETTERS) + pick(LETTERS)) == "FR":  # «FR-62» would read like a département
        pass
    return f"{pick(DIGITS)}{letters}-{pick(DIGITS)}{pick(DIGITS)}"


def free(pick: Callable[[], str], model: type[models.Model], column: str) -> str:
    """A reference that no row of ``model`` has yet. In plain SQL: each person who enters waits for it."""
    table, name = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(column)
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT 1 FROM {table} WHERE {name} = %s", [found := pick()])  # noqa: S608  names of our own
            if cursor.fetchone() is None:
                return found


def pseudonym() -> str:
    return secrets.choice(PSEUDONYMS)
