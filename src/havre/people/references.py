"""References and pseudonyms: random, epicene, without I, L, O, 0, 1; none can be computed from another (P23)."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.db import models

from havre.common.adding import add_unless_taken

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


def add(row: models.Model, column: str, pick: Callable[[], str]) -> None:
    """Write a new row under a reference that no other row has, not even one that is written at this moment."""
    setattr(row, column, pick())
    while not add_unless_taken(row, column):
        setattr(row, column, pick())


def pseudonym() -> str:
    return secrets.choice(PSEUDONYMS)
