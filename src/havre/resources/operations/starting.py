"""The first pages of the library come with Havre: files under ``start/``, taken in once, by name and language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from havre.accounts.models import User
from havre.record.operations import operation, record
from havre.resources.models import Article, Citation, LibraryPage
from havre.resources.operations.pages import Written, put_to_readers

START = Path(__file__).resolve().parent.parent / "start"
_LISTS = ("sources", "articles")


@dataclass(frozen=True)
class Found:
    """A page as its file tells it; ``articles`` by number."""

    slug: str
    language: str
    text: Written
    articles: tuple[str, ...]


class Misread(ValueError):
    """A file that does not say what a page needs."""


def read(path: Path) -> Found:
    """One file: lines «name: value» between two lines of dashes, then Markdown. Raises ``Misread``."""
    head, mark, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    told: dict[str, str] = {}
    lists: dict[str, list[str]] = {name: [] for name in _LISTS}
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        name, value = name.strip(), value.strip()
        if not colon:
            raise Misread(f"{path.name}: {line}")
        if name in lists:
            lists[name] = [str(one) for one in tomllib.loads(f"found = {value}")["found"]]
        else:
            told[name] = _bare(value)
    if not mark or path.stem != told.get("slug"):
        raise Misread(path.name)
    text = Written(
        title=told["title"], summary=told["summary"], body=body.strip() + "\n", theme=told["theme"], phase=told["phase"],
        audience=told["audience"], country=told["country"], kind=told["kind"], mark=told["verified"],
        sources="\n".join(lists["sources"]), rights=told.get("rights", ""),
    )  # fmt: skip
    return Found(told["slug"], path.parent.name, text, tuple(lists["articles"]))


def _bare(value: str) -> str:
    """Without a comment after it, and without quotes around it."""
    value = value.partition("   #")[0].strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def open_library(at: datetime, folder: Path = START) -> int:
    """The sweep: pages that came with Havre and are not there yet. Returns how many were taken in.

    What colleagues changed or withdrew stays as they left it.
    """
    known = set(LibraryPage.objects.values_list("language", "slug"))
    fresh = [path for path in sorted(folder.glob("*/*.md")) if (path.parent.name, path.stem) not in known]
    if fresh:
        take_in([read(path) for path in fresh], by=None, at=at)
    return len(fresh)


@operation
def take_in(found: list[Found], *, by: User | None, at: datetime) -> None:
    """Pages as their files tell them, published; nobody of the house is their author yet."""
    articles = {_squeezed(f"{one.number} {one.code}"): one for one in Article.objects.all()}
    for one in found:
        page = LibraryPage(
            slug=one.slug, language=one.language, state="published", changed_on=timezone.localdate(at), **one.text.columns()
        )  # fmt: skip
        page.save(force_insert=True)
        cited = [articles[key] for number in one.articles if (key := _squeezed(number)) in articles]
        Citation.objects.bulk_create(Citation(page=page, article=article) for article in dict.fromkeys(cited))
        put_to_readers(page, at)
    record("library_opened", fields=["editions"])


def _squeezed(number: str) -> str:
    """«L425-1 CESEDA» and «L. 425-1 CESEDA» are the same article."""
    return "".join(number.replace(".", "").replace("art ", "").split()).casefold()
