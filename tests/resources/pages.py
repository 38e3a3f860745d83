"""Pages of the library as the tests tell them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from havre.accounts.models import User
from havre.resources import operations
from havre.resources.models import Article, Edition, LibraryDocument, LibraryPage
from tests.cast import AT


def text(title: str = "Le délai de réflexion", **changes: object) -> operations.Written:
    told = operations.Written(
        title=title, summary="Trente jours pour décider.", body="## Le récépissé\n\nElle reçoit un papier.\n",
        theme="residence", audience="public", mark="S", sources="DOMAIN.md §7",
    )  # fmt: skip
    for name, value in changes.items():
        setattr(told, name, value)
    return told


def written(by: User, slug: str = "delai", language: str = "fr", *, articles: list[Article] | None = None, **changes: object) -> LibraryPage:  # fmt: skip
    return operations.write_page(slug, language, text=text(articles=articles or [], **changes), by=by, at=AT)


def published(by: User, reader: User, slug: str = "delai", language: str = "fr", **changes: object) -> Edition:
    page = written(by, slug, language, **changes)  # type: ignore[arg-type]
    operations.submit_page(page, by=by, at=AT)
    return operations.publish_page(page, by=reader, at=AT)


def handed_out(page: LibraryPage, by: User, reader: User, name: str = "modele.pdf", content: bytes = b"", **told: Any) -> LibraryDocument:  # fmt: skip
    """A document that was read by a second person."""
    row = operations.add_document(page, name=name, content=content or a_pdf("bonjour"), by=by, at=AT, **told)
    operations.publish_document(row, by=reader, at=AT)
    return row


def a_pdf(words: str, *, script: bool = False, locked: bool = False) -> bytes:
    """One page that says ``words``, made by hand so that they can be extracted."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"), NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))
    if locked:
        writer.encrypt("", "un mot de passe", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def a_docx(words: str, *, macro: bool = False) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f"<w:document><w:p><w:t>{words}</w:t></w:p></w:document>")
        if macro:
            packed.writestr("word/vbaProject.bin", b"x")
    return held.getvalue()
