"""The index of the library: the same two tables answer alike on every database (docs/decisions/0013)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from havre.countries.fr.library import AUDIENCES
from havre.resources.models.library import Edition, audiences_within

EVERY_PAGE = ""
"""The empty word stands on every page: its row counts them."""


class Term(models.Model):
    """A word of the library, without accents and ending, and how many current editions hold it: of those for everybody, of
    those for professionals too, of all. Whoever reads only the first is told of no word that stands only in the others."""

    word = models.CharField(max_length=40, unique=True)
    public = models.PositiveIntegerField(default=0)
    professionals = models.PositiveIntegerField(default=0)
    partners = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class Neighbour(models.Model):
    """A term with one letter left out: where a slip of the hand is found again."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="neighbours")
    form = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return self.form


class PostingQuerySet(models.QuerySet["Posting"]):
    def of_editions(self, reach: str, sorted_by: Mapping[str, str]) -> PostingQuerySet:
        """In what a reader of ``reach`` may read, and of this language, theme, …; all of it is read now."""
        asked: dict[str, Any] = {f"edition__{name}": value for name, value in sorted_by.items()}
        read = audiences_within(reach)
        if read != AUDIENCES.codes:
            asked["edition__audience__in"] = read
        return self.filter(**asked)


class Posting(models.Model):
    """A term stands in a current edition, or in a document of it; ``weight`` in thousandths, by where and how often."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, db_index=False, related_name="postings")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveIntegerField()

    objects = PostingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["term", "edition", "weight"], name="posting_of_term")]

    def __str__(self) -> str:
        return str(self.pk)
