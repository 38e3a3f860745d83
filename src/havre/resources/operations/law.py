"""The articles that answers cite; when the law changes, the answers that cite it are to be read again."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.countries.fr.advice_desk import ARTICLES
from havre.record import words
from havre.record.operations import Refusal, expect_version, operation, record, save
from havre.resources.models import Article, Citation, Mark, Stage
from havre.resources.operations.common import require_desk

words.register(
    {
        "article_added": _("Article de loi ajouté"),
        "article_changed": _("Article de loi changé"),
        "article_ended": _("Article de loi qui n’est plus en vigueur"),
        "article_verified": _("Article de loi vérifié"),
        "citation_reviewed": _("Conseil relu après un changement de la loi"),
    }
)


class DaysReversed(Refusal):
    sentence = _("Il cesserait avant de commencer. Corrigez un des deux jours ; le reste est gardé.")


class KnownArticle(Refusal):
    sentence = _("Cet article est déjà dans la liste. Changez-le là-bas.")


def enlist_articles(at: datetime) -> int:
    """The sweep: articles of the country's data that are not in the list yet. Returns how many came."""
    known = set(Article.objects.values_list("code", "number"))
    fresh = [one for one in ARTICLES if (one.code, one.number) not in known]
    if fresh:
        _enlist(by=None, at=at)
    return len(fresh)


def mark_ended(at: datetime) -> int:
    """The sweep: answers and pages that cite an article which is not in force any more are to be read again. Returns how many."""
    today = timezone.localdate(at)
    found = Citation.objects.ended(today).count()
    if found:
        _mark_ended(today, by=None, at=at)
    return found


@operation
def _mark_ended(today: date, *, by: User | None, at: datetime) -> None:
    ids = list(Citation.objects.ended(today).values_list("pk", flat=True))
    Citation.objects.filter(pk__in=ids).update(needs_review=True)
    record("article_ended", fields=["needs_review"])


@operation
def _enlist(*, by: User | None, at: datetime) -> None:
    rows = [
        Article(code=one.code, number=one.number, title_fr=one.title_fr, title_en=one.title_en, mark=one.mark, source=one.source)
        for one in ARTICLES
    ]  # fmt: skip
    Article.objects.bulk_create(rows, ignore_conflicts=True)
    record("article_added")


_is_read = Q(request__stage=Stage.ANSWERED) | Q(page__state__in=("draft", "in_reading", "published"))


@operation
def add_article(
    *, code: str, number: str, title_fr: str, title_en: str, source: str, by: User, at: datetime
) -> Article:
    """An article that the list does not have; to be verified. Raises ``KnownArticle``, ``NotAllowed``."""
    require_desk(by)
    if Article.objects.filter(code=code, number=number).exists():
        raise KnownArticle
    row = Article(code=code, number=number, title_fr=title_fr, title_en=title_en, source=source, mark=Mark.TO_VERIFY)
    row.save(force_insert=True)
    record("article_added", fields=["code", "number"])
    return row


@operation
def change_article(
    article: Article,
    *,
    title_fr: str,
    title_en: str,
    valid_from: date | None,
    valid_until: date | None,
    source: str,
    version: int | None = None,
    by: User,
    at: datetime,
) -> int:
    """Another title, other days: every answer and every page that cites it is to be read again. Returns how many.

    Whoever changes it has read it where it is published: that is noted too. Raises ``DaysReversed``, ``NotAllowed``,
    ``Stale``.
    """
    require_desk(by)
    expect_version(article, version)
    if valid_from and valid_until and valid_until < valid_from:
        raise DaysReversed
    article.title_fr, article.title_en, article.source = title_fr, title_en, source
    article.valid_from, article.valid_until = valid_from, valid_until
    _verified(article, by, at)
    save(article, "title_fr", "title_en", "source", "valid_from", "valid_until", "verified_by", "verified_on", "mark")
    record("article_changed", fields=["title_fr", "title_en", "valid_from", "valid_until", "source"])
    Citation.objects.filter(article=article).exclude(page__state="withdrawn").update(needs_review=True)
    return Citation.objects.filter(article=article).filter(_is_read).count()


@operation
def verify_article(article: Article, *, version: int | None = None, by: User, at: datetime) -> None:
    """Read where it is published and found as it stands here. Raises ``NotAllowed``, ``Stale``."""
    require_desk(by)
    expect_version(article, version)
    _verified(article, by, at)
    save(article, "verified_by", "verified_on", "mark")
    record("article_verified", fields=["verified_by", "verified_on"])


def _verified(article: Article, by: User, at: datetime) -> None:
    article.verified_by, article.verified_on, article.mark = by, timezone.localdate(at), Mark.SOURCED


@operation
def review_citation(citation: Citation, *, by: User, at: datetime) -> None:
    """The answer was read again and still holds. Raises ``NotAllowed``."""
    require_desk(by)
    Citation.objects.filter(pk=citation.pk).update(needs_review=False, reviewed_on=timezone.localdate(at))
    record("citation_reviewed", subject=citation.request_id, fields=["reviewed_on"], thread=False)
