"""A theme to take along: one file that opens without network and asks nothing of any host, with its documents beside it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from havre.countries.fr.library import COPY_LASTS
from havre.resources.library.files import MEGABYTE
from havre.resources.models import Edition, LibraryDocument

MOST_BYTES = 25 * MEGABYTE
"""So much of documents at most; heavier ones are named with their address."""
INDEX = "index.html"
_UNSAFE = re.compile(r"[^\w.()-]+")


@dataclass(frozen=True)
class Weight:
    """What a copy holds: how many documents, how heavy all is, and whether the documents fit."""

    documents: int
    size: int
    fits: bool


def weigh(editions: Sequence[Edition], documents: Sequence[LibraryDocument]) -> Weight:
    heavy = sum(one.size for one in documents)
    fits = heavy <= MOST_BYTES
    return Weight(len(documents), sum(len(one.body.encode()) for one in editions) + (heavy if fits else 0), fits)


def valid_until(editions: Sequence[Edition], documents: Sequence[LibraryDocument], today: date) -> date:
    """The first end of what it holds, at the latest so many days from now; what has ended already says so itself."""
    ends = [*(one.valid_until for one in editions), *(one.valid_until for one in documents)]
    return min([today + timedelta(days=COPY_LASTS.value), *(end for end in ends if end is not None and end >= today)])


def names(documents: Sequence[LibraryDocument]) -> dict[LibraryDocument, str]:
    """Where each stands in the copy; a number keeps two of one name apart."""
    return {one: f"documents/{number}-{_UNSAFE.sub('-', one.file_name)}" for number, one in enumerate(documents, 1)}


def packed(page: str, documents: Mapping[LibraryDocument, str]) -> bytes:
    """The page and its documents in one file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(INDEX, page)
        for one, name in documents.items():
            pack.writestr(name, bytes(one.content))
    return held.getvalue()


@cache
def style() -> str:
    return (Path(__file__).resolve().parent / "copy.css").read_text(encoding="utf-8")
