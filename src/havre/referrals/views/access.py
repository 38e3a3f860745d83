"""Fetching is authorising: another organisation's referral is «not found»."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.forms import PlainForm
from havre.record import opening
from havre.record.opening import OPEN_MINUTES
from havre.record.operations import Refusal, Stale
from havre.referrals.models import Referral


def signed_in(request: HttpRequest) -> User:
    return cast(User, request.user)


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


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, ``None`` where nothing was sent yet."""
    return request.POST if request.method == "POST" else None


def refuse(form: PlainForm, refusal: Refusal, referral: Referral) -> None:
    """Say why nothing happened, keep what was typed, and let the next sending build on the row as it is now."""
    sentence = str(refusal)
    if isinstance(refusal, Stale):
        sentence = _("La situation a changé entre-temps : relisez-la, puis renvoyez. Ce que vous avez tapé est gardé.")
        referral.refresh_from_db()
        typed = cast(QueryDict, form.data).copy()
        typed["version"] = str(referral.version)
        form.data = typed
    form.add_error(None, sentence)
