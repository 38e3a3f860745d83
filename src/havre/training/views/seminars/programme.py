"""The programme of a seminar: written part by part, moved, taken out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.record.sending import press, sent, went_through
from havre.training import reading
from havre.training.models import Session
from havre.training.operations import seminars as operations
from havre.training.operations.seminars.programme import DOWN, UP
from havre.training.seminars import reading as seminar_reading
from havre.training.seminars.forms import NotesForm, PartForm
from havre.training.views.access import KEEP
from havre.training.views.seminars.access import ask, changed, part_of, seminar

PAGE = "training:seminar_programme"


@opens(KEEP)
def programme(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Every half-day with its parts; below, one more."""
    row = seminar(request, session_id)
    form = PartForm(sent(request), halves=reading.halves(row))

    def act() -> None:
        operations.add_slot(row, part=form.part(), by=signed_in(request), at=timezone.now())

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("C’est au programme."))
        return redirect(PAGE, row.pk)
    context = {
        "form": form,
        "halves": seminar_reading.programme(row),
        "minutes_out": seminar_reading.minutes_are_out(row),
        **heading(row),
    }
    return render(request, "training/seminars/programme.html", context)


def heading(row: Session) -> dict[str, Any]:
    return {"row": row, "title": row.programme.title, "days": reading.days_words(row), "number": reading.number_of(row)}


@opens(KEEP)
def change(request: HttpRequest, slot_id: uuid.UUID) -> HttpResponse:
    slot = part_of(request, slot_id)
    form = PartForm(sent(request), halves=reading.halves(slot.session), initial=PartForm.values_of(slot))

    def act() -> None:
        version = form.cleaned_data["version"]
        operations.change_slot(slot, part=form.part(), version=version, by=signed_in(request), at=timezone.now())

    if changed(request, form, slot, act):
        messages.success(request, _("C’est changé."))
        return redirect(PAGE, slot.session_id)
    return ask(
        request, form, title=_("Changer ce temps"), said=_("Deux temps d’une journée ne se chevauchent pas."),
        send=_("Garder"), back=reverse(PAGE, args=[slot.session_id]),
    )  # fmt: skip


@opens(KEEP)
def notes(request: HttpRequest, slot_id: uuid.UUID) -> HttpResponse:
    """What was said in one part."""
    slot = part_of(request, slot_id)
    form = NotesForm(sent(request), initial={"text": slot.read_notes().text, "version": slot.version})

    def act() -> None:
        told = form.cleaned_data
        operations.write_notes(
            slot, text=told["text"], version=told["version"], by=signed_in(request), at=timezone.now()
        )

    if changed(request, form, slot, act):
        messages.success(request, _("Les notes sont gardées."))
        return redirect("training:minutes", slot.session_id)
    return ask(
        request, form, title=_("Notes : %(title)s") % {"title": slot.read().title}, said=slot.read().question,
        send=_("Garder"), back=reverse("training:minutes", args=[slot.session_id]),
    )  # fmt: skip


@opens(KEEP)
@require_POST
def move(request: HttpRequest, slot_id: uuid.UUID, way: str) -> HttpResponse:
    slot = part_of(request, slot_id)
    if way not in (UP, DOWN):
        raise Http404("no such way")

    def act(version: int | None) -> None:
        operations.move_slot(slot, way=way, version=version, by=signed_in(request), at=timezone.now())

    return press(request, act, _("C’est déplacé ; les heures suivent."), PAGE, slot.session_id)


@opens(KEEP)
@require_POST
def remove(request: HttpRequest, slot_id: uuid.UUID) -> HttpResponse:
    slot = part_of(request, slot_id)

    def act(version: int | None) -> None:
        operations.remove_slot(slot, version=version, by=signed_in(request), at=timezone.now())

    return press(request, act, _("C’est retiré du programme."), PAGE, slot.session_id)
