"""The articles of law that answers and pages of the library cite."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from havre.accounts.models import User
from havre.resources.models.advice import AdviceRequest
from havre.resources.models.library import LibraryPage


class Mark(models.TextChoices):
    """How sure a fact is, in the words of the page."""

    SOURCED = "S", "S"
    KNOWN = "K", "K"
    TO_VERIFY = "V", "V"
    PRODUCT = "P", "P"


class Article(models.Model):
    """An article of law as answers cite it: number, title, from when until when. Not its text. Without number: a law as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    verified_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verified_on = models.DateField(null=True)
    mark = models.CharField(max_length=1, choices=Mark.choices)
    source = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="article_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="article_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.code}".strip()

    @property
    def title(self) -> str:
        return self.title_en if (get_language() or "fr").startswith("en") else self.title_fr

    @property
    def is_unsure(self) -> bool:
        """Known or heard of, and read by nobody yet."""
        return self.verified_on is None and self.mark in (Mark.KNOWN, Mark.TO_VERIFY)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day, as far as is known."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class CitationQuerySet(models.QuerySet["Citation"]):
    def to_review(self) -> CitationQuerySet:
        return self.filter(needs_review=True)

    def ended(self, on: date) -> CitationQuerySet:
        """Not read again since their article ended."""
        unread = Q(reviewed_on=None) | Q(reviewed_on__lte=models.F("article__valid_until"))
        return self.filter(unread, article__valid_until__lt=on, needs_review=False)


class Citation(models.Model):
    """An answer, or a page of the library, cites an article. ``needs_review``: the article changed, or ended, after the
    answer was given, the page published, or either last read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, null=True, related_name="citations")
    page = models.ForeignKey(LibraryPage, on_delete=models.CASCADE, null=True, related_name="citations")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="citations")
    needs_review = models.BooleanField(default=False)
    reviewed_on = models.DateField(null=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["needs_review"], condition=Q(needs_review=True), name="citation_review")]
        constraints = [
            models.UniqueConstraint(fields=["request", "article"], name="citation_once"),
            models.UniqueConstraint(fields=["page", "article"], name="citation_of_page_once"),
            models.CheckConstraint(
                condition=Q(request=None, page__isnull=False) | Q(request__isnull=False, page=None),
                name="citation_of_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
