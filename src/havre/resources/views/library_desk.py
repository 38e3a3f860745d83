"""The library as it is written: drafts, the second reading."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common import stale, words
from havre.countries.fr.library import LANGUAGES, MARKS
from havre.record.operations import Stale
from havre.record.sending import press, sent, went_through
from havre.record.transitions import State
from havre.resources import operations, reading
from havre.resources.library import showing
from havre.resources.library.pictures import PICTURE
from havre.resources.models import Citation, Edition, LibraryDocument, LibraryPage
from havre.resources.models.library import TEXT
from havre.resources.page_forms import (
    DOCUMENTS,
    ENDING,
    DocumentForm,
    KeptFilterForm,
    NewPageForm,
    ReplaceForm,
    WriteForm,
)
from havre.resources.states import DOCUMENT, LIBRARY
from havre.resources.views.access import for_the_desk
from havre.vault.fields import fetch_keys

KEEP = Permission.KEEP_LIBRARY
PER_PAGE = 25
VERBS: dict[str, Callable[..., object]] = {
    "submit": operations.submit_page,
    "send_back": operations.send_back_page,
    "publish": operations.publish_page,
    "revise": operations.revise_page,
    "withdraw": operations.withdraw_page,
}

DONE = {
    "submit": gettext_lazy("Une autre personne peut maintenant la relire et la publier."),
    "send_back": gettext_lazy("Elle est rendue à qui l’écrit."),
    "publish": gettext_lazy("Elle est publiée."),
    "revise": gettext_lazy("Vous l’écrivez. La version publiée se lit toujours."),
    "withdraw": gettext_lazy("Plus personne ne la lit."),
}


@opens(KEEP)
def listed(request: HttpRequest) -> HttpResponse:
    """Every page, those that changed last first."""
    form = KeptFilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = LibraryPage.objects.defer("body").select_related("author", "second_reader").order_by("-changed_on", "title", "pk")  # fmt: skip
    if asked.get("state") == ENDING:
        rows = rows.ending()
    elif asked.get("state") == DOCUMENTS:
        rows = rows.with_document_in_reading()
    elif asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("language"):
        rows = rows.filter(language=asked["language"])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed_rows = list(page)
    fetch_keys([one.author for one in listed_rows if one.author])
    ends = dict(Edition.objects.current().filter(page__in=listed_rows).values_list("page", "valid_until"))
    context = {
        "today": timezone.localdate(),
        "form": form,
        "page": page,
        "rows": [
            (one, LIBRARY.state(one.state), one.author.name if one.author else "", language_of(one), ends.get(one.pk))
            for one in listed_rows
        ],
        "waiting": LibraryPage.objects.filter(state="in_reading").count(),
        "documents_waiting": LibraryDocument.objects.filter(state="in_reading").count(),
        "to_review": Citation.objects.to_review().exclude(page=None).count(),
        "ending": LibraryPage.objects.ending().count(),
    }
    return render(request, "resources/library_desk.html", context)


@opens(KEEP)
def write(request: HttpRequest) -> HttpResponse:
    """A new page."""
    first = {"language": reading.language(), "mark": "V", "phase": "all", "country": "FR", "kind": "guide"}
    form = NewPageForm(sent(request), today=timezone.localdate(), initial=first)
    page: LibraryPage | None = None

    def act() -> None:
        nonlocal page
        told = form.cleaned_data
        page = operations.write_page(told["slug"], told["language"], text=form.written(), by=signed_in(request), at=timezone.now())  # fmt: skip

    if request.method == "POST" and went_through(form, act) and page is not None:
        messages.success(request, _("Le brouillon est gardé. Personne ne le lit encore, que la coordination."))
        return redirect("library:one", page.pk)
    return render(request, "resources/library_write.html", {"form": form})


@opens(Permission.GIVE_ADVICE)
@require_POST
def from_answer(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The first of two clicks: a new page that begins with an answer, and with nothing else of the request.

    It is only shown: nothing is kept before somebody has read it over and kept it.
    """
    row = for_the_desk(request, request_id)
    answers = [line.text for line in reading.lines(row.replies.order_by("number")) if line.is_answer]
    cited = [one.article for one in reading.cited(row, timezone.localdate())]
    first = {
        "title": row.label, "summary": row.label, "body": answers[-1] if answers else "", "slug": _slug_of(row.label),
        "language": "fr", "mark": "V", "phase": "all", "country": "FR", "kind": "guide", "audience": "professionals",
        "articles": [str(one.pk) for one in cited],
        "theme": {"legal": "justice", "administrative": "residence", "social": "daily-life", "identification": "identification", "danger": "danger", "health": "health"}.get(row.field, "network"),
    }  # fmt: skip
    form = NewPageForm(None, today=timezone.localdate(), cited=frozenset(one.pk for one in cited), initial=first)
    form.look_over()
    return render(request, "resources/library_write.html", {"form": form, "from_answer": True})


def _slug_of(title: str) -> str:
    found = "-".join("".join(sign if sign.isalnum() else " " for sign in words.unaccented(title)).split())
    return found[:60].strip("-")


