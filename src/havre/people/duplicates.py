"""Possible duplicates (P3): two situations whose sealed names and birth dates leave the same keyed tokens.

Nothing is unsealed to compare; whoever asks learns references only, never the other file.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from havre.people.models import Person
from havre.vault import index

FIELD = "person.alike"
_MOST_WORDS = 8


def words_of(identity: dict[str, Any]) -> list[str]:
    """The words of the names, folded (case, accents, punctuation), each once."""
    words = str(identity.get("names") or "").replace("-", " ").split()
    folded = (index.fold(word) for word in words)
    return list(dict.fromkeys(word for word in folded if word))[:_MOST_WORDS]


def marks(identity: dict[str, Any]) -> list[str]:
    """What two files of one person would share: two words of the names, or one word and the birth date."""
    words = sorted(words_of(identity))
    born = str(identity.get("birth_date") or "")
    pairs = [f"{one}0{other}" for one, other in combinations(words, 2)]
    return pairs + ([f"{word}1{born}" for word in words] if born else [])


def possible_duplicates(person: Person) -> list[str]:
    """References of situations that may be about the same person; for the coordination alone."""
    found = index.alike(FIELD, person.pk)
    return sorted(Person.objects.filter(pk__in=found).values_list("reference", flat=True)) if found else []
