"""All writes of the library's pages: two people publish one, an edition never changes, nothing of a case comes near."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.countries.fr.library import WARN_BEFORE
from havre.record import outbox, words
from havre.record.operations import NotAllowed, Refusal, expect_version, operation, record, save
from havre.record.transitions import NotNow, move
from havre.resources.library import indexing, rendering
from havre.resources.library.pictures import PICTURE
from havre.resources.models import Article, Citation, Edition, LibraryDocument, LibraryPage
from havre.resources.models.library import TEXT
from havre.resources.policies import may_keep_library
from havre.resources.states import LIBRARY

words.register(
    {
        "page_written": _("Page de la bibliothèque écrite"),
        "page_replaced": _("Page remplacée par une autre"),
        "page_reviewed": _("Page relue après un changement de la loi"),
        "page_ending": _("Page dont le temps s’achève"),
        "library_opened": _("Premières pages de la bibliothèque"),
    }
)


class SameName(Refusal):
    sentence = _("Une page de cette langue porte déjà ce nom court. Choisissez-en un autre ; le reste est gardé.")


class NoSuchPage(Refusal):
    sentence = _("Aucune page de cette langue ne porte ce nom court. Reprenez-le dans la liste.")


class LinkToNowhere(Refusal):
    sentence = _(
        "Un lien ne mène nulle part : %(target)s. Écrivez library: et le nom court d’une page, ou une adresse entière."
    )

    def __init__(self, target: str) -> None:
        super().__init__(str(self.sentence) % {"target": target[:80]})


class NoWords(Refusal):
    sentence = _("Dites entre les crochets ce que l’image montre, pour qui ne la voit pas. Le reste est gardé.")


class NoSuchPicture(Refusal):
    sentence = _("Une image n’est pas prête : %(name)s. Ajoutez-la aux documents de la page ; une autre personne la relit et la publie.")  # fmt: skip

    def __init__(self, name: str) -> None:
        super().__init__(str(self.sentence) % {"name": name[:80]})


class OneAlone(Refusal):
    sentence = _("Qui a écrit la page ne peut pas la publier : une autre personne la relit.")


class NoRights(Refusal):
    sentence = _("Dites qui peut montrer ce film, et à qui. Le reste est gardé.")


@dataclass
class Written:
    """What a page says and how it is sorted (see ``models.library.Text``), with the articles it cites."""

    title: str
    summary: str
    body: str
    theme: str
    audience: str
    kind: str = "guide"
    phase: str = "all"
    country: str = "FR"
    mark: str = "V"
    sources: str = ""
    rights: str = ""
    valid_until: date | None = None
    articles: list[Article] = field(default_factory=list)

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in TEXT}


def named(page: LibraryPage) -> dict[str, str]:
    """What the record says of a page: which one."""
    return {"page": str(page)}


def require_keeper(by: User | None) -> None:
    if not may_keep_library(by):
        raise NotAllowed


@operation
def write_page(slug: str, language: str, *, text: Written, by: User, at: datetime) -> LibraryPage:
    """A new page, as a draft; whoever writes it is its author. Raises ``SameName``, ``LinkToNowhere``,
    ``NoRights``, ``NoSuchPicture``, ``NoWords``, ``NotAllowed``."""
    require_keeper(by)
    if LibraryPage.objects.filter(slug=slug, language=language).exists():
        raise SameName
    _check(text)
    page = LibraryPage(slug=slug, language=language, author=by, changed_on=timezone.localdate(at), **text.columns())
    page.save(force_insert=True)
    _cite(page, text.articles)
    record("page_written", fields=TEXT, facts=named(page))
    return page


@operation
def change_page(page: LibraryPage, *, text: Written, version: int | None = None, by: User, at: datetime) -> None:
    """Another text of a draft; whoever changed it last counts as its author. What is read stays as it is.

    Raises ``NotNow`` unless it is a draft, ``Stale``, and what ``write_page`` raises.
    """
    require_keeper(by)
    expect_version(page, version)
    if page.state != "draft":
        raise NotNow
    _check(text)
    for name, value in text.columns().items():
        setattr(page, name, value)
    page.author, page.changed_on = by, timezone.localdate(at)
    page.second_reader = None
    save(page, *TEXT, "author", "second_reader", "changed_on")
    _cite(page, text.articles)
    record("page_written", fields=TEXT, facts=named(page))


def _check(text: Written) -> None:
    if text.kind == "film" and not text.rights:
        raise NoRights
    targets = list(rendering.targets(text.body))
    own = set(filter(None, map(rendering.slug_of, targets)))
    known = set(LibraryPage.objects.filter(slug__in=own).values_list("slug", flat=True))
    for target in targets:
        if rendering.slug_of(target) not in known and not rendering.is_outside(target):
            raise LinkToNowhere(target)
    for target, words_for in rendering.pictured(text.body):
        if not rendering.picture_of(target):
            raise NoSuchPicture(target)
        if not words_for:
            raise NoWords


def _require_pictures(page: LibraryPage, *states: str) -> None:
    """Every picture that the page names is one of its documents, in one of these states; or was, and another took its place."""
    known = page.documents.filter(state__in=states, type=PICTURE)
    names = {name for pair in known.values_list("name", "replaces__name") for name in pair}
    for target, _words in rendering.pictured(page.body):
        if rendering.picture_of(target) not in names:
            raise NoSuchPicture(rendering.picture_of(target))


def _cite(page: LibraryPage, articles: list[Article]) -> None:
    known = set(Citation.objects.filter(page=page).values_list("article_id", flat=True))
    wanted = {one.pk for one in articles}
    Citation.objects.filter(page=page, article__in=known - wanted).delete()
    Citation.objects.bulk_create(Citation(page=page, article_id=key) for key in sorted(wanted - known))


@operation
def submit_page(page: LibraryPage, *, version: int | None = None, by: User, at: datetime) -> None:
    """To be read by somebody else. Raises ``NoSuchPicture``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(page, version)
    _require_pictures(page, "in_reading", "published")
    move(LIBRARY, page, "submit", facts=named(page))


