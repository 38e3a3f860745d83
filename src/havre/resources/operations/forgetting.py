"""What is over goes: requests after a year, links after their days."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils import timezone

from havre.accounts.models import User
from havre.record import outbox
from havre.record.operations import operation, record
from havre.resources.models import AdviceRequest, GuestLink
from havre.vault import keys


def forget_old(at: datetime) -> int:
    """The sweep: requests that were over a year ago, with their key; what they counted stays as facts.

    The key goes first: were the house to stop in between, the next night finds the rows again. Returns how many.
    """
    found = list(AdviceRequest.objects.old(timezone.localdate(at)).values_list("pk", flat=True))
    keys.forget(set(found))
    for request_id in found:
        _forget(request_id, by=None, at=at)
    return len(found)


@operation
def _forget(request_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    record("advice_forgotten", subject=request_id, thread=False)
    AdviceRequest.objects.filter(pk=request_id).delete()


def forget_links(at: datetime) -> int:
    """The sweep: links whose time is past, with the address they went to and any message that still waits."""
    found = list(GuestLink.objects.filter(expires_at__lte=at).values_list("pk", flat=True))
    for link_id in found:
        _forget_link(link_id, by=None, at=at)
    keys.forget(set(found))
    return len(found)


@operation
def _forget_link(link_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    outbox.drop(link_id)
    GuestLink.objects.filter(pk=link_id).delete()
    record("guest_link_forgotten", subject=link_id, thread=False)
