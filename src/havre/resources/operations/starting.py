"""The first pages of the library come with Havre: files under ``start/``, taken in once, by name and language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from havre.accounts.models import User
from havre.record.operations import operation, record
from havre.resources.models import Article, Citation, LibraryPage
from havre.resources.operations.law import enlist_articles
from havre.resources.operations.pages import Written, put_to_readers
from havre.resources.start import StartPage, pages


def open_library(at: datetime) -> int:
    """The sweep: pages that came with Havre and are not there yet. Returns how many were taken in.

    What colleagues changed or withdrew stays as they left it.
    """
    known = set(LibraryPage.objects.values_list("language", "slug"))
    fresh = [one for one in pages() if (one.language, one.slug) not in known]
    if fresh:
        enlist_articles(at)
        take_in(fresh, by=None, at=at)
    return len(fresh)


@operation
def take_in(found: Iterable[StartPage], *, by: User | None, at: datetime) -> None:
    """Pages as their files tell them, published; nobody of the house is their author yet."""
    articles = {str(one): one for one in Article.objects.all()}
    for one in found:
        page = LibraryPage(
            slug=one.slug, language=one.language, state="published", changed_on=timezone.localdate(at), **text_of(one).columns()
        )  # fmt: skip
        page.save(force_insert=True)
        Citation.objects.bulk_create(Citation(page=page, article=articles[name]) for name in one.articles)
        put_to_readers(page, at)
    record("library_opened", fields=["editions"])


def text_of(one: StartPage) -> Written:
    return Written(
        title=one.title, summary=one.summary, body=one.body, theme=one.theme, phase=one.phase, audience=one.audience,
        country=one.country, kind=one.kind, mark=one.verified, sources="\n".join(one.sources),
        rights=one.rights,
    )  # fmt: skip
