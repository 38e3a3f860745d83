"""A table of participants: shown first, row by row, with what is wrong; then all of them, or nobody."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.accounts.access import opens, signed_in
from havre.record.sending import sent, went_through
from havre.training import operations, reading, spreadsheet
from havre.training.forms import ImportForm
from havre.training.models import Session
from havre.training.views.access import KEEP, address_of, kept


@opens(KEEP)
def read(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    row = kept(request, session_id)
    form, told, trouble = ImportForm(sent(request)), None, ""
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["table"]
        uploaded = request.FILES.get("file")
        if uploaded is not None:
            try:
                text = spreadsheet.decode(uploaded.read(spreadsheet.MOST_BYTES + 1))
            except ValueError:
                text, trouble = "", _("Ce fichier n’est pas un tableau CSV. Dans le tableur : enregistrer sous, CSV ; ou copiez et collez.")  # fmt: skip
        told = None if trouble else spreadsheet.read(text)
        form = ImportForm({"table": text})
        if told is not None and told.is_good and "keep" in request.POST and went_through(form, lambda: _keep(request, row, told)):  # fmt: skip
            said = ngettext("%(total)d personne est inscrite.", "%(total)d personnes sont inscrites.", len(told.lines))
            messages.success(request, said % {"total": len(told.lines)})
            return redirect("training:detail", row.pk)
    context = {
        "row": row, "form": form, "read": told, "trouble": trouble or (told.trouble if told else ""),
        "title": row.programme.title, "days": reading.days_words(row),
    }  # fmt: skip
    return render(request, "training/import.html", context)


def _keep(request: HttpRequest, row: Session, told: spreadsheet.Read) -> None:
    people = [line.coming for line in told.lines]
    operations.import_registrations(row, people=people, address_of=address_of(request), by=signed_in(request), at=timezone.now())  # fmt: skip
