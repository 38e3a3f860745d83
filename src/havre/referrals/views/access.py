"""Fetching is authorising: another organisation's referral is «not found»."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from havre.accounts.access import signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.forms import PlainForm
from havre.record import opening
from havre.record.opening import OPEN_MINUTES
from havre.record.operations import Stale
from havre.record.sending import ask_again, went_through
from havre.referrals.models import Referral


def coordinates(request: HttpRequest) -> bool:
    return may(request.user, Permission.COORDINATE)


def visible_referral(request: HttpRequest, referral_id: uuid.UUID) -> Referral:
    """The referral, if it is one's own organisation's or one reads situations; for the coordination, on record."""
    rows = Referral.objects.visible_to(request.user).select_related("person__coordinator")
    referral = get_object_or_404(rows, pk=referral_id)
    if may(request.user, Permission.READ_SITUATIONS):
        session = request.session.session_key or ""
        opening.enter_file(referral.person_id, session=session, by=signed_in(request), at=timezone.now())
    return referral


def page_of(request: HttpRequest) -> str:
    """Where one returns to: the page of one's own side."""
    return "referrals:read" if may(request.user, Permission.READ_SITUATIONS) else "referrals:follow"


def face_of(request: HttpRequest) -> str:
    return "desk" if may(request.user, Permission.READ_SITUATIONS) else "sheet"


def close_page(response: HttpResponse, url: str) -> HttpResponse:
    """What was opened leaves the screen after its minutes, with script or without."""
    response["Refresh"] = f"{OPEN_MINUTES * 60}; url={url}"
    response["Cache-Control"] = "no-store"
    return response


def went_through_on(referral: Referral, form: PlainForm, act: Callable[[], object]) -> bool:
    """As ``went_through``; where somebody else changed the referral, what was typed is asked again."""
    try:
        return went_through(form, act, leave=(Stale,))
    except Stale:
        ask_again(
            form,
            referral,
            _("La situation a changé entre-temps : relisez-la, puis renvoyez. Ce que vous avez tapé est gardé."),
        )
        return False
