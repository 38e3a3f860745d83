"""The minutes of a seminar: read over, published, taken back; and read by those who were registered."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import open_to_all, opens, signed_in
from havre.record.sending import press
from havre.training import reading
from havre.training.models import Registration
from havre.training.models_seminars import Seminar
from havre.training.operations import seminars as operations
from havre.training.papers import minutes_pdf
from havre.training.policies import may_read_minutes
from havre.training.seminars import reading as seminar_reading
from havre.training.seminars.minutes import minutes_of, named_in
from havre.training.views.access import ATTEND, KEEP, address_of, as_pdf, own
from havre.training.views.public import own_link
from havre.training.views.seminars.access import seminar
from havre.training.views.seminars.programme import heading

PAGE = "training:minutes"


@opens(KEEP)
@require_safe
def minutes(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Programme, notes and decisions on one page; below, whether participants read them."""
    row, today = seminar(request, session_id), timezone.localdate()
    decided = row.decisions.select_related("session__programme").order_by("taken_on", "due_on", "id")
    known = Seminar.objects.filter(session=row).first()
    context: dict[str, Any] = {
        "halves": seminar_reading.programme(row), "decisions": seminar_reading.decisions(decided, today),
        "new_id": uuid.uuid4(), "version": known.version if known else "", "out_on": known.minutes_on if known else None,
        "may_publish": row.is_held, "named": named_in(minutes_of(row), row), **heading(row),
    }  # fmt: skip
    return render(request, "training/seminars/minutes.html", context)


@opens(KEEP)
@require_safe
def paper(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    return as_pdf(minutes_pdf(minutes_of(seminar(request, session_id))), "compte-rendu")


@opens(KEEP)
@require_POST
def publish(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Participants read them from now on; where they seem to name somebody, only once that was read and sent again."""
    row = seminar(request, session_id)
    if named_in(minutes_of(row), row) and "seen" not in request.POST:
        messages.warning(
            request, _("Le compte rendu semble dire qui est venu, ou où : voyez ci-dessous. Rien n’est publié.")
        )
        return redirect(PAGE, row.pk)

    def act(version: int | None) -> int:
        return operations.publish_minutes(row, version=version, by=signed_in(request), at=timezone.now())

    def told(count: int) -> str:
        return ngettext("Publié. Une personne inscrite reçoit le message fixe.", "Publié. %(told)d personnes inscrites reçoivent le message fixe.", count) % {"told": count}  # fmt: skip

    return press(request, act, told, PAGE, row.pk)


@opens(KEEP)
@require_POST
def take_back(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    row = seminar(request, session_id)

    def act(version: int | None) -> None:
        operations.take_back_minutes(row, version=version, by=signed_in(request), at=timezone.now())

    return press(request, act, _("Le compte rendu est repris : plus personne ne le lit que vous."), PAGE, row.pk)


@opens(KEEP)
@require_POST
def ask_opinion(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """The network's own form, to everybody who was registered."""
    row = seminar(request, session_id)
    label = f"{row.programme.title}, {reading.days_words(row)}"

    def act(_version: int | None) -> None:
        operations.ask_opinion(
            row, label=label, address_of=address_of(request), by=signed_in(request), at=timezone.now()
        )

    return press(request, act, _("Le formulaire est parti : un message fixe, et un lien. Les réponses sont anonymes."), "training:detail", row.pk)  # fmt: skip


# Participants


def _told(row: Registration) -> HttpResponse:
    if not (seminar_reading.minutes_are_out(row.session) and may_read_minutes(row)):
        raise Http404("no minutes")
    return as_pdf(minutes_pdf(minutes_of(row.session)), "compte-rendu")


@opens(ATTEND)
@require_safe
def own_minutes(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    return _told(own(request, registration_id))


@open_to_all
@require_safe
def guest_minutes(request: HttpRequest) -> HttpResponse:
    return _told(own_link(request).registration)
