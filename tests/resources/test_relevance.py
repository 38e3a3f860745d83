"""Sixty things that tired professionals type, and the page that they should find first (``queries.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from havre.resources import operations
from havre.resources.library import searching
from havre.resources.models import Edition
from tests.cast import AT

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

QUERIES = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))["query"]
WANTED = 0.8


def ranks() -> Iterator[tuple[str, str, int]]:
    """(language, words, rank of the page that is expected; 0 where it is not found)."""
    names = dict(Edition.objects.values_list("pk", "page__slug"))
    for query in QUERIES:
        found = searching.search(query["text"], reach="partners", sorted_by={"language": query["lang"]}).ids
        slugs = [names[key] for key in found]
        yield query["lang"], query["text"], slugs.index(query["expects"]) + 1 if query["expects"] in slugs else 0


def test_the_page_that_serves_is_found_first_or_nearly_in_both_languages() -> None:
    operations.open_library(AT)

    found = list(ranks())

    assert len(found) >= 60
    for language in ("fr", "en"):
        worth = {words: 1 / rank if rank else 0.0 for lang, words, rank in found if lang == language}
        missed = {words: round(value, 2) for words, value in worth.items() if value < 1}
        assert mean(worth.values()) >= WANTED, (language, mean(worth.values()), missed)
