"""Documents that go with a page of the library."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record import words
from havre.record.operations import Refusal, expect_version, operation, record, save
from havre.resources.library import files, indexing
from havre.resources.models import Edition, LibraryDocument, LibraryPage
from havre.resources.operations.pages import named, require_keeper

MOST_DOCUMENTS = 20
LONGEST_NAME = 120

words.register({"document_added": _("Document ajouté à une page"), "document_removed": _("Document ôté d’une page")})


class Enough(Refusal):
    sentence = _("Cette page a déjà vingt documents. Ôtez-en un, ou faites une autre page.")


@operation
def add_document(
    page: LibraryPage, *, name: str, content: bytes, version: int | None = None, by: User, at: datetime
) -> LibraryDocument:
    """A file for whoever reads the page, at once; its words are found by the search.

    Raises ``NotAllowed``, ``Enough``, ``Stale``, and what ``library.files.take`` raises.
    """
    require_keeper(by)
    expect_version(page, version)
    if page.documents.count() >= MOST_DOCUMENTS:
        raise Enough
    taken = files.take(content)
    row = LibraryDocument(
        page=page, name=name.strip()[:LONGEST_NAME], type=taken.type, size=len(content), content=content, text=taken.text,
        added_on=timezone.localdate(at),
    )  # fmt: skip
    row.save(force_insert=True)
    save(page)
    _index_again(page)
    record("document_added", fields=["documents"], facts=named(page))
    return row


@operation
def remove_document(document: LibraryDocument, *, by: User, at: datetime) -> None:
    """Nobody takes it any more. Raises ``NotAllowed``."""
    require_keeper(by)
    page = document.page
    LibraryDocument.objects.filter(pk=document.pk).delete()
    _index_again(page)
    record("document_removed", fields=["documents"], facts=named(page))


def _index_again(page: LibraryPage) -> None:
    for edition in Edition.objects.filter(page=page, is_current=True):
        indexing.index(edition)
