"""Announcements: made, ended, put away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_signed_in, opens, signed_in
from havre.network import operations, reading
from havre.network.forms.speaking import AnnounceForm
from havre.network.models import Announcement
from havre.network.operations.announcements import Backwards
from havre.network.views.access import KEEP
from havre.record.sending import press, sent, went_through
from havre.vault.fields import fetch_keys

PER_PAGE = 20


@opens(KEEP)
def announcements(request: HttpRequest) -> HttpResponse:
    """What is announced, was and will be; and one more. ``key`` makes sending twice one announcement."""
    form = AnnounceForm(sent(request))
    preview = form.words() if "preview" in request.POST and form.is_valid() else None

    def act() -> None:
        told = form.cleaned_data
        operations.announce(
            _key(request), content=form.words(), audience=told["audience"], starts_on=told["starts_on"],
            ends_on=told["ends_on"], by=signed_in(request), at=timezone.now(),
        )  # fmt: skip

    if preview is None and went_through(form, act, blame={Backwards: "ends_on"}):
        messages.success(request, _("C’est annoncé."))
        return redirect("network:announcements")
    found = Announcement.objects.annotate(seen=Count("put_away")).order_by("-ends_on", "-starts_on", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    fetch_keys(rows)
    today = timezone.localdate()
    lines = [(one, one.read(), one.starts_on <= today <= one.ends_on, one.ends_on >= today) for one in rows]
    shown = [(one, content.title(reading.language()), runs, to_end) for one, content, runs, to_end in lines]
    context = {"form": form, "page": page, "lines": shown, "key": _key(request), "preview": preview}
    return render(request, "network/announcements.html", context)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


@opens(KEEP)
@require_POST
def end(request: HttpRequest, announcement_id: uuid.UUID) -> HttpResponse:
    row, user = get_object_or_404(Announcement, pk=announcement_id), signed_in(request)

    def act(version: int | None) -> None:
        operations.end_announcement(row, version=version, by=user, at=timezone.now())

    return press(request, act, _("L’annonce n’est plus montrée."), "network:announcements")


@open_to_signed_in
@require_POST
def put_away(request: HttpRequest, announcement_id: uuid.UUID) -> HttpResponse:
    """One's own line goes, and one is back where one was."""
    row = get_object_or_404(Announcement.objects.visible_to(request.user), pk=announcement_id)
    operations.put_away(row, by=signed_in(request), at=timezone.now())
    back = request.POST.get("next", "")
    inside = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if inside else "/")
