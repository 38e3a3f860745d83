"""What the pages of this room share: whom a page is about, one operation per answer, seals that open by POST."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext

from havre.accounts.access import signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.forms import PlainForm
from havre.common.parts import Seal
from havre.directory.models import Shelter
from havre.people.models import Person
from havre.people.policies import NotYourCase
from havre.placements.forms import ActForm, PhoneForm
from havre.placements.models import Meeting
from havre.placements.policies import require
from havre.record.opening import PURPOSES, Purpose, enter_file, open_section
from havre.record.operations import NotAllowed
from havre.record.sending import answer, tell_troubles
from havre.vault.fields import SealedModel, fetch_keys

Row = TypeVar("Row", bound=Meeting)


def person_or_404(request: HttpRequest, person_id: uuid.UUID) -> Person:
    """The situation, entered: once per working session this goes on record."""
    user = signed_in(request)
    person = get_object_or_404(Person.objects.visible_to(user), pk=person_id)
    enter_file(person.pk, session=request.session.session_key or "", by=user, at=timezone.now())
    return person


def row_or_404(request: HttpRequest, model: type[Row], row_id: uuid.UUID) -> Row:
    """A row between a person and a place that this account may see and that has not ended."""
    rows: Any = model._default_manager
    found: Row = get_object_or_404(rows.visible_to(signed_in(request)).linked(), pk=row_id)
    return found


def own_person_or_403(request: HttpRequest, person_id: uuid.UUID) -> Person:
    """The situation, for acts that touch her place: a colleague is told who has the case, and the way out."""
    person = person_or_404(request, person_id)
    _require_own(request, person)
    return person


def own_row_or_403(request: HttpRequest, model: type[Row], row_id: uuid.UUID) -> Row:
    """A row between a person and a place, for the coordinator of the case and the duty."""
    row = row_or_404(request, model, row_id)
    _require_own(request, row)
    return row


def _require_own(request: HttpRequest, row: Person | Meeting) -> None:
    try:
        require(signed_in(request), Permission.ARRANGE_PLACE, row)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal) from None


def act_on(
    request: HttpRequest,
    row: Meeting,
    form: ActForm,
    operation: Callable[..., object],
    *,
    told: str,
    to: HttpResponse,
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """Hand the answers of ``form`` to the one operation on ``row``; then as ``sending.answer``."""
    return answer(request, form, lambda: operation(row, **arguments(request, form)), told=told, to=to, again=again)


def refused(request: HttpRequest, form: PlainForm, to: HttpResponse) -> HttpResponse:
    """Where a form has no page of its own: say on the next page, ``to``, why nothing was written."""
    tell_troubles(request, form)
    return to


def arguments(request: HttpRequest, form: ActForm) -> dict[str, Any]:
    """What a valid form hands to its operation: its answers under their own names, who, when, for whom."""
    given: dict[str, Any] = {"by": signed_in(request), "at": timezone.now(), **form.answers()}
    return given | ({"on_behalf_of": form.on_behalf()} if isinstance(form, PhoneForm) else {})


def codes(shelter_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(Shelter.objects.filter(pk__in=shelter_ids).values_list("pk", "code"))


def names(user_ids: set[uuid.UUID]) -> dict[str, str]:
    """How colleagues read these accounts, by id as text."""
    users = list(User.objects.filter(pk__in=user_ids))
    fetch_keys(users)
    return {str(user.pk): user.name for user in users}


def asked_to_open(request: HttpRequest, seal: Seal) -> Seal:
    """``seal`` with its question when the address asks for it (``?ouvrir=KEY``)."""
    return replace(seal, face="ask") if request.GET.get("ouvrir") == seal.key else seal


def purposes(*wanted: Purpose) -> Sequence[tuple[str, Any]]:
    return [(str(purpose), PURPOSES[purpose]) for purpose in wanted]


def open_seal(
    request: HttpRequest, seal: Seal, row: SealedModel, names: Sequence[str], *, permission: Permission, at: datetime
) -> tuple[Seal, dict[str, Any]]:
    """The seal opened for the purpose that was sent, with its values; still asking where no purpose was chosen."""
    allowed = {value for value, _words in seal.purposes}
    sent = request.POST.get("purpose", "")
    if sent not in allowed:
        return replace(seal, face="ask", error=gettext("Choisissez un motif. Rien n’a été ouvert.")), {}
    purpose = Purpose(sent)
    values = open_section(
        row, names, section=str(seal.name), permission=permission, purpose=purpose, by=signed_in(request), at=at
    )
    return seal.opened(purpose=PURPOSES[purpose], at=at), values


def whose(request: HttpRequest, person: Person) -> dict[str, Any]:
    """For a page about her place: whether this account acts on it (``mine``), else who does and the way out."""
    mine = may(request.user, Permission.ARRANGE_PLACE, person)
    return {"mine": mine, "not_yours": "" if mine else str(NotYourCase(person))}
