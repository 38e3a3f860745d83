"""A form that was sent, and the one operation that it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from havre.accounts.access import signed_in
from havre.accounts.models import User
from havre.common.forms import PlainForm, VersionForm
from havre.record.operations import Refusal, Stale


class Versioned(Protocol):
    """A row that counts its changes, so that two people never overwrite each other."""

    pk: Any
    version: Any

    def refresh_from_db(self) -> None: ...


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, ``None`` where nothing was sent yet."""
    return request.POST if request.method == "POST" else None


def went_through(
    form: PlainForm,
    act: Callable[[], object],
    *,
    blame: Mapping[type[Refusal], str] | None = None,
    leave: tuple[type[Refusal], ...] = (),
) -> bool:
    """Whether every answer is valid and ``act``, the one operation, was not refused.

    A refusal becomes a sentence above what was typed, or at the question that ``blame`` names for its type. The types
    in ``leave`` are raised again, for the view that shows more than a sentence (both versions of a stale row).
    """
    if not form.is_valid():
        return False
    try:
        act()
    except leave:
        raise
    except Refusal as refusal:
        form.add_error((blame or {}).get(type(refusal)), str(refusal))
        return False
    return True


def answer(
    request: HttpRequest,
    form: PlainForm,
    act: Callable[[], object],
    *,
    told: Any,
    to: HttpResponse,
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """``told`` and on to ``to`` when ``act`` went through; else ``again``, the page with what was typed."""
    if went_through(form, act):
        messages.success(request, told)
        return to
    return again()


def tell_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """After a button: a line above the next page says why nothing was done. It warns, for a refusal is nobody’s fault."""
    told = _("Cela a changé entre-temps : voici où cela en est. Relisez, puis recommencez.")
    messages.warning(request, told if isinstance(refusal, Stale) else str(refusal))


def tell_troubles(request: HttpRequest, form: PlainForm) -> None:
    """The same, of a form that has no page of its own on which its troubles could stand."""
    messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))


def press(
    request: HttpRequest, act: Callable[[int | None], object], told: Any, to: str, *arguments: object
) -> HttpResponse:
    """A button alone, with the version of the row it was made from; done or refused, on to the page ``to``. ``told`` is
    the sentence of success, or makes it from what ``act`` gave back; empty where the page itself shows what was done."""
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        done = act(version)
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        if said := told(done) if callable(told) else told:
            messages.success(request, said)
    return redirect(to, *arguments)


def ask_again(form: PlainForm, row: Versioned, sentence: Any) -> None:
    """Keep what was typed on a stale row and say why: the next sending builds on the row as it is now."""
    row.refresh_from_db()
    typed = cast(QueryDict, form.data).copy()
    typed["version"] = str(row.version)
    form.data = typed
    form.add_error(None, sentence)


@dataclass(frozen=True)
class PageOfForms:
    """A page about one row with several forms on it, each sent to an address of its own.

    ``route`` leads back to the page; ``show`` makes it anew, given the row and what it is to show otherwise.
    """

    route: str
    show: Callable[..., HttpResponse]

    def send(
        self,
        request: HttpRequest,
        row: Versioned,
        name: str,
        form: PlainForm,
        act: Callable[[User, datetime], object],
        told: Any,
    ) -> HttpResponse:
        """``act`` and back to the page; or the page with what was typed, where the form ``name`` stands open."""
        try:
            if went_through(form, lambda: act(signed_in(request), timezone.now()), leave=(Stale,)):
                messages.success(request, told)
                return redirect(self.route, row.pk)
        except Stale:
            ask_again(form, row, _("Cela a changé entre-temps. Ce que vous avez tapé est gardé : relisez la page, puis envoyez encore."))  # fmt: skip
        row.refresh_from_db()
        shown: dict[str, Any] = {name: form, "open_form": name}
        return self.show(request, row, **shown)
