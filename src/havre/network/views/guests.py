"""A letter as whoever has no account reads it, behind a personal link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from havre.accounts.access import open_to_all
from havre.network import operations, reading
from havre.network.models import LetterLink
from havre.network.views.access import GUEST


@open_to_all
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    return GUEST.enter(request, token)


@open_to_all
@GUEST.within
def guest(request: HttpRequest, found: LetterLink) -> HttpResponse:
    """The letter, once its reader has asked for it: a program that follows the links of a mail reads nothing."""
    if request.method == "POST":
        operations.read_by_link(found, by=None, at=timezone.now())
        return redirect("network:guest")
    letter, context = found.letter, {"until": found.expires_at, "is_read": found.is_read}
    if found.is_read:
        words = letter.read().words
        context |= {"row": letter, "title": words.title(reading.language()), "text": words.text(reading.language())}
    return render(request, "network/guest.html", context)
