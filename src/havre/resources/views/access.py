"""Fetching is authorising: a request that is not there for this account is «not found»."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from havre.accounts.access import signed_in
from havre.accounts.permissions import Permission
from havre.common.entrance import SessionEntrance
from havre.record import gateways, opening
from havre.resources.models import AdviceRequest, GuestLink
from havre.resources.operations.common import AddressOf
from havre.resources.operations.links import LinkOver, find, open_link
from havre.resources.policies import may_give

GIVE, ASK = Permission.GIVE_ADVICE, Permission.ASK_ADVICE


def for_the_desk(request: HttpRequest, request_id: uuid.UUID) -> AdviceRequest:
    """A request as the desk reads it: the reading is on record, once per working session."""
    rows = AdviceRequest.objects.visible_to(request.user).select_related("owner", "asker", "merged_into")
    found = get_object_or_404(rows, pk=request_id)
    if not may_give(request.user):
        raise Http404("not at the desk")
    session = request.session.session_key or ""
    opening.enter_file(found.pk, session=session, by=signed_in(request), at=timezone.now())
    return found


def own(request: HttpRequest, request_id: uuid.UUID) -> AdviceRequest:
    return get_object_or_404(AdviceRequest.objects.filter(asker=signed_in(request)), pk=request_id)


def _opened(token: str) -> GuestLink | None:
    try:
        return open_link(token, by=None, at=timezone.now())
    except LinkOver:
        return None


GUEST = SessionEntrance(
    name="guest_link", inside="resources:guest", opened=_opened,
    found=lambda pk: find(pk, timezone.now()),
)  # fmt: skip


def address_of(request: HttpRequest) -> AddressOf:
    """From a token to the whole address, as it is written into a message."""
    return lambda token: request.build_absolute_uri(reverse("resources:link", args=[token]))


def leaves(mail: str) -> bool:
    """Whether a link is mailed: to an address that was given, from a house that sends mail."""
    return bool(mail) and gateways.MAIL in gateways.configured()