@operation
def send_back_page(page: LibraryPage, *, version: int | None = None, by: User, at: datetime) -> None:
    """It needs more work. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(page, version)
    move(LIBRARY, page, "send_back", facts=named(page))
    if page.author is not None and page.author_id != by.pk:
        outbox.tell(page.author, "page_sent_back")


@operation
def publish_page(page: LibraryPage, *, version: int | None = None, by: User, at: datetime) -> Edition:
    """Read by a second person and from now on by its readers; the edition before stays to be read.

    Raises ``OneAlone``, ``NoSuchPicture``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    require_keeper(by)
    expect_version(page, version)
    if page.author_id == by.pk:
        raise OneAlone
    _require_pictures(page, "published")
    page.second_reader, page.warned_on = by, None
    move(LIBRARY, page, "publish", changed=["second_reader", "warned_on"], facts=named(page))
    Citation.objects.filter(page=page).update(needs_review=False, reviewed_on=timezone.localdate(at))
    return put_to_readers(page, at)


def put_to_readers(page: LibraryPage, at: datetime) -> Edition:
    """Make the next edition of a page and index it. Inside an operation."""
    _take_from_readers(page)
    last = Edition.objects.filter(page=page).aggregate(last=Max("number"))["last"] or 0
    edition = Edition(
        page=page, number=last + 1, language=page.language, published_on=timezone.localdate(at), renewed_at=at, author_id=page.author_id,
        second_reader_id=page.second_reader_id, said=rendering.said(page.body), **{name: getattr(page, name) for name in TEXT},
    )  # fmt: skip
    edition.save(force_insert=True)
    indexing.index(edition)
    return edition


def _take_from_readers(page: LibraryPage) -> None:
    for edition in Edition.objects.filter(page=page, is_current=True):
        indexing.forget(edition)
    Edition.objects.filter(page=page, is_current=True).update(is_current=False)


@operation
def revise_page(page: LibraryPage, *, version: int | None = None, by: User, at: datetime) -> None:
    """Write it anew; meanwhile its edition goes on being read. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(page, version)
    page.author, page.second_reader = by, None
    move(LIBRARY, page, "revise", changed=["author", "second_reader"], facts=named(page))


@operation
def withdraw_page(page: LibraryPage, *, version: int | None = None, by: User, at: datetime) -> None:
    """Nobody reads it any more. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(page, version)
    page.warned_on = None
    move(LIBRARY, page, "withdraw", changed=["warned_on"], facts=named(page))
    _take_from_readers(page)
    Citation.objects.filter(page=page).update(needs_review=False)


@operation
def replace_page(
    page: LibraryPage, *, other: LibraryPage | None, version: int | None = None, by: User, at: datetime
) -> None:
    """Whoever comes to it is led to the other page; ``None`` takes that back. Raises ``NotNow`` for a circle,
    ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    expect_version(page, version)
    follows = other
    while follows is not None:
        if follows.pk == page.pk:
            raise NotNow
        follows = follows.replaced_by
    page.replaced_by = other
    save(page, "replaced_by")
    record("page_replaced", fields=["replaced_by"], facts=named(page))


@operation
def review_page(citation: Citation, *, by: User, at: datetime) -> None:
    """The page was read again after a change of the law and still holds. Raises ``NotAllowed``."""
    require_keeper(by)
    Citation.objects.filter(pk=citation.pk).update(needs_review=False, reviewed_on=timezone.localdate(at))
    record("page_reviewed", fields=["reviewed_on"], facts=named(citation.page) if citation.page else None)


def warn_of_ends(at: datetime) -> int:
    """The sweep: whoever wrote a page that soon ends, or added such a document, is told, once. Returns how many."""
    before = timezone.localdate(at) + timedelta(days=WARN_BEFORE.value)
    pages = list(LibraryPage.objects.filter(editions__in=Edition.objects.ending(before), warned_on=None).select_related("author"))  # fmt: skip
    documents = list(LibraryDocument.objects.ending(before).filter(warned_on=None).light().select_related("page", "added_by"))  # fmt: skip
    if pages or documents:
        _warn(pages, documents, by=None, at=at)
    return len(pages) + len(documents)


@operation
def _warn(pages: list[LibraryPage], documents: list[LibraryDocument], *, by: User | None, at: datetime) -> None:
    today = timezone.localdate(at)
    LibraryPage.objects.filter(pk__in=[one.pk for one in pages]).update(warned_on=today)
    LibraryDocument.objects.filter(pk__in=[one.pk for one in documents]).update(warned_on=today)
    keepers = {*(one.author for one in pages), *(one.added_by for one in documents)} - {None}
    for user in keepers:
        outbox.tell(user, "page_ending")  # type: ignore[arg-type]
    for page in [*pages, *(one.page for one in documents)]:
        record("page_ending", fields=["warned_on"], facts=named(page))
