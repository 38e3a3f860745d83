"""The sealed sections of a person: opened for a purpose, corrected while they are open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import seals as closing
from havre.common import stale
from havre.common.dataclass_json import to_json
from havre.common.forms import PlainForm
from havre.common.parts import Seal
from havre.people import operations, sections
from havre.people.forms import SECTION_FORMS
from havre.people.models import Person
from havre.people.views.access import visible_person
from havre.record import opening
from havre.record.opening import PURPOSES, Purpose
from havre.record.operations import NotAllowed, Refusal, Stale


@dataclass(frozen=True)
class Section:
    """A seal and, where it is open, the form that holds its values."""

    seal: Seal
    form: PlainForm | None = None
    change_url: str = ""


def _opened_person(request: HttpRequest, person_id: uuid.UUID, name: str) -> Person:
    person = visible_person(request, person_id)
    if name not in SECTION_FORMS or not may(request.user, Permission.OPEN_IDENTITY, person):
        raise Http404("not to be opened by this account")
    return person


@opens(Permission.READ_SITUATIONS)
@require_safe
def sealed(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """The sealed sections, closed; ``?ouvrir=`` asks why one would be opened."""
    person = visible_person(request, person_id)
    may_open = may(request.user, Permission.OPEN_IDENTITY, person)
    found = sections.seals(person, asked=request.GET.get(sections.ASKED, "") if may_open else "")
    shown = found if may_open else [replace(seal, ask_url="") for seal in found]
    return _page(request, person, [Section(seal) for seal in shown])


def _page(request: HttpRequest, person: Person, found: list[Section]) -> HttpResponse:
    return render(request, "people/sealed.html", {"person": person, "sections": found})


@opens(Permission.OPEN_IDENTITY)
@require_POST
def open_one(request: HttpRequest, person_id: uuid.UUID, section: str) -> HttpResponse:
    """Open one section for ten minutes, for a purpose, on record."""
    person = _opened_person(request, person_id, section)
    purpose = sections.read_purpose(request.POST.get("purpose"))
    if purpose is None:
        asking = sections.seal(person, section, asked=True, error=_("Dites pourquoi vous l’ouvrez."))
        return _page(request, person, _with(person, Section(asking)))
    values = _values(request, person, section, purpose)
    return _open_page(request, person, section, purpose, SECTION_FORMS[section](initial=values))


def _values(request: HttpRequest, person: Person, section: str, purpose: Purpose) -> dict[str, object]:
    opened = opening.open_section(
        person, [section], section=str(operations.SECRETS[section]), permission=Permission.OPEN_IDENTITY,
        purpose=purpose, by=signed_in(request), at=timezone.now(),
    )  # fmt: skip
    return (opened[section] or {}) | {"version": person.version}


def _open_page(request: HttpRequest, person: Person, name: str, purpose: Purpose, form: PlainForm) -> HttpResponse:
    opened = sections.seal(person, name).opened(purpose=PURPOSES[purpose], at=timezone.now())
    response = _page(
        request, person, _with(person, Section(opened, form, reverse("people:change", args=[person.pk, name])))
    )
    return closing.close_later(response, opened)


def _with(person: Person, section: Section) -> list[Section]:
    return [section if seal.key == section.seal.key else Section(seal) for seal in sections.seals(person)]


@opens(Permission.OPEN_IDENTITY)
@require_POST
def change(request: HttpRequest, person_id: uuid.UUID, section: str) -> HttpResponse:
    """Keep what was corrected inside an open section."""
    person = _opened_person(request, person_id, section)
    form = SECTION_FORMS[section](request.POST)
    if not form.is_valid():
        return _open_page(request, person, section, Purpose.CORRECT, form)
    value = {name: to_json(answer) for name, answer in form.cleaned_data.items() if name != "version"}
    try:
        operations.change_secret(
            person, name=section, value=value, version=form.cleaned_data["version"],
            by=signed_in(request), at=timezone.now(),
        )  # fmt: skip
    except Stale:
        person.refresh_from_db()
        current = _values(request, person, section, Purpose.CORRECT)
        back = f"{sections.seal(person, section).close_url}"
        return stale.page(request, form, current, version=person.version, back=back)
    except NotAllowed as refusal:
        raise Http404("not to be changed by this account") from refusal
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _open_page(request, person, section, Purpose.CORRECT, form)
    messages.success(request, _("C’est gardé, et refermé."))
    return redirect("people:sealed", person.pk)
