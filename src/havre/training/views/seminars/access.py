"""Fetching is authorising: what is not there for this account is «not found»."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from havre.accounts.access import signed_in
from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.common import stale
from havre.common.forms import PlainForm
from havre.network import audience
from havre.network.groups import partners
from havre.record.operations import Stale
from havre.record.sending import Versioned, ask_again, went_through
from havre.training.content import SEMINAR
from havre.training.models import Registration, Session
from havre.training.models_seminars import Decision, Slot
from havre.training.policies import may_keep, may_settle
from havre.training.views.access import kept

TAKE_PART, SETTLE = Permission.TAKE_PART, Permission.SETTLE_TRAVEL


def seminar(request: HttpRequest, session_id: uuid.UUID) -> Session:
    row = kept(request, session_id)
    if not row.is_seminar:
        raise Http404("no seminar")
    return row


def part_of(request: HttpRequest, slot_id: uuid.UUID) -> Slot:
    if not may_keep(request.user):
        raise Http404("not kept by this account")
    return get_object_or_404(Slot.objects.select_related("session__programme"), pk=slot_id)


def decision_of(request: HttpRequest, decision_id: uuid.UUID) -> Decision:
    rows = Decision.objects.visible_to(request.user).select_related("session__programme")
    return get_object_or_404(rows, pk=decision_id)


def called(request: HttpRequest, session_id: uuid.UUID) -> Session:
    """A seminar whose call for topics was opened, for partners and for those who keep the network."""
    user = signed_in(request)
    if not (audience.keeps(user) or audience.takes_part(user)):
        raise Http404("no partner")
    rows = Session.objects.filter(kind=SEMINAR, seminar__call_ends_on__isnull=False).exclude(state="cancelled")
    return get_object_or_404(rows.select_related("programme", "seminar"), pk=session_id)


def partners_of(user: User) -> list[Organisation]:
    """For whom this account may speak: every partner on the telephone, or its own."""
    if audience.keeps(user):
        return partners()
    return list(Organisation.objects.filter(pk__in=audience.organisations_of(user)).order_by("code"))


def settled_registration(request: HttpRequest, registration_id: uuid.UUID) -> Registration:
    if not may_settle(request.user):
        raise Http404("not settled by this account")
    rows = Registration.objects.filter(session__kind=SEMINAR).select_related("session__programme")
    return get_object_or_404(rows, pk=registration_id)


def ask(request: HttpRequest, form: PlainForm, *, title: Any, said: Any, send: Any, back: str) -> HttpResponse:
    """A page with one form: its title, the sentence it opens with, the verb of its button, where «leave» leads."""
    shown = {"form": form, "title": title, "said": said, "send": send, "back": back}
    return render(request, "training/seminars/ask.html", shown)


def changed(request: HttpRequest, form: PlainForm, row: Versioned, act: Callable[[], object]) -> bool:
    """Whether it went through; where it changed meanwhile, what was typed is kept, and what it is now is not shown."""
    if request.method != "POST":
        return False
    try:
        return went_through(form, act, leave=(Stale,))
    except Stale:
        ask_again(form, row, _("Cela a changé entre-temps. Ce que vous avez tapé est gardé : relisez la page, puis envoyez encore."))  # fmt: skip
        return False


def saved(
    request: HttpRequest,
    form: PlainForm,
    row: Versioned,
    act: Callable[[], object],
    now: Callable[[], Mapping[str, Any]],
) -> HttpResponse | bool:
    """Whether it went through; where somebody else changed it meanwhile, the page with both versions (``now``: theirs)."""
    if request.method != "POST":
        return False
    try:
        return went_through(form, act, leave=(Stale,))
    except Stale:
        row.refresh_from_db()
        return stale.page(request, form, now(), version=row.version, back=request.path)
