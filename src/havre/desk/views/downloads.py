"""Tables as files: taken alone where they are plain, by two persons where they come from a working profile."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.common import tables, words
from havre.common.forms import PlainForm, TextField
from havre.desk import downloads
from havre.desk.counts import count_anew
from havre.desk.faces import WORKERS
from havre.record import exporting, taking
from havre.record.models import Export
from havre.record.operations import Refusal
from havre.record.sending import answer, press, tell_refusal
from havre.record.taking import Table


class AskForm(PlainForm):
    reason = TextField(
        gettext_lazy("À quoi servira-t-il ?"),
        required=True,
        max_length=exporting.REASON_LENGTH,
        hint=gettext_lazy("Une phrase, sans nom ni lieu."),
        reads=gettext_lazy("Lu par qui confirme"),
    )


@require_safe
@opens(*WORKERS)
def listed(request: HttpRequest) -> HttpResponse:
    """What may be taken, what waits for somebody, what was taken."""
    return render(request, "desk/downloads.html", {"one": downloads.page(signed_in(request), timezone.now())})


def _table(request: HttpRequest, code: str, *, alone: bool) -> Table:
    """Raises ``Http404`` for a table that this account may not read, or not in this way."""
    table = taking.find(code)
    if table is None or table not in taking.open_to(signed_in(request)) or table.alone is not alone:
        raise Http404
    return table


@require_POST
@opens(*WORKERS)
def take(request: HttpRequest, table: str) -> HttpResponseBase:
    """A plain table, at once."""
    found, user, at = _table(request, table, alone=True), signed_in(request), timezone.now()
    return _file(found, user, at, taking.take_table(found.code, by=user, at=at))


def _file(table: Table, user: User, at: datetime, number: str) -> HttpResponseBase:
    return tables.download(table.code, table.heads, table.rows(user, at), on=words.local_day(at), number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(*WORKERS)
def ask(request: HttpRequest, table: str) -> HttpResponse:
    """Ask for a table that takes two persons: what for?"""
    found, form = _table(request, table, alone=False), AskForm(request.POST or None)

    def again() -> HttpResponse:
        return render(
            request, "desk/download_ask.html", {"table": found, "form": form}, status=422 if form.errors else 200
        )

    if request.method != "POST":
        return again()

    def act() -> None:
        exporting.ask_for_export(
            found.code, reason=form.cleaned_data["reason"], by=signed_in(request), at=timezone.now()
        )
        count_anew()

    told = _("C’est demandé. Une autre personne le confirme sur cette page, dans les vingt-quatre heures.")
    return answer(request, form, act, told=told, to=redirect("desk:downloads"), again=again)


def _visible(request: HttpRequest, export_id: uuid.UUID) -> Export:
    codes = [table.code for table in taking.open_to(signed_in(request))]
    return get_object_or_404(Export, pk=export_id, table__in=codes)


def _decide(request: HttpRequest, export_id: uuid.UUID, decide: Callable[..., None], told: str) -> HttpResponse:
    row = _visible(request, export_id)

    def act(_version: int | None) -> None:
        decide(row, by=signed_in(request), at=timezone.now())

    return press(request, act, told, "desk:downloads")


@require_POST
@opens(*WORKERS)
def confirm(request: HttpRequest, export_id: uuid.UUID) -> HttpResponse:
    return _decide(request, export_id, exporting.confirm_export, _("Confirmé. Qui l’a demandé peut le télécharger."))


@require_POST
@opens(*WORKERS)
def refuse(request: HttpRequest, export_id: uuid.UUID) -> HttpResponse:
    return _decide(request, export_id, exporting.refuse_export, _("Cette demande est close. Rien n’est sorti."))


@require_POST
@opens(*WORKERS)
def take_confirmed(request: HttpRequest, export_id: uuid.UUID) -> HttpResponseBase:
    """The file that two persons agreed to, once."""
    row, user, at = _visible(request, export_id), signed_in(request), timezone.now()
    try:
        exporting.take_export(row, by=user, at=at)
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("desk:downloads")
    return _file(taking.table_of(row.table, user), user, at, row.number)
