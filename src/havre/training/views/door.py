"""On the day: one tap for each person, a code read by a telephone, or the printed sheet typed back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.record.operations import Refusal
from havre.record.sending import press, tell_refusal
from havre.training import codes, operations, reading
from havre.training.models import Registration, Session, Teaching
from havre.training.operations.common import who_of
from havre.training.policies import may_keep, may_note_attendance
from havre.training.views.access import KEEP, TRAIN, at_the_door

NOON = 13


@opens(TRAIN)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The sessions that one gives today; on other days, only when the next one is."""
    user, day = signed_in(request), timezone.localdate()
    given = Session.objects.filter(teaching__trainer__account=user, ends_on__gte=day).exclude(state__in=("draft", "cancelled"))  # fmt: skip
    rows = list(given.select_related("programme").order_by("starts_on")[:20])
    hers = Teaching.objects.filter(session__in=rows, trainer__account=user).values_list("session_id", "modules")
    modules = {key: ", ".join(titles) for key, titles in hers}
    shown = [(one, reading.days_words(one), one.starts_on <= day, modules.get(one.pk, "")) for one in rows]
    return render(request, "training/today.html", {"rows": shown})


@opens(KEEP, TRAIN)
@require_safe
def attendance(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    row = at_the_door(request, session_id)
    halves = reading.halves(row)
    half = _half(request.GET.get("half", ""), row)
    people = reading.people(row, states=("registered",))
    context = {
        "row": row,
        "title": row.programme.title,
        "halves": halves,
        "half": half,
        "half_words": dict(halves)[half],
        "people": [(one, half in one.halves) for one in people],
        "present": sum(half in one.halves for one in people),
        "may_note": may_note_attendance(request.user, row, timezone.localdate()),
        "may_keep": may_keep(request.user),
    }
    return render(request, "training/attendance.html", context)


def _half(typed: str, row: Session) -> int:
    """The half-day that is asked for; the one that runs where none is."""
    if typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= row.half_days:
        return int(typed)
    now = timezone.localtime()
    return reading.half_now(row, now.date(), before_noon=now.hour < NOON)


@opens(KEEP, TRAIN)
@require_POST
def present(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """One tap: there, or not."""
    row = get_object_or_404(Registration.objects.select_related("session__programme"), pk=registration_id)
    session = at_the_door(request, row.session_id)
    half = _half(request.POST.get("half", ""), session)
    there = request.POST.get("present", "yes") == "yes"
    to = f"{reverse('training:attendance', args=[session.pk])}?half={half}#p-{row.pk}"
    if "code" in request.POST:
        to = reverse("training:seat", args=[codes.seat_code(row.pk)])

    def act(_version: int | None) -> None:
        operations.note_presence(row, half=half, present=there, by=signed_in(request), at=timezone.now())

    return press(request, act, "", to)


@opens(KEEP, TRAIN)
@require_safe
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """Whose sheet was shown: one button says that she is there."""
    found = codes.registration_in(code)
    row = Registration.objects.select_related("session__programme").filter(pk=found).first() if found else None
    if row is None:
        raise Http404("no such sheet")
    session = at_the_door(request, row.session_id)
    half = _half("", session)
    context = {
        "row": row, "session": session, "title": session.programme.title, "name": who_of(row).name, "half": half,
        "half_words": dict(reading.halves(session))[half], "there": row.attended.filter(half=half).exists(),
        "may_note": may_note_attendance(request.user, session, timezone.localdate()) and row.state == "registered",
    }  # fmt: skip
    return render(request, "training/seat.html", context)


@opens(KEEP)
@require_safe
def sheet(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """The list to print and to sign: names alone, since it goes from hand to hand."""
    row = at_the_door(request, session_id)
    people = reading.people(row, states=("registered",))
    context = {
        "row": row, "title": row.programme.title, "days": reading.days_words(row), "halves": reading.halves(row),
        "people": people,
    }  # fmt: skip
    return render(request, "training/sheet.html", context)


def _typed(request: HttpRequest, row: Session) -> dict[Registration, set[int]]:
    """Of each person on the sheet, the half-days as they are now with what was changed on it."""
    there, shown = (set(request.POST.getlist(name)) for name in ("there", "shown"))
    rows = {one.pk: one for one in row.registrations.filter(state="registered").select_related("session")}
    found = {}
    for one in reading.people(row, states=("registered",)):
        boxes = {number: f"{one.id}:{number}" for number, _told in reading.halves(row)}
        changed = {number for number, box in boxes.items() if (box in there) != (box in shown)}
        if changed:
            found[rows[one.id]] = {number for number in boxes if (boxes[number] in there if number in changed else number in one.halves)}  # fmt: skip
    return found


@opens(KEEP)
def type_sheet(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """The signed sheet, typed back: a box for each person and half-day. Only what was ticked or cleared here changes:
    what a colleague noted since the page was made stays."""
    row = at_the_door(request, session_id)
    if request.method == "POST":
        try:
            operations.type_sheet(row, present=_typed(request, row), by=signed_in(request), at=timezone.now())
            messages.success(request, _("La feuille est recopiée."))
            return redirect("training:detail", row.pk)
        except Refusal as refusal:
            tell_refusal(request, refusal)
    halves = reading.halves(row)
    lines = [
        (one, [(number, told, number in one.halves) for number, told in halves])
        for one in reading.people(row, states=("registered",))
    ]
    context = {"row": row, "title": row.programme.title, "halves": halves, "lines": lines}
    return render(request, "training/type_sheet.html", context)
