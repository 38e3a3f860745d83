"""Searches that an account keeps: what is new in them, how often it is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import open_to_signed_in, signed_in
from havre.common import filters, stale
from havre.countries.codes import CodeList
from havre.countries.fr.library import AUDIENCES, COUNTRIES, KINDS, LANGUAGES, PHASES, THEMES
from havre.record.operations import Stale
from havre.record.sending import press, sent, went_through
from havre.resources import operations, reading
from havre.resources.content import RHYTHMS, Sought
from havre.resources.library import showing, watching
from havre.resources.library.watching import SOUGHT, Watched
from havre.resources.models import Edition, SavedSearch
from havre.resources.page_forms import ALL, KeepSearchForm, SearchForm
from havre.resources.views.library import reach
from havre.vault.fields import fetch_keys

_LISTS: dict[str, CodeList] = {
    "theme": THEMES,
    "kind": KINDS,
    "phase": PHASES,
    "audience": AUDIENCES,
    "country": COUNTRIES,
    "language": LANGUAGES,
}


@dataclass(frozen=True)
class Line:
    """A search as its list shows it; ``fresh``: how many pages are new in it."""

    row: SavedSearch
    name: str
    said: str
    rhythm: str
    fresh: int


def said_of(sought: Sought) -> str:
    """«« plainte », séjour et papiers, français»: what is sought, in words."""
    said = [_("« %(words)s »") % {"words": sought.words}] if sought.words else []
    for name, codes in _LISTS.items():
        code = getattr(sought, name)
        if code == ALL:
            said.append(_("toutes les langues"))
        elif name == "audience" and code in codes:
            said.append(_("pour %(whom)s") % {"whom": codes.label(code, reading.language())})
        elif code in codes:
            said.append(codes.label(code, reading.language()))
    return ", ".join(said)


def lines(request: HttpRequest) -> list[Line]:
    """One's own searches by name, each with how much is new since it was opened; a fixed number of statements."""
    if not request.user.is_authenticated:
        return []
    rows = list(SavedSearch.objects.visible_to(request.user).kept())
    fetch_keys(rows)
    read = sorted(((row, row.read()) for row in rows), key=lambda pair: pair[1].name.casefold())
    news = _news(request, [sought for _row, sought in read])
    return [
        Line(row, sought.name, said_of(sought), str(RHYTHMS[row.rhythm]), len(fresh))
        for (row, sought), fresh in zip(read, news, strict=True)
    ]


def _news(request: HttpRequest, searches: Iterable[Sought]) -> list[list[Edition]]:
    watched = [Watched(one, one.opened_at) for one in searches if one.opened_at is not None]
    return watching.new_in(watched, Edition.objects.within(reach(request)), reach=reach(request))


@open_to_signed_in
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """One's own searches, and those that can still be brought back."""
    removed = list(SavedSearch.objects.visible_to(request.user).filter(removed_at__isnull=False))
    fetch_keys(removed)
    context = {"lines": lines(request), "removed": [(row, row.read().name) for row in removed]}
    return render(request, "resources/searches.html", context)


@open_to_signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Keep the search that the address names; its words stay in the session."""
    asked = SearchForm(filters.asked(request, SearchForm)).asked()
    sought = Sought()
    for name in SOUGHT:
        setattr(sought, name, asked[name])
    sought.language = sought.language or reading.language()
    first = {"name": sought.words or said_of(sought)[:80], "version": 1}
    form = KeepSearchForm(sent(request), initial=first)
    search_id = _id_in(request.POST.get("search_id", ""))

    def act() -> None:
        sought.name = form.cleaned_data["name"]
        rhythm = form.cleaned_data["rhythm"]
        operations.save_search(search_id, sought=sought, rhythm=rhythm, by=signed_in(request), at=timezone.now())

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("La recherche est gardée. Ce qui paraîtra s’y verra."))
        return redirect("library:searches")
    context = {"form": form, "said": said_of(sought), "search_id": search_id}
    return render(request, "resources/search_new.html", context, status=422 if form.errors else 200)


def _id_in(given: str) -> uuid.UUID:
    """The id that the page came with, so that two clicks keep one."""
    try:
        return uuid.UUID(given)
    except ValueError:
        return uuid.uuid4()


def own(request: HttpRequest, search_id: uuid.UUID) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=search_id)


@open_to_signed_in
@require_POST
def opened(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """What came since the last time stands on the page that follows."""
    row = own(request, search_id)
    operations.open_search(row, by=signed_in(request), at=timezone.now())
    return redirect("library:search", row.pk)


@open_to_signed_in
def one(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """What was new when it was opened; another name, another rhythm."""
    row = own(request, search_id)
    sought = row.read()
    first = {"name": sought.name, "rhythm": row.rhythm, "version": row.version}
    form = KeepSearchForm(sent(request), initial=first)

    def act() -> None:
        told = form.cleaned_data
        operations.change_search(row, name=told["name"], rhythm=told["rhythm"], version=told["version"], by=signed_in(request), at=timezone.now())  # fmt: skip

    if request.method == "POST":
        try:
            if went_through(form, act, leave=(Stale,)):
                messages.success(request, _("C’est gardé."))
                return redirect("library:search", row.pk)
        except Stale:
            row.refresh_from_db()
            now = {"name": row.read().name, "rhythm": row.rhythm}
            return stale.page(request, form, now, version=row.version, back=request.path)
    since = sought.before_at or sought.opened_at or row.told_until
    editions = Edition.objects.within(reach(request))
    (fresh,) = watching.new_in([Watched(sought, since)], editions, reach=reach(request))
    context = {
        "row": row,
        "form": form,
        "sought": sought,
        "asked": [(name, getattr(sought, name)) for name in SOUGHT],
        "said": said_of(sought),
        "since": since,
        "lines": showing.lines(fresh, frozenset(), timezone.localdate()),
    }
    return render(request, "resources/search.html", context, status=422 if form.errors else 200)


@open_to_signed_in
@require_POST
def remove(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    row = own(request, search_id)

    def act(version: int | None) -> None:
        operations.remove_search(row, version=version, by=signed_in(request), at=timezone.now())

    return press(
        request, act, _("La recherche est ôtée. Pendant un jour, vous pouvez la remettre."), "library:searches"
    )


@open_to_signed_in
@require_POST
def bring_back(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    row = own(request, search_id)

    def act(_version: int | None) -> None:
        operations.bring_back_search(row, by=signed_in(request), at=timezone.now())

    return press(request, act, _("La recherche est remise."), "library:searches")
