"""Pages of the library as lists and readers see them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from havre.common import words
from havre.countries.fr.library import AUDIENCES, COUNTRIES, KINDS, MARKS, PHASES, THEMES
from havre.resources import reading
from havre.resources.library import rendering
from havre.resources.library.pictures import PICTURE
from havre.resources.library.terms import stem, words_in
from havre.resources.models import Article, Citation, Edition, LibraryDocument
from havre.resources.models.library import EditionQuerySet, Text
from havre.resources.reading import language

SHOWN_LETTERS = 260
FEW_LETTERS = 40
HIT = "<mark>"
_LETTERS = re.compile(r"(?:\b[LRDlrd]\.?[ \u00a0\u202f])?[\w-]+")
"""A word; «L. 425-1» is one."""
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")


@dataclass(frozen=True)
class Line:
    """One page in a list; ``excerpt`` is what answers to the search, ``document`` the file it stands in."""

    edition: Edition
    url: str
    title: SafeString
    excerpt: SafeString
    sub: str
    mark: str
    has_ended: bool
    document: str = ""


def url_of(edition: Edition) -> str:
    return reverse("library:page", args=[edition.language, edition.page.slug])


def lines(editions: Iterable[Edition], stems: frozenset[str], today: date, *, inside: Iterable[LibraryDocument] = ()) -> list[Line]:  # fmt: skip
    """``inside``: the documents of these pages, for those whose own words do not answer."""
    texts: dict[uuid.UUID, list[LibraryDocument]] = {}
    for one in inside:
        texts.setdefault(one.page_id, []).append(one)
    return [_line(one, stems, today, texts.get(one.page_id, [])) for one in editions]


def _line(edition: Edition, stems: frozenset[str], today: date, documents: list[LibraryDocument]) -> Line:
    excerpt, document = _best([edition.summary, edition.said], stems, before=edition.summary), ""
    if stems and HIT not in excerpt:
        for one in documents:
            found = _best([one.text], stems)
            if HIT in found:
                excerpt, document = found, one.name
                break
    return Line(
        edition, url_of(edition), marked(edition.title, stems), excerpt, " · ".join(sorting(edition)),
        MARKS.label(edition.mark, language()), edition.has_ended(today), document,
    )  # fmt: skip


def sorting(text: Text) -> list[str]:
    """«séjour et papiers», «guide», «les professionnels»."""
    lang = language()
    said = [THEMES.label(text.theme, lang), KINDS.label(text.kind, lang)]
    if text.phase != "all":
        said.append(PHASES.label(text.phase, lang))
    if text.country != "FR":
        said.append(COUNTRIES.label(text.country, lang))
    if text.audience != "public":
        said.append(_("pour %(whom)s") % {"whom": AUDIENCES.label(text.audience, lang)})
    return said


def _best(texts: list[str], stems: frozenset[str], *, before: str = "") -> SafeString:
    """The passage that holds most of what is sought, the first of equals; the first one where nothing is sought. A heading
    alone says too little: ``before`` stands before it, where there is any."""
    if not stems:
        return escape(texts[0])
    passages = [passage for text in texts for passage in _SENTENCE.split(text) if passage.strip()]
    best = max(passages, key=lambda passage: _hits(passage, stems), default="").strip()
    if len(best) < FEW_LETTERS and before and best not in before:
        best = f"{before} … {best}"
    return marked(_cut(best, stems), stems)


def _hits(passage: str, stems: frozenset[str]) -> int:
    """How many of the stems it holds."""
    found: set[str] = set()
    for piece in _LETTERS.findall(passage):
        found |= _stems_of(piece) & stems
    return len(found)


def _cut(passage: str, stems: frozenset[str]) -> str:
    """At most so many letters, around the first hit."""
    if len(passage) <= SHOWN_LETTERS:
        return passage
    first = next((found.start() for found in _LETTERS.finditer(passage) if _stems_of(found.group()) & stems), 0)
    start = max(0, passage.rfind(" ", 0, max(0, first - SHOWN_LETTERS // 3)))
    return ("… " if start else "") + passage[start : start + SHOWN_LETTERS].strip() + " …"


@lru_cache(maxsize=20_000)
def _stems_of(piece: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words_in(piece))


def marked(text: str, stems: frozenset[str]) -> SafeString:
    """The text as HTML, what is sought in it marked."""
    said, end = "", 0
    for piece in _LETTERS.finditer(text) if stems else ():
        if _stems_of(piece.group()) & stems:
            said += f"{escape(text[end : piece.start()])}{HIT}{escape(piece.group())}</mark>"
            end = piece.end()
    return mark_safe(said + escape(text[end:]))  # noqa: S308 (each part of the text is escaped)


def articles(citations: Iterable[Citation], today: date) -> list[tuple[Article, str, str | Promise, bool]]:
    """(article, its validity, how sure that is, whether it has changed since) of what a page cites."""
    return [(one.article, reading.validity(one.article, today), reading.mark_words(one.article), one.needs_review) for one in citations]  # fmt: skip


def citation_of(edition: Edition) -> str:
    """What is copied under a text that quotes the page."""
    return _("« %(title)s », centre de ressources du réseau, version %(number)s du %(day)s.") % {
        "title": edition.title, "number": edition.number, "day": words.day_and_year(edition.published_on),
    }  # fmt: skip


def body_of(text: Text, visible: EditionQuerySet, lang: str, *, pictures: Iterable[LibraryDocument] = ()) -> SafeString:
    """The body as HTML; its links lead to the pages that ``visible`` holds in that language, its pictures are of ``pictures``."""
    return rendering.shown(text.body, addresses([text], visible, lang), pictures=sources(pictures))


def sources(pictures: Iterable[LibraryDocument], address_of: Callable[[LibraryDocument], str] | None = None) -> dict[str, str]:  # fmt: skip
    """Name → address of the pictures among the documents of a page, in Havre unless said otherwise. One that took the place
    of another is shown for it."""
    found: dict[str, str] = {}
    for one in pictures:
        if one.type == PICTURE:
            address = address_of(one) if address_of else reverse("library:document", args=[one.pk])
            found[one.name] = address
            if one.replaces is not None:
                found.setdefault(one.replaces.name, address)
    return found


def addresses(texts: Iterable[Text], visible: EditionQuerySet, lang: str) -> dict[str, str]:
    """Name → address of the pages that these texts lead to, as far as ``visible`` holds them in that language. One
    statement for all."""
    own = {slug for text in texts for slug in map(rendering.slug_of, rendering.targets(text.body)) if slug}
    rows = visible.filter(page__slug__in=own, language=lang).values_list("page__slug", flat=True) if own else []
    return {slug: reverse("library:page", args=[lang, slug]) for slug in rows}
