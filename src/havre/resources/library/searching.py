"""Searching the library: what was typed, forgiven its accents and slips, ranked alike on both databases.

Every figure is a whole number, so that no database rounds or sums it otherwise.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Max, QuerySet, Sum, Value, When

from havre.resources.library.terms import distance, may_slip, same_as, shortened, stem, words_in
from havre.resources.models import Neighbour, Posting, Term
from havre.resources.models.index import EVERY_PAGE

MOST = 100
"""So many results at most: whoever needs more says more."""
MOST_WORDS = 24
EXACT, SLIP, NOTION = 100, 60, 45
"""What a word counts as it stands, after a slip, and as another word of its notion: hundredths."""


@dataclass(frozen=True)
class Heard:
    """One word that was typed: ids of terms → how much each counts, their stems, to be marked in the text, and those of them
    that are the word as typed, or after a slip."""

    factors: dict[int, int]
    stems: frozenset[str]
    as_typed: frozenset[str]


@dataclass(frozen=True)
class Found:
    """Editions, the nearest first, and the stems to mark in them."""

    ids: list[uuid.UUID]
    stems: frozenset[str]
    was_changed: list[str]
    """Words that stand nowhere and were taken for another one: that one."""


def search(typed: str, *, reach: str, sorted_by: Mapping[str, str] | None = None, least: int | None = None) -> Found:
    """The current editions that say what is typed, of those that a reader of ``reach`` may read. ``sorted_by``: what they must
    be (theme, language, …). ``least``: how many of the words must be there."""
    heard, changed = hear(words_of(typed), reach=reach)
    if not heard:
        return Found([], frozenset(), [])
    factors: dict[int, int] = {}
    for one in heard:
        for key, factor in one.factors.items():
            factors[key] = max(factor, factors.get(key, 0))
    postings = Posting.objects.filter(term__in=factors).of_editions(reach, sorted_by or {})
    if len(factors) == 1:
        ranked: QuerySet[Posting, Any] = postings.order_by("-weight", "edition")
    else:
        ranked = (
            postings.values("edition")
            .annotate(score=Sum(F("weight") * _case(factors)), met=_met(heard, factors))
            .filter(met__gte=min(needed(heard) if least is None else least, len(heard)))
            .annotate(rank=F("score") * F("met"))
            .order_by("-rank", "edition")
        )
    rows = ranked.values_list("edition", flat=True)[:MOST]
    return Found(list(rows), frozenset().union(*(one.stems for one in heard)), changed)


def _met(heard: Sequence[Heard], factors: Mapping[int, int]) -> Any:
    """How many of the words stand there: a term that two of them may stand for counts for the one that says most by it."""
    own: list[set[int]] = [set() for _one in heard]
    for key, factor in factors.items():
        own[next(number for number, one in enumerate(heard) if one.factors.get(key) == factor)].add(key)
    said = [Max(Case(When(term__in=keys, then=1), default=0, output_field=IntegerField())) for keys in own if keys]
    return sum(said[1:], start=said[0])


def words_of(typed: str) -> list[str]:
    return list(dict.fromkeys(words_in(typed)))[:MOST_WORDS]


def needed(heard: Sequence[Heard]) -> int:
    """How many of the words a page must say: half of them."""
    return (len(heard) + 1) // 2


def _case(values: dict[int, int]) -> Case:
    return Case(*(When(term=key, then=Value(value)) for key, value in values.items()), output_field=IntegerField())


def hear(words: Sequence[str], *, reach: str) -> tuple[list[Heard], list[str]]:
    """The words that say something to this reader, and those that were taken for another one: that one."""
    heard = hear_each(list(dict.fromkeys(map(stem, words))), reach=reach)
    return list(heard.values()), [
        word for one, said in heard.items() if one not in said.as_typed for word in said.as_typed
    ]


def hear_each(stems: Sequence[str], *, reach: str) -> dict[str, Heard]:
    """Each stem with the terms it may stand for, of those that stand where this reader may read; what stands nowhere there
    is left out. At most two statements."""
    wanted = {EVERY_PAGE, *stems, *(other for one in stems for other in same_as(one))}
    rows = Term.objects.filter(word__in=wanted, **{f"{reach}__gt": 0}).values_list("word", "pk", reach)
    known: dict[str, tuple[int, int]] = {word: (key, pages) for word, key, pages in rows}
    _key, total = known.pop(EVERY_PAGE, (0, 0))
    slipped = _slips([one for one in stems if one not in known and may_slip(one)], reach)
    heard = {}
    for one in stems:
        terms = {one: EXACT} if one in known else dict.fromkeys(slipped.get(one, {}), SLIP)
        known |= slipped.get(one, {})
        as_typed = frozenset(terms)
        near = {other for said in terms for other in same_as(said)} | same_as(one)
        terms |= {other: NOTION for other in near if other in known and other not in terms}
        factors = {known[word][0]: share * _rarity(known[word][1], total) for word, share in terms.items()}
        if factors:
            heard[one] = Heard(factors, frozenset(terms), as_typed)
    return heard


def _rarity(pages: int, total: int) -> int:
    """A word of few pages says more than one of many: hundredths."""
    return max(1, round(100 * math.log(1 + (total - pages + 0.5) / (pages + 0.5)))) if total >= pages else 1


def _slips(words: Iterable[str], reach: str) -> dict[str, dict[str, tuple[int, int]]]:
    """Unknown word → the ones known to this reader a slip away, those of most pages first. One statement."""
    forms = {word: shortened(word) for word in words}
    if not forms:
        return {}
    rows = (
        Neighbour.objects.filter(form__in=frozenset().union(*forms.values()), **{f"term__{reach}__gt": 0})
        .values_list("form", "term__word", "term", f"term__{reach}")
        .order_by(f"-term__{reach}", "term__word")
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
