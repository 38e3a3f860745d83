"""A table of participants: shown first, row by row, with what is wrong; then all of them, or nobody."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.accounts.access import opens, signed_in
from havre.record.sending import sent, went_through
from havre.training import operations, reading, spreadsheet, workbook
from havre.training.forms import ImportForm
from havre.training.models import Session
from havre.training.views.access import KEEP, address_of, kept


@opens(KEEP)
def read(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    row = kept(request, session_id)
    form, told, trouble, taken = ImportForm(sent(request)), None, "", row.taken
    if request.method == "POST" and form.is_valid():
        text, trouble = _text(request, form)
        told = None if trouble else spreadsheet.read(text, _placed(request))
        form = ImportForm({"table": text})
        if told is not None and told.is_good and "keep" in request.POST and went_through(form, lambda: _keep(request, row, told)):  # fmt: skip
            messages.success(request, _seated(row.taken - taken, len(told.lines)))
            return redirect("training:detail", row.pk)
    context = {
        "row": row, "form": form, "read": told, "trouble": trouble or (told.trouble if told else ""),
        "title": row.programme.title, "days": reading.days_words(row), "columns": _columns(request, told),
        "foreseen": _seated(min(row.free, len(told.lines)), len(told.lines)) if told and told.is_good else "",
    }  # fmt: skip
    return render(request, "training/import.html", context)


def _seated(seated: int, total: int) -> str:
    """How many have a seat, and how many wait for one."""
    said = ngettext("%(total)d personne a une place.", "%(total)d personnes ont une place.", seated) % {"total": seated}
    if seated == total:
        return said
    told = ngettext("%(total)d personne attend.", "%(total)d personnes attendent.", total - seated)
    return f"{said} {told % {'total': total - seated}}"


def _text(request: HttpRequest, form: ImportForm) -> tuple[str, Any]:
    """(table, what is wrong with the file): the file, if there is one, counts, and else what was pasted."""
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return form.cleaned_data["table"], ""
    try:
        return spreadsheet.decode(uploaded.read(workbook.MOST_BYTES + 1)), ""
    except workbook.Unreadable as error:
        return "", error.words
    except ValueError:
        return "", _("Ce fichier n’est pas un tableau. Dans le tableur : enregistrer sous, .xlsx ou CSV ; ou copiez et collez.")  # fmt: skip


def _placed(request: HttpRequest) -> dict[str, str]:
    """Title of a column → which it stands for, as chosen; with a new file nothing is chosen yet."""
    if request.FILES.get("file"):
        return {}
    chosen = zip(request.POST.getlist("title"), request.POST.getlist("stands_for"), strict=False)
    return {title: name if name in spreadsheet.COLUMNS else "" for title, name in chosen}


def _columns(request: HttpRequest, told: spreadsheet.Read | None) -> list[dict[str, Any]]:
    """A choice for each column that is none of ours: what was chosen, or what its title looks like."""
    chosen = _placed(request)
    return [
        {
            "number": one.number, "title": one.title, "chosen": chosen.get(one.title, one.proposed),
            "choices": [(key, label) for key, (label, _known) in spreadsheet.COLUMNS.items()],
        }
        for one in (told.unknown if told else [])
    ]  # fmt: skip


def _keep(request: HttpRequest, row: Session, told: spreadsheet.Read) -> None:
    people = [line.coming for line in told.lines]
    operations.import_registrations(row, people=people, address_of=address_of(request), by=signed_in(request), at=timezone.now())  # fmt: skip
