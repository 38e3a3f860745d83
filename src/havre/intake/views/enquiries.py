"""Somebody asks about a person: what to say, whom to ring back, and a trace of it (P21)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.common import parts, seals, words
from havre.common.dataclass_json import from_json
from havre.directory.models import Partner, Shelter
from havre.directory.profiles import Contacts
from havre.intake import operations
from havre.intake.forms import EnquiryForm
from havre.intake.listing import typed_of
from havre.intake.models import Call
from havre.intake.policies import may_open
from havre.intake.sentences import ALWAYS, SENTENCES
from havre.intake.views.access import NOTE, kept, own_open
from havre.intake.views.notes import QUESTIONS
from havre.record.opening import OPEN_MINUTES, PURPOSES, Purpose, open_section
from havre.record.operations import Refusal
from havre.record.transitions import NotNow

SEAL = "number"


@opens(NOTE)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """The sentence at once; nothing is written before something is typed."""
    return redirect("intake:enquiry", uuid.uuid4())


@opens(NOTE)
def enquiry(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """What to say in large letters, then who asked and what; the number of the directory is opened here."""
    found = _found(request, call_id)
    if found is not None and found.state == "closed":
        return redirect("intake:call", found.pk)
    if request.method != "POST":
        return _page(request, call_id, _shown(request, found))
    if found is None or found.state == "open":
        try:
            found = kept(request, call_id, QUESTIONS)
        except NotNow:
            return redirect("intake:call", call_id)
    form = EnquiryForm(request.POST, user=signed_in(request))
    if form.is_valid() and "number" in request.POST:
        return _with_number(request, call_id, form)
    if form.is_valid():
        try:
            return _finish(request, found, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, call_id, form)


def _found(request: HttpRequest, call_id: uuid.UUID) -> Call | None:
    """One's own half-typed call, or one that waits to be rung back; ``None`` where nothing is typed yet."""
    waiting = Call.objects.visible_to(request.user).filter(pk=call_id).exclude(state="open").first()
    if waiting is not None and may_open(request.user, waiting):
        return waiting
    return own_open(request, call_id)


def _shown(request: HttpRequest, call: Call | None) -> EnquiryForm:
    typed = MultiValueDict(typed_of(call) if call and call.state == "open" else {})
    return EnquiryForm(initial={name: typed.get(name) for name in typed}, user=signed_in(request))


def _finish(request: HttpRequest, call: Call, form: EnquiryForm) -> HttpResponse:
    person = form.concerned()
    operations.note_enquiry(
        call, said=form.said(), about=form.about(), person=person, by=signed_in(request), at=timezone.now()
    )
    if person is None:
        messages.success(request, _("C’est noté et compté. Rien n’a été dit à personne."))
        return redirect("intake:list")
    messages.success(request, _("C’est au dossier. Le risque est à revoir maintenant."))
    return redirect(reverse("journey:detail", args=[person.pk]))


def _with_number(request: HttpRequest, call_id: uuid.UUID, form: EnquiryForm) -> HttpResponse:
    """The page with the number of the chosen partner, for some minutes, on record."""
    chosen = form.cleaned_data.get("partner", "")
    row = _partner(uuid.UUID(chosen)) if chosen else None
    if row is None:
        form.add_error("partner" if "partner" in form.fields else None, _("Choisissez d’abord qui rappeler."))
        return _page(request, call_id, form)
    at = timezone.now()
    values = open_section(
        row, ["contacts"], section=str(_("Numéros d’un partenaire")),
        permission=Permission.OPEN_SHELTER_CONTACTS, purpose=Purpose.CALL, by=signed_in(request), at=at,
    )  # fmt: skip
    seal = _seal(call_id, at)
    lines = _numbers(from_json(Contacts, values["contacts"]))
    return seals.close_later(_page(request, call_id, form, seal=seal, lines=lines), seal)


def _partner(organisation_id: uuid.UUID) -> Partner | Shelter | None:
    partner = Partner.objects.filter(organisation=organisation_id).first()
    return partner or Shelter.objects.filter(organisation=organisation_id).order_by("code").first()


def _numbers(contacts: Contacts) -> list[tuple[str, str]]:
    lines = [
        (_("Nom"), contacts.name),
        (_("De jour"), words.phone(contacts.phone)),
        (_("De nuit"), words.phone(contacts.night_phone)),
        *((person.name, words.phone(person.phone)) for person in contacts.people),
    ]
    return [(label, said) for label, said in lines if said]


def _seal(call_id: uuid.UUID, at: datetime) -> parts.Seal:
    here = reverse("intake:enquiry", args=[call_id])
    seal = parts.Seal(
        key=SEAL, name=_("Le numéro de notre répertoire"), about="", who="", ask_url="", open_url=here,
        close_url=f"{here}#{SEAL}", purposes=[], minutes=OPEN_MINUTES,
    )  # fmt: skip
    return seal.opened(purpose=PURPOSES[Purpose.CALL], at=at)


def _page(
    request: HttpRequest, call_id: uuid.UUID, form: EnquiryForm, *, seal: parts.Seal | None = None, lines: Any = None
) -> HttpResponse:
    context = {
        "call_id": call_id, "form": form, "always": ALWAYS, "sentences": SENTENCES, "seal": seal, "lines": lines,
    }  # fmt: skip
    return render(request, "intake/enquiry.html", context)
