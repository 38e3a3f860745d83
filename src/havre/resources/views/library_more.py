"""The library a month, or a theme, at a time: what is new, the message that says so, a theme on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import open_to_all, opens, signed_in
from havre.accounts.permissions import Permission
from havre.countries.fr.library import LANGUAGES, MARKS, THEMES
from havre.network import operations as network
from havre.network.content import AGREED, LetterText
from havre.network.models import Letter
from havre.network.policies import may_keep
from havre.resources import reading
from havre.resources.library import news, rendering, showing
from havre.resources.models import Citation, Edition
from havre.resources.models.library import EditionQuerySet
from havre.resources.views import searches
from havre.resources.views.library import readable

PER_PAGE = 25
ON_PAPER = 40
"""So many pages of a theme in one print; a larger theme has parts."""


@open_to_all
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What came out in a month, in the reader's language, for this reader."""
    today = timezone.localdate()
    month = news.month_of(request.GET.get("mois", ""), today)
    editions = readable(request).filter(language=reading.language())
    page = Paginator(news.published_in(editions, month), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "month": month,
        "asked": news.written(month),
        "before": news.written(news.before(month)) if month.year > news.FIRST else "",
        "after": news.written(news.after(month)) if news.after(month) <= today else "",
        "page": page,
        "lines": showing.lines(page, frozenset(), today),
        "searches": searches.lines(request),
        "letter_id": uuid.uuid4() if may_keep(request.user) else None,
    }
    return render(request, "resources/library_new.html", context)


@opens(Permission.KEEP_DIRECTORY)
@require_POST
def letter(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """A draft to partners that names what came out in a month; whoever looks at it sends it, or does not.

    The id comes with the page, so that two clicks write one.
    """
    if Letter.objects.filter(pk=letter_id).exists():
        return redirect("network:letter", letter_id)
    month = news.month_of(request.POST.get("mois", ""), timezone.localdate())
    told = news.letter_of(month, request.build_absolute_uri)
    if not told.text_fr:
        messages.warning(request, _("Rien n’a paru ce mois-là : il n’y a rien à écrire."))
        return redirect(f"{reverse('library:new')}?mois={news.written(month)}")
    network.write_letter(letter_id, group=AGREED, content=LetterText(told), by=signed_in(request), at=timezone.now())
    messages.success(
        request, _("Le brouillon est écrit. Relisez-le et choisissez qui le reçoit ; rien ne part sans vous.")
    )
    return redirect("network:letter", letter_id)


@open_to_all
@require_safe
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Every page of a theme that this reader may read, on paper, each from a new sheet on."""
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
    context = {
        "theme": theme,
        "title": THEMES.label(theme, reading.language()),
        "language": language,
        "page": page,
        "leaves": _leaves(list(page), readable(request).current(), language),
    }
    return render(request, "resources/library_theme_paper.html", context)


def _leaves(editions: list[Edition], visible: EditionQuerySet, language: str) -> list[dict[str, Any]]:
    """What stands on paper of each; the links of all are looked up together."""
    today, addresses = timezone.localdate(), showing.addresses(editions, visible, language)
    return [
        {
            "edition": one,
            "body": rendering.shown(one.body, addresses, under=2),
            "sorting": " · ".join(showing.sorting(one)),
            "mark": MARKS.label(one.mark, reading.language()),
            "has_ended": one.has_ended(today),
            "sources": one.sources.splitlines(),
            "cited": showing.articles(one.page.citations.all(), today),
        }
        for one in editions
    ]
