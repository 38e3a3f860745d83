"""The library: pages that colleagues write, the editions of them that are read, documents that go with them.

None of it says anything of a case; it is plain, and may be copied.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, Q

from havre.accounts.models import User, is_user
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.countries.fr.library import AUDIENCES, COUNTRIES, KINDS, LANGUAGES, MARKS, PHASES, THEMES
from havre.network import audience
from havre.resources.states import LIBRARY


class Text(models.Model):
    """What a page says. ``mark``: how sure it is, as a whole; ``sources``: one a line; ``rights``: of a film, who may
    show it to whom."""

    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300)
    body = models.TextField(help_text="Markdown")
    kind = models.CharField(max_length=12, choices=KINDS.choices())
    theme = models.CharField(max_length=16, choices=THEMES.choices())
    phase = models.CharField(max_length=8, choices=PHASES.choices(), default="all")
    audience = models.CharField(max_length=16, choices=AUDIENCES.choices())
    country = models.CharField(max_length=3, choices=COUNTRIES.choices(), default="FR")
    mark = models.CharField(max_length=1, choices=MARKS.choices())
    sources = models.TextField(blank=True)
    rights = models.CharField(max_length=200, blank=True)
    valid_until = models.DateField(null=True)

    class Meta:
        abstract = True

    @property
    def is_unsure(self) -> bool:
        return self.mark in ("K", "V")


TEXT = tuple(field.name for field in Text._meta.fields)
"""The columns that a page and its editions share."""


class LibraryPageQuerySet(models.QuerySet["LibraryPage"]):
    def ending(self) -> LibraryPageQuerySet:
        """Read, and soon over or over already: the sweep has told it (``operations.warn_of_ends``)."""
        return self.filter(warned_on__isnull=False)


class LibraryPage(Text):
    """A page as it is being written; what is read of it is its current edition.

    It concerns no situation; the record names it (``operations.pages.named``).
    ``warned_on``: the day on which its keepers were told that it ends. ``author`` is nobody for what came with Havre.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60)
    language = models.CharField(max_length=2, choices=LANGUAGES.choices())
    state = models.CharField(max_length=12, choices=LIBRARY.choices, default="draft")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    second_reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replaces")
    changed_on = models.DateField()
    warned_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    situation_id = None

    objects = LibraryPageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "changed_on", "id"], name="page_state"),
            models.Index(fields=["warned_on"], condition=Q(warned_on__isnull=False), name="page_ending"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slug", "language"], name="page_once"),
            models.CheckConstraint(
                condition=Q(second_reader=None) | Q(author=None) | ~Q(second_reader=F("author")), name="page_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}/{self.slug}"


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: Any, *, has_link: bool = False) -> EditionQuerySet:
        """``has_link``: somebody without account who holds a link to the advice desk. What is for partners is read by
        roles of the network, and by the accounts of any service that has a convention with it."""
        if not (is_user(user) and user.is_active):
            return self.filter(audience__in=("public", "professionals") if has_link else ("public",))
        if may(user, Permission.READ_PARTNER_PAGES):
            return self
        return self.filter(~Q(audience="partners") | Exists(audience.conventions_of(user)))

    def current(self) -> EditionQuerySet:
        return self.filter(is_current=True)

    def ending(self, before: date) -> EditionQuerySet:
        return self.current().filter(valid_until__lt=before)


class Edition(Text):
    """One published version of a page. It never changes; the next one takes its place, and it stays to be read.

    ``said``: its body without marks, paragraphs before headings, a line each, for the excerpts of a search.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(LibraryPage, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    said = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES.choices())
    published_on = models.DateField()
    is_current = models.BooleanField(default=True)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    second_reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["is_current", "language", "theme", "title"], name="edition_theme"),
            models.Index(fields=["is_current", "published_on"], name="edition_new"),
            models.Index(fields=["is_current", "language", "audience", "id"], name="edition_read"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="edition_in_order"),
            models.UniqueConstraint(fields=["page"], condition=Q(is_current=True), name="edition_current_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def has_ended(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on


class LibraryDocument(models.Model):
    """A file that goes with a page: whoever reads the page takes it. ``text`` is what can be searched in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(LibraryPage, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    text = models.TextField(blank=True)
    added_on = models.DateField()

    def __str__(self) -> str:
        return str(self.pk)
