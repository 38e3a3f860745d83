"""What is new in the searches that an account keeps: as many statements for one of them as for all."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from havre.resources.content import Sought
from havre.resources.library import searching
from havre.resources.library.searching import Heard
from havre.resources.library.terms import stem
from havre.resources.models import Edition, Posting
from havre.resources.models.library import EditionQuerySet

MOST = 200
"""So many of the latest editions are looked at; what is older is found by the search itself."""
SORTED_BY = ("theme", "kind", "phase", "audience", "country", "language")
SOUGHT = ("words", *SORTED_BY)
ALL = "all"


@dataclass(frozen=True)
class Watched:
    """A search, and since when something in it is new."""

    sought: Sought
    since: datetime


def new_in(watched: Sequence[Watched], editions: EditionQuerySet, *, reach: str) -> list[list[Edition]]:
    """Of ``editions``, those that answer to each search and came or changed since, the latest first. At most four
    statements; ``reach`` as in a search."""
    if not watched:
        return []
    since = min(one.since for one in watched)
    light = editions.current().listed()
    fresh = list(light.filter(renewed_at__gt=since).order_by("-renewed_at", "title", "pk")[:MOST])
    if not fresh:
        return [[] for _one in watched]
    heard = _heard([one.sought.words for one in watched], reach)
    said = _said(fresh, heard)
    return [
        [one for one in fresh if one.renewed_at > each.since and _answers(one, each.sought, heard, said)]
        for each in watched
    ]


def _heard(typed: Sequence[str], reach: str) -> dict[str, Heard]:
    """Stem → the terms it stands for, for the words of all searches together."""
    stems = list(dict.fromkeys(stem(word) for one in typed for word in searching.words_of(one)))
    return searching.hear_each(stems, reach=reach)


def _said(fresh: Sequence[Edition], heard: dict[str, Heard]) -> dict[uuid.UUID, set[int]]:
    terms = {term for one in heard.values() for term in one.factors}
    found: dict[uuid.UUID, set[int]] = {}
    if terms:
        rows = Posting.objects.filter(edition__in=[one.pk for one in fresh], term__in=terms)
        for edition, term in rows.values_list("edition", "term"):
            found.setdefault(edition, set()).add(term)
    return found


def _answers(edition: Edition, sought: Sought, heard: dict[str, Heard], said: dict[uuid.UUID, set[int]]) -> bool:
    """The same rule as in the search: sorted alike, and half of the words that the library knows."""
    for name in SORTED_BY:
        asked = getattr(sought, name)
        if asked and asked != ALL and asked != getattr(edition, name):
            return False
    if not sought.words:
        return True
    words = [heard[one] for one in dict.fromkeys(map(stem, searching.words_of(sought.words))) if one in heard]
    met = sum(not said.get(edition.pk, set()).isdisjoint(one.factors) for one in words)
    return bool(words) and met >= searching.needed(words)
