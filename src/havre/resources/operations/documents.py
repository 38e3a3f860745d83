"""Documents that go with a page of the library: one person adds one, another reads and publishes it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record import words
from havre.record.operations import Refusal, expect_version, operation, record, save
from havre.record.transitions import NotNow, move
from havre.resources.library import files, indexing, pictures
from havre.resources.models import Edition, LibraryDocument, LibraryPage
from havre.resources.operations.pages import OneAlone, named, require_keeper
from havre.resources.states import DOCUMENT

MOST_DOCUMENTS = 20
LONGEST_NAME = 120

words.register({"document_added": _("Document ajouté à une page"), "document_removed": _("Document ôté d’une page")})


class Enough(Refusal):
    sentence = _("Cette page a déjà vingt documents. Ôtez-en un, ou faites une autre page.")


class StillRead(Refusal):
    sentence = _("Ce document se lit encore. Retirez-le d’abord, puis ôtez-le.")


@operation
def add_document(
    page: LibraryPage,
    *,
    name: str,
    content: bytes,
    valid_until: date | None = None,
    replaces: LibraryDocument | None = None,
    version: int | None = None,
    by: User,
    at: datetime,
) -> LibraryDocument:
    """A file for whoever reads the page, once somebody else has read it. ``replaces``: the one of the same page that goes then.

    Raises ``NotAllowed``, ``Enough``, ``Stale``, ``NotNow`` where there is nothing to replace, and what
    ``library.files.take`` raises.
    """
    require_keeper(by)
    expect_version(page, version)
    if page.documents.count() >= MOST_DOCUMENTS:
        raise Enough
    if replaces is not None and (replaces.page_id != page.pk or replaces.state != "published"):
        raise NotNow
    taken = files.take(content)
    kept = taken.drawn or content
    if taken.type == pictures.PICTURE:
        name = pictures.name_of(name, page.documents.values_list("name", flat=True))
    row = LibraryDocument(
        page=page, name=name.strip()[:LONGEST_NAME], type=taken.type, size=len(kept), content=kept, text=taken.text,
        sheets=taken.sheets, added_on=timezone.localdate(at), added_by=by, valid_until=valid_until, replaces=replaces,
    )  # fmt: skip
    row.save(force_insert=True)
    save(page)
    record("document_added", fields=["documents"], facts=named(page))
    return row


@operation
def publish_document(document: LibraryDocument, *, version: int | None = None, by: User, at: datetime) -> None:
    """Read by somebody else than whoever added it: from now on it is found and taken, and the one that it replaces is not.

    Raises ``OneAlone``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    require_keeper(by)
    expect_version(document, version)
    if document.added_by_id == by.pk:
        raise OneAlone
    document.second_reader, document.published_on = by, timezone.localdate(at)
    move(DOCUMENT, document, "publish", changed=["second_reader", "published_on"], facts=named(document.page))
    before = document.replaces
    if before is not None and before.state == "published":
        _take_from_readers(before)
    _index_again(document.page)
    Edition.objects.filter(page=document.page, is_current=True).update(renewed_at=at)


@operation
def withdraw_document(document: LibraryDocument, *, version: int | None = None, by: User, at: datetime) -> None:
    """Nobody finds or takes it any more. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    expect_version(document, version)
    _take_from_readers(document)
    _index_again(document.page)


def _take_from_readers(document: LibraryDocument) -> None:
    document.warned_on = None
    move(DOCUMENT, document, "withdraw", changed=["warned_on"], facts=named(document.page))


@operation
def submit_document(document: LibraryDocument, *, version: int | None = None, by: User, at: datetime) -> None:
    """One that was withdrawn, to be read again by somebody else than whoever asks for it. Raises ``NotNow``, ``NotAllowed``,
    ``Stale``."""
    require_keeper(by)
    expect_version(document, version)
    document.added_by, document.second_reader = by, None
    move(DOCUMENT, document, "submit", changed=["added_by", "second_reader"], facts=named(document.page))


@operation
def remove_document(document: LibraryDocument, *, version: int | None = None, by: User, at: datetime) -> None:
    """It is destroyed; only what nobody reads can be. Raises ``StillRead``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    expect_version(document, version)
    if document.state == "published":
        raise StillRead
    LibraryDocument.objects.filter(pk=document.pk).delete()
    record("document_removed", fields=["documents"], facts=named(document.page))


def _index_again(page: LibraryPage) -> None:
    for edition in Edition.objects.filter(page=page, is_current=True):
        indexing.index(edition)
