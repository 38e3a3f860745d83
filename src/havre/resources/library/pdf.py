"""PDF that somebody adds: its text, its sheets, and whether anything in it runs or opens."""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from havre.record.operations import Refusal
from havre.resources.library.files import Active, Unreadable

_ACTIVE = {"/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA"}


def read(content: bytes, *, most_pages: int) -> tuple[str, int]:
    """The text of its first pages, and how many it has. Raises ``Unreadable``, ``Active``."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted or not reader.pages:
            raise Unreadable
        if _is_active(reader):
            raise Active
        return "\n".join(page.extract_text() or "" for page in reader.pages[:most_pages]), len(reader.pages)
    except Refusal:
        raise
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, AssertionError, OSError) as error:  # fmt: skip
        raise Unreadable from error


def _is_active(reader: PdfReader) -> bool:
    """Every object that the document reaches is looked at once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[object] = [reader.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (key := (one.idnum, one.generation)) in seen:
                continue
            seen.add(key)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            if _ACTIVE & one.keys() or str(one.raw_get("/S") if "/S" in one else "") in _ACTIVE:
                return True
            waiting.extend(one.raw_get(key) for key in one)
        elif isinstance(one, ArrayObject):
            waiting.extend(list.__iter__(one))
    return False
