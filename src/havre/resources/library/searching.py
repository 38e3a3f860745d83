"""Searching the library: what was typed, forgiven its accents and slips, ranked alike on both databases.

Every figure is a whole number, so that no database rounds or sums it otherwise.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When

from havre.resources.library.terms import distance, may_slip, same_as, shortened, stem, words_in
from havre.resources.models import Edition, Neighbour, Posting, Term
from havre.resources.models.library import EditionQuerySet

MOST = 100
"""So many results at most: whoever needs more says more."""
MOST_WORDS = 24
EXACT, SLIP, NOTION = 100, 60, 45
"""What a word counts as it stands, after a slip, and as another word of its notion: hundredths."""


@dataclass(frozen=True)
class Heard:
    """One word that was typed: ids of terms → how much each counts, and their stems, to be marked in the text."""

    factors: dict[int, int]
    stems: frozenset[str]


@dataclass(frozen=True)
class Found:
    """Editions, the nearest first, and the stems to mark in them."""

    ids: list[uuid.UUID]
    stems: frozenset[str]
    was_changed: list[str]
    """Words that stand nowhere and were taken for another one: that one."""


def search(editions: EditionQuerySet, typed: str, *, least: int | None = None) -> Found:
    """The current ones of ``editions`` that say what is typed. ``least``: how many of the words must be there."""
    heard, changed = _heard(list(dict.fromkeys(words_in(typed)))[:MOST_WORDS])
    if not heard:
        return Found([], frozenset(), [])
    factors: dict[int, int] = {}
    groups: dict[int, int] = {}
    for number, one in enumerate(heard):
        for key, factor in one.factors.items():
            if factor > factors.get(key, 0):
                factors[key], groups[key] = factor, number
    needed = least if least is not None else (len(heard) + 1) // 2
    postings = Posting.objects.filter(term__in=factors, edition__in=editions.current().order_by().values("pk"))
    if len(factors) == 1:
        ranked: QuerySet[Posting, Any] = postings.order_by("-weight", "edition")
    else:
        ranked = (
            postings.values("edition")
            .annotate(score=Sum(F("weight") * _case(factors)), met=Count(_case(groups), distinct=True))
            .filter(met__gte=min(needed, len(heard)))
            .annotate(rank=F("score") * F("met"))
            .order_by("-rank", "edition")
        )
    rows = ranked.values_list("edition", flat=True)[:MOST]
    return Found(list(rows), frozenset().union(*(one.stems for one in heard)), changed)


def _case(values: dict[int, int]) -> Case:
    return Case(*(When(term=key, then=Value(value)) for key, value in values.items()), output_field=IntegerField())


def _heard(words: Sequence[str]) -> tuple[list[Heard], list[str]]:
    """Each word with the terms it may stand for; what the library does not know at all is left out. Three statements."""
    stems = list(dict.fromkeys(stem(word) for word in words))
    wanted = {*stems, *(other for one in stems for other in same_as(one))}
    known = {word: (key, pages) for word, key, pages in Term.objects.filter(word__in=wanted, pages__gt=0).values_list("word", "pk", "pages")}  # fmt: skip
    slipped = _slips([one for one in stems if one not in known and may_slip(one)])
    total = Edition.objects.current().count()
    heard, changed = [], []
    for one in stems:
        terms = {one: EXACT} if one in known else dict.fromkeys(slipped.get(one, {}), SLIP)
        known |= slipped.get(one, {})
        changed += [word for word in terms if word != one]
        near = {other for said in terms for other in same_as(said)} | same_as(one)
        terms |= {other: NOTION for other in near if other in known and other not in terms}
        factors = {known[word][0]: share * _rarity(known[word][1], total) for word, share in terms.items()}
        if factors:
            heard.append(Heard(factors, frozenset(terms)))
    return heard, changed


def _rarity(pages: int, total: int) -> int:
    """A word of few pages says more than one of many: hundredths."""
    return max(1, round(100 * math.log(1 + (total - pages + 0.5) / (pages + 0.5)))) if total >= pages else 1


def _slips(words: Iterable[str]) -> dict[str, dict[str, tuple[int, int]]]:
    """Unknown word → the known ones a slip away, those of most pages first. One statement."""
    forms = {word: shortened(word) for word in words}
    if not forms:
        return {}
    rows = (
        Neighbour.objects.filter(form__in=frozenset().union(*forms.values()), term__pages__gt=0)
        .values_list("form", "term__word", "term", "term__pages")
        .order_by("-term__pages", "term__word")
    )
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for form, word, key, pages in rows:
        for typed, own in forms.items():
            if (
                form in own
                and word not in found.get(typed, {})
                and distance(typed, word) <= (1 if len(typed) < 8 else 2)
            ):
                found.setdefault(typed, {})[word] = (key, pages)
    return {typed: _nearest(typed, near) for typed, near in found.items()}


def _nearest(typed: str, near: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Only those at the least distance."""
    least = min(distance(typed, word) for word in near)
    return {word: at for word, at in near.items() if distance(typed, word) == least}
