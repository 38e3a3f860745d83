"""The library as it is read: by anybody, by professionals, by accounts, each what is meant for them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import open_to_all
from havre.common import filters
from havre.countries.fr.library import LANGUAGES, MARKS, THEMES
from havre.resources import reading
from havre.resources.library import rendering, searching, showing
from havre.resources.library.sending import attached
from havre.resources.library.watching import SORTED_BY
from havre.resources.models import Edition, GuestLink, LibraryDocument, LibraryPage
from havre.resources.models.library import PUBLIC, EditionQuerySet, reach_of
from havre.resources.page_forms import ALL, SearchForm
from havre.resources.policies import may_ask, may_keep_library
from havre.resources.views.access import GUEST

PER_PAGE = 10
LATEST = 5
PROPOSED = 4
LONGEST = 4000


def readable(request: HttpRequest) -> EditionQuerySet:
    """The editions, old ones too, that this visitor may read."""
    return Edition.objects.within(reach(request))


def reach(request: HttpRequest) -> str:
    """The audience that this visitor belongs to, found out once for the request."""
    known: str | None = getattr(request, "library_reach", None)
    if known is None:
        known = reach_of(request.user, has_link=holds_link(request))
        request.library_reach = known  # type: ignore[attr-defined]
    return known


def holds_link(request: HttpRequest) -> bool:
    found = None if request.user.is_authenticated else GUEST.link_of(request)
    return found is not None and found.use in (GuestLink.ASK, GuestLink.READ)


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """What is there by theme, what is new; or what answers to a search, whose words are posted and kept sealed."""
    if request.method == "POST":
        return filters.keep(request, SearchForm)
    form = SearchForm(filters.asked(request, SearchForm), of_all=reach(request) != PUBLIC)
    asked, today = form.asked(), timezone.localdate()
    lang = asked["language"] or reading.language()
    editions = readable(request).current()
    if lang != ALL:
        editions = editions.filter(language=lang)
    context = {"form": form, "may_keep": may_keep_library(request.user)}
    if not any(asked[name] for name in asked if name != "language"):
        latest = editions.listed().order_by("-published_on", "title", "pk")[:LATEST]
        context |= {"themes": _themes(editions), "latest": showing.lines(latest, frozenset(), today)}
        return render(request, "resources/library.html", context)
    sorted_by = {name: asked[name] for name in SORTED_BY if asked[name] and name != "language"}
    if lang != ALL:
        sorted_by["language"] = lang
    if asked["theme"] and lang != ALL:
        name = THEMES.label(asked["theme"], reading.language())
        context["theme"] = {"code": asked["theme"], "name": name, "language": lang}
    context |= _results(request, sorted_by, asked["words"])
    if not context["lines"]:
        context |= _nothing(request, asked, sorted_by) | {"themes": _themes(editions)}
    return render(request, "resources/library.html", context)


def _nothing(request: HttpRequest, asked: Mapping[str, str], sorted_by: Mapping[str, str]) -> dict[str, object]:
    """What to do where nothing was found: how many pages of another language answer, whether one may ask."""
    alike = {name: value for name, value in sorted_by.items() if name != "language"}
    elsewhere = 0
    if alike != sorted_by:
        found = searching.search(asked["words"], reach=reach(request), sorted_by=alike).ids
        elsewhere = len(found) if asked["words"] else readable(request).current().filter(**alike).count()
    said = list({**asked, "language": ALL}.items())
    return {"elsewhere": elsewhere, "asked": said, "may_ask": may_ask(request.user)}


def _themes(editions: EditionQuerySet) -> list[tuple[str, str, int]]:
    found = dict(editions.order_by().values_list("theme").annotate(total=Count("pk")))
    return [(code, THEMES.label(code, reading.language()), found[code]) for code in THEMES if code in found]


def _results(request: HttpRequest, sorted_by: dict[str, str], typed: str) -> dict[str, object]:
    today, found = timezone.localdate(), searching.search(typed, reach=reach(request), sorted_by=sorted_by)
    rows = readable(request).current().filter(**sorted_by).listed()
    page: Page[Any]
    if typed:
        page = Paginator(found.ids, PER_PAGE).get_page(request.GET.get("page"))
        known = Edition.objects.listed().in_bulk(list(page))
        shown = [known[key] for key in page]
    else:
        page = Paginator(rows.order_by("title", "pk"), PER_PAGE).get_page(request.GET.get("page"))
        shown = list(page)
    inside = LibraryDocument.objects.published().filter(page__in=[one.page_id for one in shown]).exclude(text="").defer("content")  # fmt: skip
    return {
        "page": page,
        "lines": showing.lines(shown, found.stems, today, inside=inside if typed else ()),
        "instead": found.was_changed,
        "most": searching.MOST if len(found.ids) == searching.MOST else 0,
        "searched": True,
    }


@open_to_all
@require_safe
def page(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The edition that is read now; where there is none in that language, the one of another language."""
    found = _current(request, language, slug)
    if found is None:
        return _elsewhere(request, language, slug)
    return render(request, "resources/library_page.html", _page_of(request, found))


