"""A theme of the library at once: on paper, and as a copy that opens without network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from havre.accounts.access import open_to_all
from havre.countries.fr.library import AUDIENCES, LANGUAGES, MARKS, THEMES
from havre.resources import reading
from havre.resources.library import copying, rendering, showing
from havre.resources.library.pictures import PICTURE
from havre.resources.models import Citation, Edition, LibraryDocument
from havre.resources.views.library import readable

ON_PAPER = 40
"""So many pages of a theme in one print; a larger theme has parts."""


@dataclass(frozen=True)
class Attached:
    """A document of one of the pages: of which, and where it stands in Havre and in a copy."""

    row: LibraryDocument
    title: str
    address: str
    has_ended: bool
    inside: str = ""


@dataclass(frozen=True)
class Part:
    """What a reader may read of a theme in one language, as much as one print holds."""

    theme: str
    language: str
    page: Page[Edition]
    documents: list[LibraryDocument]

    @property
    def editions(self) -> list[Edition]:
        return list(self.page.object_list)

    @property
    def title(self) -> str:
        return THEMES.label(self.theme, reading.language())


def _part(request: HttpRequest, theme: str) -> Part:
    if theme not in THEMES:
        raise Http404("no such theme")
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else reading.language()
    editions = readable(request).current().filter(theme=theme, language=language)
    cited = Prefetch("page__citations", Citation.objects.select_related("article").order_by("article__code", "article__number"))  # fmt: skip
    rows = editions.select_related("page").prefetch_related(cited).order_by("title", "pk")
    page = Paginator(rows, ON_PAPER).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404("nothing to print")
    page.object_list = list(page.object_list)
    order = {one.page_id: number for number, one in enumerate(page.object_list)}
    documents = LibraryDocument.objects.published().filter(page__in=order).with_replaced().order_by("name", "pk")
    return Part(theme, language, page, sorted(documents, key=lambda one: order[one.page_id]))


def _attached(request: HttpRequest, part: Part, inside: Mapping[LibraryDocument, str]) -> list[Attached]:
    titles, today = {one.page_id: one.title for one in part.editions}, timezone.localdate()
    return [
        Attached(
            one, titles[one.page_id], _whole(request, one),
            one.has_ended(today), inside.get(one, ""),
        )
        for one in part.documents
        if one.type != PICTURE
    ]  # fmt: skip


@open_to_all
@require_safe
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Every page of a theme that this reader may read, on paper, each from a new sheet on; and what a copy would weigh."""
    part = _part(request, theme)
    addresses = showing.addresses(part.editions, readable(request).current(), part.language)
    context = {
        "theme": theme,
        "title": part.title,
        "language": part.language,
        "page": part.page,
        "leaves": _leaves(part, addresses),
        "attached": _attached(request, part, {}),
        "weight": copying.weigh(part.editions, part.documents),
    }
    return render(request, "resources/library_theme_paper.html", context)


@open_to_all
@require_safe
def copy(request: HttpRequest, theme: str) -> HttpResponse:
    """The same as a file that is taken along; it holds what this reader may read today, and says until when it is good."""
    part, today = _part(request, theme), timezone.localdate()
    weight = copying.weigh(part.editions, part.documents)
    inside = copying.names(part.documents) if weight.fits else {}
    own = {one.page.slug: f"#feuille-{number}" for number, one in enumerate(part.editions, 1)}
    widest = max(part.editions, key=lambda one: AUDIENCES.codes.index(one.audience)).audience
    context = {
        "title": part.title,
        "language": part.language,
        "page": part.page,
        "today": today,
        "until": copying.valid_until(part.editions, part.documents, today),
        "leaves": _leaves(part, own, lambda one: inside.get(one) or _whole(request, one)),
        "attached": _attached(request, part, inside),
        "fits": weight.fits,
        "readers": "" if widest == "public" else AUDIENCES.label(widest, reading.language()),
        "style": copying.style(),
    }
    said = render_to_string("resources/library_copy.html", context, request)
    if not inside:
        return _as_file(said.encode(), "text/html; charset=utf-8", f"havre-{theme}-{today}.html")
    full = {one.pk: one for one in LibraryDocument.objects.filter(pk__in=[one.pk for one in inside])}
    content = copying.packed(said, {full[one.pk]: name for one, name in inside.items() if one.pk in full})
    return _as_file(content, "application/zip", f"havre-{theme}-{today}.zip")


def _as_file(content: bytes, type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _whole(request: HttpRequest, document: LibraryDocument) -> str:
    return request.build_absolute_uri(reverse("library:document", args=[document.pk]))


def _leaves(part: Part, addresses: Mapping[str, str], address_of: Callable[[LibraryDocument], str] | None = None) -> list[dict[str, Any]]:  # fmt: skip
    """What stands on paper of each; ``address_of``: where a picture is, in Havre unless said otherwise."""
    today = timezone.localdate()
    own = {one.page_id: [row for row in part.documents if row.page_id == one.page_id] for one in part.editions}
    return [
        {
            "edition": one,
            "body": rendering.shown(
                one.body, addresses, pictures=showing.sources(own[one.page_id], address_of), under=2
            ),
            "sorting": " · ".join(showing.sorting(one)),
            "mark": MARKS.label(one.mark, reading.language()),
            "has_ended": one.has_ended(today),
            "sources": one.sources.splitlines(),
            "cited": showing.articles(one.page.citations.all(), today),
        }
        for one in part.editions
    ]
