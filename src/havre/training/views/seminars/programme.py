"""The programme of a seminar: written part by part, moved, taken out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_all, opens, signed_in
from havre.accounts.models import User
from havre.common import words
from havre.common.entrance import unkept
from havre.record.sending import press, sent, went_through
from havre.training import reading
from havre.training.models import PersonalLink, Registration, Session
from havre.training.models_seminars import SlotKind
from havre.training.operations import seminars as operations
from havre.training.operations.common import who_of
from havre.training.operations.seminars.programme import DOWN, UP
from havre.training.policies import may_note
from havre.training.seminars import reading as seminar_reading
from havre.training.seminars.forms import NotesForm, PartForm
from havre.training.views.access import ATTEND, KEEP, own
from havre.training.views.public import own_link
from havre.training.views.seminars.access import ask, part_of, saved, seminar
from havre.vault.fields import fetch_keys

PAGE = "training:seminar_programme"


@opens(KEEP)
def programme(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Every half-day with its parts; below, one more."""
    row = seminar(request, session_id)
    form = PartForm(sent(request), halves=reading.halves(row), coming=_coming(row))

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


def _coming(session: Session) -> dict[str, tuple[Registration, str]]:
    """Of those who have a seat: the row and the name, by its id. One statement, and one for the key."""
    rows = list(session.registrations.filter(state="registered"))
    fetch_keys([session])
    names = [(row, who_of(row).name) for row in rows]
    return {str(row.pk): (row, name) for row, name in sorted(names, key=lambda one: words.unaccented(one[1]))}


@opens(KEEP)
def change(request: HttpRequest, slot_id: uuid.UUID) -> HttpResponse:
    slot = part_of(request, slot_id)
    session = slot.session
    form = PartForm(
        sent(request), halves=reading.halves(session), coming=_coming(session), initial=PartForm.values_of(slot)
    )

    def act() -> None:
        version = form.cleaned_data["version"]
        operations.change_slot(slot, part=form.part(), version=version, by=signed_in(request), at=timezone.now())

    answer = saved(request, form, slot, act, lambda: PartForm.values_of(slot))
    if isinstance(answer, HttpResponse):
        return answer
    if answer:
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
    form = NotesForm(sent(request), initial=NotesForm.values_of(slot))

    def act() -> None:
        told = form.cleaned_data
        operations.write_notes(
            slot, text=told["text"], version=told["version"], by=signed_in(request), at=timezone.now()
        )

    answer = saved(request, form, slot, act, lambda: NotesForm.values_of(slot))
    if isinstance(answer, HttpResponse):
        return answer
    if answer:
        messages.success(request, _("Les notes sont gardées."))
        return redirect("training:minutes", slot.session_id)
    return ask(
        request, form, title=_("Notes : %(title)s") % {"title": slot.read().title}, said=slot.read().question,
        send=_("Garder"), back=reverse("training:minutes", args=[slot.session_id]),
    )  # fmt: skip


@opens(ATTEND)
def own_notes(request: HttpRequest, registration_id: uuid.UUID, slot_id: uuid.UUID) -> HttpResponse:
    """By the participant who leads that part."""
    row = own(request, registration_id)
    return _leader_notes(request, row, slot_id, "ask", reverse("training:own", args=[row.pk]), by=signed_in(request))


@open_to_all
def guest_notes(request: HttpRequest, slot_id: uuid.UUID) -> HttpResponse:
    link = own_link(request)
    back = reverse("training:guest")
    return unkept(_leader_notes(request, link.registration, slot_id, "ask_guest", back, link=link))


def _leader_notes(
    request: HttpRequest,
    row: Registration,
    slot_id: uuid.UUID,
    template: str,
    back: str,
    *,
    by: User | None = None,
    link: PersonalLink | None = None,
) -> HttpResponse:
    if not may_note(row.session, timezone.localdate()) or row.state != "registered":
        raise Http404("not now")
    slot = get_object_or_404(row.led.exclude(kind=SlotKind.BREAK).select_related("session__programme"), pk=slot_id)
    form = NotesForm(sent(request), initial=NotesForm.values_of(slot))

    def act() -> None:
        told = form.cleaned_data
        operations.write_notes(slot, text=told["text"], version=told["version"], by=by, link=link, at=timezone.now())

    answer = saved(request, form, slot, act, lambda: NotesForm.values_of(slot))
    if isinstance(answer, HttpResponse):
        return answer
    if answer:
        messages.success(request, _("Les notes sont gardées."))
        return redirect(back)
    title = _("Notes : %(title)s") % {"title": slot.read().title}
    said = _("Ce qui s’est dit, sans nom ni lieu. La coordination le relit, puis le publie dans le compte rendu.")
    shown = {"form": form, "title": title, "said": said, "send": _("Garder"), "back": back}
    return render(request, f"training/seminars/{template}.html", shown)


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
