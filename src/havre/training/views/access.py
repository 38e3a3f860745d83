"""Fetching is authorising: a session that is not there for this account is «not found»."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from havre.accounts.access import signed_in
from havre.accounts.permissions import Permission
from havre.common.entrance import SessionEntrance
from havre.training.models import PersonalLink, Registration, Session
from havre.training.operations.common import AddressOf
from havre.training.operations.links import find, open_link
from havre.training.policies import may_keep, teaches_today

KEEP, TRAIN, ATTEND = Permission.KEEP_TRAINING, Permission.TRAIN, Permission.ATTEND_TRAINING
_ROUTES = {PersonalLink.OWN: "training:link", PersonalLink.EMPLOYER: "training:link", "survey": "surveys:take_link"}


def kept(request: HttpRequest, session_id: uuid.UUID) -> Session:
    rows = Session.objects.visible_to(request.user).select_related("programme")
    return get_object_or_404(rows, pk=session_id)


def kept_registration(request: HttpRequest, registration_id: uuid.UUID) -> Registration:
    if not may_keep(request.user):
        raise Http404("not kept by this account")
    return get_object_or_404(Registration.objects.select_related("session__programme"), pk=registration_id)


def at_the_door(request: HttpRequest, session_id: uuid.UUID) -> Session:
    """A session for whoever keeps training, and for those who give it, on its days."""
    found = get_object_or_404(Session.objects.select_related("programme"), pk=session_id)
    if not (may_keep(request.user) or teaches_today(request.user, found, timezone.localdate())):
        raise Http404("not at this door")
    return found


def own(request: HttpRequest, registration_id: uuid.UUID) -> Registration:
    rows = Registration.objects.of(signed_in(request)).select_related("session__programme")
    return get_object_or_404(rows, pk=registration_id)


GUEST = SessionEntrance(
    name="training_link", inside="training:guest",
    opened=lambda token: open_link(token, by=None, at=timezone.now()),
    found=lambda pk: find(pk, timezone.now()),
)  # fmt: skip


def address_of(request: HttpRequest) -> AddressOf:
    """From the use and the token of a link to the whole address, as it is written into a message."""
    return lambda use, token: request.build_absolute_uri(reverse(_ROUTES[use], args=[token]))


def as_pdf(data: bytes, name: str) -> HttpResponse:
    """A file that is never kept by the browser; its name says nothing of anybody."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
