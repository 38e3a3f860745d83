"""Fetching is authorising: what is not there for this account is «not found»."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from havre.accounts.access import signed_in
from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.common import stale
from havre.common.entrance import SessionEntrance
from havre.common.forms import PlainForm
from havre.network import audience, operations
from havre.network.drafting import ROUTES, HalfTyped
from havre.network.groups import partners
from havre.network.models import Letter, Topic
from havre.network.operations.common import AddressOf
from havre.record import audit

KEEP, TAKE_PART = Permission.KEEP_DIRECTORY, Permission.TAKE_PART
GUEST = SessionEntrance(
    name="letter_link", inside="network:guest",
    opened=lambda token: operations.open_link(token, by=None, at=timezone.now()),
    found=lambda pk: operations.find_link(pk, timezone.now()),
)  # fmt: skip


def topic_or_404(request: HttpRequest, topic_id: uuid.UUID) -> Topic:
    return get_object_or_404(Topic.objects.visible_to(request.user), pk=topic_id)


def partner_or_404(request: HttpRequest) -> User:
    """The account that asks, where it keeps the network or speaks for a partner."""
    user = signed_in(request)
    if not audience.keeps(user) and not audience.takes_part(user):
        raise Http404("no partner")
    return user


def partners_of(user: User) -> list[Organisation]:
    """For whom this account may speak: every partner on the telephone, or its own."""
    if audience.keeps(user):
        return partners()
    return list(Organisation.objects.filter(pk__in=audience.organisations_of(user)).order_by("code"))


def speaking(request: HttpRequest) -> dict[str, Any]:
    """What a form needs that is filled for a partner."""
    user = signed_in(request)
    return {"partners": partners_of(user), "by_phone": audience.keeps(user)}


def address_of(request: HttpRequest) -> AddressOf:
    """From a token to the whole address, as it is written into a message."""
    return lambda token: request.build_absolute_uri(reverse("network:link", args=[token]))


def two_versions(request: HttpRequest, form: PlainForm, row: Topic | Letter, current: Mapping[str, Any], *, back: str) -> HttpResponse:  # fmt: skip
    """The page with both versions of a row that somebody else changed; ``current`` are its answers, read again."""
    entry = audit.of_subject(row.pk).first()
    actor = audit.read_actor(bytes(entry.actor)) if entry else None
    user = User.objects.filter(pk=actor).first() if actor else None
    at = audit.moment(entry.at_us) if entry else None
    return stale.page(request, form, current, version=row.version, by=user.name if user else "", at=at, back=back)


def keep_typed(request: HttpRequest, draft: HalfTyped, form: type[PlainForm]) -> HttpResponse | None:
    """Keep what was typed, whatever becomes of it; an answer where nothing else was asked: by the script while somebody
    types, by the button without script."""
    if request.method != "POST":
        return None
    is_kept = draft.keep(request.POST, form)
    if "garder" in request.GET:
        return HttpResponse(status=204 if is_kept else 410)
    if "draft" not in request.POST or not is_kept:
        return None
    messages.success(request, _("C’est gardé quatorze jours, scellé, parmi vos brouillons. Vous seul le lisez."))
    return redirect("desk:drafts")


def ask(
    request: HttpRequest, form: PlainForm, *, title: Any, said: Any, send: Any, back: str, draft: HalfTyped | None = None
) -> HttpResponse:  # fmt: skip
    """A page with one form: its title, the sentence it opens with, the verb of its button, where «leave» leads."""
    shown = {"form": form, "title": title, "said": said, "send": send, "back": back, "draft": draft}
    return render(request, "network/ask.html", shown | {"action": action_of(request, draft)})


def action_of(request: HttpRequest, draft: HalfTyped | None, *, anew: bool = False) -> str:
    """Where a form is sent: to its own page, or to a new one where its row or its draft was destroyed."""
    if draft is not None and (anew or draft.is_destroyed):
        return reverse(ROUTES[draft.kind], args=[uuid.uuid4()])
    return request.path
