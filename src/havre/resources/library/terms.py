"""Words as the index keeps them: without accents, elision and ending, alike in French and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from havre.common.words import unaccented
from havre.countries.fr.library import SAME

LONGEST = 40
"""Longer words are cut."""
_ARTICLE = re.compile(r"\b([lrd])\.?[ \u00a0\u202f]?(\d{2,4}(?:-\d+)*)", re.I)
_WORD = re.compile(r"[a-z0-9]+(?:-[0-9]+)*")
_SILENT_FR = """
au aux avec ca ce ces cet cette comme comment dans de des du elle elles en est et etre faire fait faut il ils je la le les
leur leurs lui ma mais me mes moi mon ne nos notre nous on ou par pas peut plus pour quand que quel quelle quelles quels qui
quoi sa sans se ses si son sont sur ta te tes toi ton tout tu un une vos votre vous y
"""
_SILENT_EN = """
an and are as at be been by can do does for from has have he her his how if in into is it its my of or she should so that
the their them there they this to was we what when where which who why will with you your
"""
_SILENT = frozenset((_SILENT_FR + _SILENT_EN).split())
"""Words that say nothing of what is sought."""


def words_in(text: str) -> Iterator[str]:
    """The words of a text in order, those that say nothing left out; «L. 425-1» is one word, l425-1."""
    plain = unaccented(_ARTICLE.sub(r"\1\2", text)).replace("œ", "oe").replace("æ", "ae")
    for found in _WORD.finditer(plain):
        word = found.group()[:LONGEST]
        if len(word) > 1 and word not in _SILENT:
            yield word


def stem(word: str) -> str:
    """The word without plural, feminine and the commonest endings of verbs."""
    if any(sign.isdigit() for sign in word) or len(word) < 4:
        return word
    for ending, instead in (
        ("eaux", "eau"),
        ("aux", "al"),
        ("ies", "y"),
        ("sses", "ss"),
        ("ss", "ss"),
        ("s", ""),
        ("x", ""),
    ):
        if word.endswith(ending):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 6 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 5 and word.endswith(("er", "ed", "ee", "ez")):
        word = word[:-2]
    while len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word


def stems_in(text: str) -> list[str]:
    return [stem(word) for word in words_in(text)]


@cache
def _notions() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in SAME:
        stems = {stem(word) for word in group if "-" not in word}
        for one in stems:
            found.setdefault(one, set()).update(stems - {one})
    return {one: frozenset(others) for one, others in found.items()}


def same_as(one: str) -> frozenset[str]:
    """Stems of the same notion."""
    return _notions().get(one, frozenset())


def shortened(word: str) -> set[str]:
    """The word, and the word with one letter left out: two words a slip apart have one of these in common."""
    return {word, *(word[:number] + word[number + 1 :] for number in range(len(word)))}


def may_slip(word: str) -> bool:
    """Whether a slip is forgiven: not in short words, nor in numbers."""
    return len(word) >= 4 and word.isalpha()


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap between two words."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, facing in enumerate(other, 1):
            best = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        before, last = last, line
    return last[-1]
