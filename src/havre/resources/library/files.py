"""Documents that somebody adds: what they are by their content, the text in them, and what is refused."""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from havre.common import archives
from havre.record.operations import Refusal
from havre.resources.library import pictures

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_TEXT = 400_000
MOST_PAGES = 500
MOST_UNPACKED = 60 * MEGABYTE
PDF = "pdf"
_OFFICE = {
    "docx": ("word/document.xml", re.compile(r"word/(document|footnotes|header\d+|footer\d+)\.xml")),
    "xlsx": ("xl/workbook.xml", re.compile(r"xl/sharedStrings\.xml")),
    "pptx": ("ppt/presentation.xml", re.compile(r"ppt/slides/slide\d+\.xml")),
}
"""Type → what it must hold, and where its words stand."""
_OPEN = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
TYPES = {
    PDF: "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    **{short: media for media, short in _OPEN.items()},
    pictures.PICTURE: "image/png",
}
_ACTIVE_OFFICE = re.compile(r"(^|/)(vbaProject\.bin|activeX/|embeddings/|Basic/|Scripts/|macrosheets/)", re.I)
_BREAK = re.compile(r"</(?:w:p|a:p|si|text:p|text:h)>")
_SPACE = re.compile(r"<(?:w:tab|w:br|a:br|text:tab|text:s|text:line-break)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


class Missing(Refusal):
    sentence = _("Choisissez un fichier.")


class Empty(Refusal):
    sentence = _("Ce fichier est vide. Choisissez-en un autre ; le reste est gardé.")


class TooBig(Refusal):
    sentence = _("Ce fichier dépasse 20 Mo. Réduisez-le, ou coupez-le en deux ; le reste est gardé.")


class UnknownType(Refusal):
    sentence = _(
        "Ce n’est ni un PDF, ni un document de bureau (docx, xlsx, pptx, odt, ods, odp), ni une image (PNG, JPEG). Enregistrez-le en PDF, puis recommencez."
    )


class Unreadable(Refusal):
    sentence = _("Ce document est abîmé ou fermé par un mot de passe : il ne s’ouvre pas. Enregistrez-le de nouveau, puis recommencez.")  # fmt: skip


class Active(Refusal):
    sentence = _(
        "Ce document contient un programme (macro, script, fichier joint). Enregistrez-le en PDF simple, puis recommencez."
    )


@dataclass(frozen=True)
class Taken:
    """A document that may be kept; ``sheets``: how many it has, where its type says so. ``drawn``: what is kept of a
    picture in place of its file."""

    type: str
    text: str
    sheets: int | None = None
    drawn: bytes = b""


def take(content: bytes) -> Taken:
    """What a file is and says. Raises ``Empty``, ``TooBig``, ``UnknownType``, ``Unreadable``, ``Active``, and what ``pictures.drawn`` raises."""
    if not content:
        raise Empty
    if len(content) > MOST_BYTES:
        raise TooBig
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(archives.ZIP):
        return _office(content)
    if pictures.is_picture(content):
        return Taken(pictures.PICTURE, "", drawn=pictures.drawn(content))
    raise UnknownType


def _cut(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()[:MOST_TEXT]


def _pdf(content: bytes) -> Taken:
    from havre.resources.library import pdf  # the reader of PDF is loaded with the first one, not with every worker

    text, sheets = pdf.read(content, most_pages=MOST_PAGES)
    return Taken(PDF, _cut(text), sheets)


def _office(content: bytes) -> Taken:
    try:
        with archives.opened(content, at_most=MOST_UNPACKED) as packed:
            names = packed.namelist()
            kind, wanted = _kind_of(packed, names)
            if any(_ACTIVE_OFFICE.search(name) for name in names):
                raise Active
            parts = [packed.read(name).decode("utf-8", "replace") for name in sorted(names) if wanted.fullmatch(name)]
    except archives.UnfoldsTooFar:
        raise TooBig from None
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable from error
    return Taken(kind, _cut("\n".join(_words_of(part) for part in parts)))


def _kind_of(packed: zipfile.ZipFile, names: list[str]) -> tuple[str, re.Pattern[str]]:
    for kind, (must, wanted) in _OFFICE.items():
        if must in names:
            return kind, wanted
    media = packed.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    if media not in _OPEN:
        raise UnknownType
    return _OPEN[media], re.compile(r"content\.xml")


def _words_of(xml: str) -> str:
    """The words of a part, a paragraph a line. Nothing of it is interpreted, so nothing in it can unfold."""
    return html.unescape(_TAG.sub("", _SPACE.sub(" ", _BREAK.sub("\n", xml))))
