"""The articles that answers cite, and the answers to read again because the law changed."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.record.sending import press, sent, went_through
from havre.resources import operations, reading
from havre.resources.forms import ArticleForm, NewArticleForm
from havre.resources.library import showing
from havre.resources.models import AdviceRequest, Article, Citation
from havre.resources.views.access import GIVE
from havre.vault.fields import fetch_keys

PER_PAGE = 25


@opens(GIVE)
def articles(request: HttpRequest) -> HttpResponse:
    """Every article, by law; one that is missing is added here."""
    today = timezone.localdate()
    form = NewArticleForm(sent(request))

    def act() -> None:
        operations.add_article(**form.cleaned_data, by=signed_in(request), at=timezone.now())

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("L’article est dans la liste, à vérifier."))
        return redirect("resources:articles")
    rows = Article.objects.annotate(times=Count("citations")).order_by("code", "number")
    shown = [(one, reading.validity(one, today), reading.mark_words(one)) for one in rows]
    context = {
        "articles": shown,
        "unverified": sum(one.verified_on is None for one in rows),
        "form": form,
        "to_review": Citation.objects.to_review().count(),
    }
    return render(request, "resources/articles.html", context)


@opens(GIVE)
def article(request: HttpRequest, article_id: uuid.UUID) -> HttpResponse:
    """What is known of one article; a change lists every answer that cites it."""
    row = get_object_or_404(Article.objects.select_related("verified_by"), pk=article_id)
    first = {name: getattr(row, name) for name in ("title_fr", "title_en", "valid_from", "valid_until", "source", "version")}  # fmt: skip
    first["source"] = row.source if row.verified_on else ""
    form = ArticleForm(sent(request), initial=first)
    touched = 0

    def act() -> None:
        nonlocal touched
        touched = operations.change_article(row, **form.cleaned_data, by=signed_in(request), at=timezone.now())

    if request.method == "POST" and went_through(form, act):
        said = ngettext(
            "%(count)s réponse ou page est à relire.", "%(count)s réponses ou pages sont à relire.", touched
        )
        messages.success(
            request, said % {"count": touched} if touched else _("C’est gardé. Aucune réponse ni page ne le cite.")
        )
        return redirect("resources:review" if touched else "resources:articles")
    today = timezone.localdate()
    context = {
        "article": row, "form": form, "validity": reading.validity(row, today), "mark": reading.mark_words(row),
        "verified_by": row.verified_by.name if row.verified_by else "", "times": row.citations.count(),
    }  # fmt: skip
    return render(request, "resources/article.html", context)


@opens(GIVE)
@require_POST
def verify(request: HttpRequest, article_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Article, pk=article_id)

    def act(version: int | None) -> None:
        operations.verify_article(row, version=version, by=signed_in(request), at=timezone.now())

    return press(request, act, _("C’est noté : vérifié aujourd’hui, par vous."), "resources:article", row.pk)


@opens(GIVE)
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The answers that cite an article which has changed or ended."""
    due = Citation.objects.to_review().select_related("article", "request", "request__owner", "page")
    page = Paginator(due.order_by("article__code", "article__number", "request__asked_on", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = list(page)
    fetch_keys([one.request for one in rows if one.request])
    shown = [_to_review(one) for one in rows]
    return render(request, "resources/review.html", {"rows": shown, "page": page})


def _to_review(one: Citation) -> tuple[Citation, str, str, str]:
    """(citation, title, more, number) of an answer or a page."""
    if one.page is not None:
        return one, one.page.title, " · ".join(showing.sorting(one.page)), ""
    row = cast(AdviceRequest, one.request)
    return one, reading.title_of(row), reading.sub_of(row), reading.number_of(row)


@opens(GIVE)
@require_POST
def reviewed(request: HttpRequest, citation_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Citation.objects.filter(page=None), pk=citation_id)

    def act(_version: int | None) -> None:
        operations.review_citation(row, by=signed_in(request), at=timezone.now())

    return press(request, act, _("Relue : elle tient toujours."), "resources:review")
