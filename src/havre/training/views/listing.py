"""All sessions, past and to come; programmes; the pool of trainers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.roles import ROLES
from havre.common import filters, parts, words
from havre.record.sending import sent, went_through
from havre.training import operations, reading
from havre.training.forms import FilterForm, ProgrammeForm, TrainerForm
from havre.training.models import Programme, Session, Trainer
from havre.training.seminars import year
from havre.training.views.access import KEEP
from havre.vault.fields import fetch_keys

PER_PAGE = 20
FIRST_YEAR = 2007
HEADS = (
    parts.Column(gettext_lazy("Session")),
    parts.Column(gettext_lazy("Quand"), sort="jour"),
    parts.Column(gettext_lazy("Inscriptions")),
    parts.Column(gettext_lazy("Où elle en est")),
)


@opens(KEEP)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What comes, the next first; with a filter, what was, the latest first."""
    today = timezone.localdate()
    form = FilterForm(filters.asked(request, FilterForm), years=list(range(today.year + 1, FIRST_YEAR - 1, -1)))
    asked = form.asked()
    is_filtered = any(asked.values())
    found = _matching(Session.objects.visible_to(request.user), asked)
    key = parts.sort_key(request, ["jour"], default="-jour" if is_filtered else "jour")
    order = ["-starts_on", "-id"] if key.startswith("-") else ["starts_on", "id"]
    page = Paginator(found.select_related("programme").order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": is_filtered,
        "columns": parts.columns(request, HEADS, default=key),
        "page": page,
        "rows": reading.rows(page, inside=True),
        "sentence": sentence(page.paginator.count, is_filtered),
        "year": year.of_year(today.year, today),
    }
    return render(request, "training/list.html", context)


def _matching(rows: QuerySet[Session], asked: Any) -> QuerySet[Session]:
    if asked["state"]:
        rows = rows.filter(state=asked["state"])
    elif not any(asked.values()):
        rows = rows.filter(is_to_come=True)
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["year"]:
        rows = rows.filter(starts_on__year=int(asked["year"]))
    return rows


def sentence(count: int, is_filtered: bool) -> str:
    number = words.in_words(count)
    if is_filtered:
        return ngettext("Une session répond à cela.", "%(number)s sessions répondent à cela.", count) % {"number": number} if count else _("Aucune session ne répond à cela.")  # fmt: skip
    if not count:
        return _("Aucune session n’est prévue.")
    return ngettext("Une session est prévue.", "%(number)s sessions sont prévues.", count) % {"number": number}


# Programmes


@opens(KEEP)
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    rows = Programme.objects.order_by("kind", "code")
    shown = [(row, reading.hours_words(reading.minutes_of(row.half_days)), reading.modules_of(row)) for row in rows]
    return render(request, "training/programmes.html", {"rows": shown})


@opens(KEEP)
@require_safe
def new_programme(request: HttpRequest) -> HttpResponse:
    """A new programme under a random id; nothing is written before the form is sent."""
    return redirect("training:programme", uuid.uuid4())


@opens(KEEP)
def programme(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    row = Programme.objects.filter(pk=programme_id).first()
    initial = ProgrammeForm.values_of(row, reading.modules_of(row)) if row else None
    form = ProgrammeForm(sent(request), initial=initial)

    def act() -> None:
        told = form.cleaned_data
        operations.write_programme(
            row, code=told["code"], titles=(told["title_fr"], told["title_en"]), half_days=told["half_days"],
            group=(told["smallest"], told["largest"]), modules=form.written(), kind=told["kind"],
            version=told["version"], by=signed_in(request), at=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("Le programme est gardé."))
        return redirect("training:programmes")
    return render(request, "training/programme.html", {"form": form, "row": row, "programme_id": programme_id})


# Trainers

TRAINING_ROLES = [key for key, role in ROLES.items() if role.permissions & {Permission.TRAIN, Permission.KEEP_TRAINING}]


@opens(KEEP)
def trainers(request: HttpRequest) -> HttpResponse:
    """The pool: who gives sessions, how many they gave."""
    rows = list(Trainer.objects.filter(is_active=True).select_related("account").prefetch_related("teaching"))
    accounts = _accounts()
    fetch_keys([*rows, *accounts.values()])
    form = TrainerForm(sent(request), accounts=accounts)

    def act() -> None:
        told = form.cleaned_data
        account = accounts.get(told["account"])
        operations.add_trainer(name=told["name"], topics=told["topics"], account=account, by=signed_in(request), at=timezone.now())  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("Elle ou il est dans le vivier."))
        return redirect("training:trainers")
    shown = sorted(
        (row.name, str((row.unseal("card") or {}).get("topics", "")), row.account is not None, len(row.teaching.all()))
        for row in rows
    )
    return render(request, "training/trainers.html", {"rows": shown, "form": form})


def _accounts() -> dict[str, User]:
    """Accounts that may give sessions, by key."""
    found = User.objects.filter(is_active=True, membership__role__in=TRAINING_ROLES).distinct()
    return {str(one.pk): one for one in found}