def _current(request: HttpRequest, language: str, slug: str) -> Edition | None:
    rows = readable(request).current().select_related("page")
    return rows.filter(page__slug=slug, language=language).first()


def _elsewhere(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """A page that was replaced leads to the other one; one without that language to the one there is."""
    moved = LibraryPage.objects.filter(slug=slug, language=language).select_related("replaced_by").first()
    if moved is not None and moved.replaced_by is not None:
        other = _current(request, moved.replaced_by.language, moved.replaced_by.slug)
    else:
        other = readable(request).current().select_related("page").filter(page__slug=slug).first()
    if other is None:
        raise Http404("no such page")
    return redirect(showing.url_of(other))


def _page_of(request: HttpRequest, edition: Edition) -> dict[str, object]:
    today, lang = timezone.localdate(), reading.language()
    visible = readable(request).current()
    documents = list(edition.page.documents.published().with_replaced().order_by("name"))
    within = {rendering.picture_of(target) for target, _words in rendering.pictured(edition.body)}
    cited = edition.page.citations.select_related("article").order_by("article__code", "article__number")
    found = visible.filter(page__slug=edition.page.slug).exclude(language=edition.language).order_by("language").values_list("language", flat=True)  # fmt: skip
    others = list(found)
    return {
        "edition": edition,
        "body": showing.body_of(edition, visible, edition.language, pictures=documents),
        "sorting": " · ".join(showing.sorting(edition)),
        "mark": MARKS.label(edition.mark, lang),
        "is_unsure": edition.is_unsure,
        "has_ended": edition.has_ended(today),
        "sources": edition.sources.splitlines(),
        "cited": showing.articles(cited, today),
        "documents": [(one, one.has_ended(today)) for one in documents if one.name not in within],
        "editions": readable(request).filter(page=edition.page).exclude(pk=edition.pk).order_by("-number")[:20],
        "your_language": lang if lang in others else "",
        "is_foreign": lang != edition.language,
        "others": [(LANGUAGES.label(one, lang), one) for one in others],
        "citation": showing.citation_of(edition),
        "replaced_by": _read_instead(edition, visible),
        "may_keep": may_keep_library(request.user),
    }  # fmt: skip


def _read_instead(edition: Edition, visible: EditionQuerySet) -> Edition | None:
    """What this visitor reads of the page that replaces it; no title of another one."""
    other = edition.page.replaced_by_id
    return visible.select_related("page").filter(page=other).first() if other else None


@open_to_all
@require_safe
def edition(request: HttpRequest, language: str, slug: str, number: int) -> HttpResponse:
    """One version, the present or an older one."""
    rows = readable(request).select_related("page")
    found = get_object_or_404(rows, page__slug=slug, language=language, number=number)
    still_read = readable(request).current().filter(page=found.page).exists()
    if not still_read and not may_keep_library(request.user):
        raise Http404("withdrawn")
    return render(request, "resources/library_page.html", _page_of(request, found))


@open_to_all
@require_safe
def printed(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    found = _current(request, language, slug)
    if found is None:
        raise Http404("no such page")
    return render(request, "resources/library_paper.html", _page_of(request, found))


@open_to_all
@require_safe
def document(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """A file, always as an attachment, for whoever reads its page or keeps it; one that was replaced leads to the other."""
    row = get_object_or_404(LibraryDocument.objects.select_related("page"), pk=document_id)
    if not may_keep_library(request.user):
        if not readable(request).current().filter(page=row.page).exists():
            raise Http404("not for this reader")
        if row.state != "published":
            following = row.replaced_by.published().first()
            if following is None:
                raise Http404("not read yet, or not any more")
            return redirect("library:document", following.pk)
    return attached(bytes(row.content), row.type, row.file_name)


@open_to_all
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Published pages that may answer to a question while it is typed; nothing of it is kept."""
    typed = request.POST.get("text", "")[:LONGEST]
    return render(request, "resources/_proposed.html", {"proposed": proposed(request, typed)})


def proposed(request: HttpRequest, typed: str) -> list[showing.Line]:
    """Never an answer that somebody got: pages only, in the reader's language where there is one, whatever the language
    that is typed."""
    found = searching.search(typed, reach=reach(request), least=1)
    near = Edition.objects.listed().in_bulk(found.ids[: 2 * PROPOSED])
    slugs = list(dict.fromkeys(near[key].page.slug for key in found.ids if key in near))[:PROPOSED]
    rows = readable(request).current().listed().filter(page__slug__in=slugs) if slugs else []
    told = {one.page.slug: one for one in sorted(rows, key=lambda one: one.language == reading.language())}
    return showing.lines([told[slug] for slug in slugs], found.stems, timezone.localdate())
