"""The library: pages that colleagues write, the editions of them that are read, documents that go with them.

None of it says anything of a case; it is plain, and may be copied.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from havre.accounts.models import User, is_user
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.countries.fr.library import AUDIENCES, COUNTRIES, KINDS, LANGUAGES, MARKS, PHASES, THEMES
from havre.network import audience
from havre.resources.states import DOCUMENT, LIBRARY


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

    def has_ended(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on


TEXT = tuple(field.name for field in Text._meta.fields)
"""The columns that a page and its editions share."""


LISTED = (
    "title", "summary", "said", "kind", "theme", "phase", "country", "audience", "mark", "valid_until", "number", "language",
    "published_on", "renewed_at", "page__slug",
)  # fmt: skip


class LibraryPageQuerySet(models.QuerySet["LibraryPage"]):
    def ending(self) -> LibraryPageQuerySet:
        """Read, and soon over or over already, the page or a document of it: the sweep has told it
        (``operations.warn_of_ends``)."""
        documents = LibraryDocument.objects.filter(warned_on__isnull=False)
        return self.filter(Q(warned_on__isnull=False) | Q(pk__in=documents.values("page")))

    def with_document_in_reading(self) -> LibraryPageQuerySet:
        return self.filter(pk__in=LibraryDocument.objects.filter(state="in_reading").values("page"))


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


PUBLIC, PROFESSIONALS, PARTNERS = AUDIENCES.codes
"""Each reads what the one before reads, and more."""


def reach_of(user: Any, *, has_link: bool = False) -> str:
    """The widest audience that this reader belongs to. ``has_link``: somebody without account who holds a link to the advice
    desk. What is for partners is read by roles of the network, and by the accounts of any service that has a convention
    with it. At most one statement."""
    if not (is_user(user) and user.is_active):
        return PROFESSIONALS if has_link else PUBLIC
    if may(user, Permission.READ_PARTNER_PAGES) or audience.conventions_of(user).exists():
        return PARTNERS
    return PROFESSIONALS


def audiences_within(reach: str) -> tuple[str, ...]:
    return AUDIENCES.codes[: AUDIENCES.codes.index(reach) + 1]


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: Any, *, has_link: bool = False) -> EditionQuerySet:
        return self.within(reach_of(user, has_link=has_link))

    def within(self, reach: str) -> EditionQuerySet:
        """What is meant for an audience, and for those before it."""
        return self if reach == PARTNERS else self.filter(audience__in=audiences_within(reach))

    def current(self) -> EditionQuerySet:
        return self.filter(is_current=True)

    def listed(self) -> EditionQuerySet:
        """With what a line of a list says, and no more; the name of the page is at hand."""
        return self.select_related("page").only(*LISTED)

    def ending(self, before: date) -> EditionQuerySet:
        return self.current().filter(valid_until__lt=before)


class Edition(Text):
    """One published version of a page. It never changes; the next one takes its place, and it stays to be read.

    ``said``: its body without marks, paragraphs before headings, a line each, for the excerpts of a search. ``renewed_at``:
    when something of it could last be read for the first time, its text or one of its documents.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(LibraryPage, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    said = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES.choices())
    published_on = models.DateField()
    renewed_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    second_reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["is_current", "language", "theme", "title"], name="edition_theme"),
            models.Index(fields=["is_current", "published_on"], name="edition_new"),
            models.Index(fields=["is_current", "renewed_at"], name="edition_renewed"),
            models.Index(
                fields=["id", "language", "audience", "theme", "kind", "phase", "country"], name="edition_sorted"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="edition_in_order"),
            models.UniqueConstraint(fields=["page"], condition=Q(is_current=True), name="edition_current_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DocumentQuerySet(models.QuerySet["LibraryDocument"]):
    def published(self) -> DocumentQuerySet:
        """Those that were read by a second person: whoever reads the page takes them."""
        return self.filter(state="published")

    def light(self) -> DocumentQuerySet:
        """Without what is in them."""
        return self.defer("content", "text")

    def with_replaced(self) -> DocumentQuerySet:
        """Each with the one whose place it took, both light."""
        return self.select_related("replaces").defer("content", "text", "replaces__content", "replaces__text")

    def ending(self, before: date) -> DocumentQuerySet:
        return self.published().filter(valid_until__lt=before)


class LibraryDocument(models.Model):
    """A file that goes with a page: once somebody else has read it, whoever reads the page takes it.

    ``text`` is what can be searched in it, ``sheets`` how many it has where its type says so. ``replaces`` is the one
    whose place it takes when it is published; that one keeps its address, which leads to this.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(LibraryPage, on_delete=models.CASCADE, related_name="documents")
    state = models.CharField(max_length=12, choices=DOCUMENT.choices, default="in_reading")
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField(null=True)
    content = models.BinaryField()
    text = models.TextField(blank=True)
    added_on = models.DateField()
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    second_reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    published_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replaced_by")
    warned_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    situation_id = None

    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "added_on"], name="document_state"),
            models.Index(fields=["valid_until"], condition=Q(valid_until__isnull=False), name="document_until"),
            models.Index(fields=["warned_on"], condition=Q(warned_on__isnull=False), name="document_ending"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_reader=None) | Q(added_by=None) | ~Q(second_reader=F("added_by")),
                name="document_two_people",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def has_ended(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on

    @property
    def file_name(self) -> str:
        return self.name if self.name.lower().endswith(f".{self.type}") else f"{self.name}.{self.type}"