@opens(KEEP)
def one(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    """A page as it is being written, and what can be done with it."""
    row = get_object_or_404(LibraryPage.objects.select_related("author", "second_reader", "replaced_by"), pk=page_id)
    form = _form_of(row, sent(request))

    def act() -> None:
        told = {"version": form.cleaned_data["version"], "by": signed_in(request), "at": timezone.now()}
        operations.change_page(row, text=form.written(), **told)

    if request.method == "POST":
        try:
            if went_through(form, act, leave=(Stale,)):
                messages.success(request, _("C’est gardé."))
                return redirect("library:one", row.pk)
        except Stale:
            row.refresh_from_db()
            now = {name: getattr(row, name) for name in TEXT} | {"articles": form.initial["articles"]}
            return stale.page(request, form, now, version=row.version, back=request.path)
    return show(request, row, form=form)


def _form_of(row: LibraryPage, typed: QueryDict | None = None) -> WriteForm:
    """What is asked of whoever writes the page, filled with what it says now."""
    cited = [one.article_id for one in row.citations.all()]
    now = {name: getattr(row, name) for name in TEXT}
    first = now | {"version": row.version, "articles": [str(key) for key in cited]}
    return WriteForm(typed, today=timezone.localdate(), cited=frozenset(cited), initial=first)


@dataclass(frozen=True)
class Kept:
    """A document as those who keep the library see it, and what can be done with it."""

    row: LibraryDocument
    state: State
    who: str
    has_ended: bool
    may: set[str]

    @property
    def is_picture(self) -> bool:
        return self.row.type == PICTURE

    @classmethod
    def of(cls, row: LibraryDocument, user: User) -> Kept:
        may = {verb for verb in ("publish", "withdraw", "submit") if DOCUMENT.allows(user, row, verb)}
        is_own = row.added_by_id == user.pk
        who = (row.second_reader or row.added_by) if row.state == "published" else row.added_by
        return cls(row, DOCUMENT.state(row.state), who.name if who else "", row.has_ended(timezone.localdate()), may - ({"publish"} if is_own else set()))  # fmt: skip


def language_of(row: LibraryPage) -> str:
    return LANGUAGES.label(row.language, reading.language())


def show(request: HttpRequest, row: LibraryPage, **given: Any) -> HttpResponse:
    """The page as its keepers see it; ``given`` holds the form that was sent."""
    given.setdefault("form", _form_of(row))
    documents = list(row.documents.with_replaced().select_related("added_by", "second_reader").order_by("name", "pk"))
    people = {row.author, row.second_reader, *(one.added_by for one in documents), *(one.second_reader for one in documents)}  # fmt: skip
    fetch_keys([user for user in people if user is not None])
    user = signed_in(request)
    version = {"version": row.version}
    citations = list(row.citations.select_related("article").order_by("article__code", "article__number"))
    context = {
        "row": row,
        "cited": showing.articles(citations, timezone.localdate()),
        "mark": MARKS.label(row.mark, reading.language()),
        "sources": row.sources.splitlines(),
        "state": LIBRARY.state(row.state),
        "has_ended": row.has_ended(timezone.localdate()),
        "language": language_of(row),
        "may": {verb for verb in VERBS if LIBRARY.allows(user, row, verb)} - ({"publish"} if row.author_id == user.pk else set()),
        "is_author": row.author_id == user.pk,
        "author": row.author.name if row.author else "",
        "second_reader": row.second_reader.name if row.second_reader else "",
        "body": showing.body_of(row, Edition.objects.current(), row.language, pictures=[one for one in documents if one.state != "withdrawn"]),
        "sorting": " · ".join(showing.sorting(row)),
        "editions": row.editions.order_by("-number").only("number", "published_on", "is_current")[:20],
        "documents": [Kept.of(one, user) for one in documents],
        "to_review": [one for one in citations if one.needs_review],
        "replace_form": ReplaceForm(initial=version | {"other": row.replaced_by.slug if row.replaced_by else ""}, auto_id="replace_%s"),
        "document_form": DocumentForm(initial=version, auto_id="document_%s", known=[one for one in documents if one.state == "published"]),
    }  # fmt: skip
    return render(request, "resources/library_one.html", context | given)


@opens(KEEP)
@require_POST
def act(request: HttpRequest, page_id: uuid.UUID, verb: str) -> HttpResponse:
    """Give it to be read, give it back, publish, write anew, withdraw."""
    row = get_object_or_404(LibraryPage, pk=page_id)

    def done(version: int | None) -> None:
        VERBS[verb](row, version=version, by=signed_in(request), at=timezone.now())

    return press(request, done, DONE[verb], "library:one", row.pk)


@opens(KEEP)
@require_POST
def replace(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    row, form = get_object_or_404(LibraryPage, pk=page_id), ReplaceForm(request.POST, auto_id="replace_%s")

    def act() -> None:
        slug = form.cleaned_data["other"]
        other = LibraryPage.objects.filter(slug=slug, language=row.language).first() if slug else None
        if slug and other is None:
            raise operations.NoSuchPage
        operations.replace_page(row, other=other, version=form.cleaned_data["version"], by=signed_in(request), at=timezone.now())  # fmt: skip

    if went_through(form, act):
        messages.success(request, _("C’est gardé."))
        return redirect("library:one", row.pk)
    return show(request, row, replace_form=form)


@opens(KEEP)
@require_POST
def reviewed(request: HttpRequest, citation_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Citation.objects.exclude(page=None), pk=citation_id)
    operations.review_page(row, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Relue : elle tient toujours."))
    return redirect("resources:review")
