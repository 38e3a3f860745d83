"""What a referrer needs at hand: whom to call now, what to hand over, what never to write in a report."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from havre.accounts.access import opens
from havre.accounts.permissions import Permission
from havre.countries.fr import reports
from havre.countries.fr.safety import EMERGENCY_NUMBERS
from havre.countries.papers import in_every_language
from havre.referrals.views.access import face_of


@opens(Permission.REFER, Permission.COORDINATE)
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """One page, with a file or without."""
    lang = get_language() or "fr"
    context = {
        "face": face_of(request),
        "numbers": [(one.number, one.label(lang)) for one in EMERGENCY_NUMBERS],
        "duty_number": settings.HAVRE_DUTY_NUMBER,
        "sheets": in_every_language("rights"),
    }
    return render(request, "referrals/guide.html", context)


@opens(Permission.REFER, Permission.COORDINATE)
@require_safe
def never_write(request: HttpRequest) -> HttpResponse:
    """A sheet for whoever writes a report: what the defence would read in it."""
    lang = get_language() or "fr"
    advice = [(one.text(lang), one.why(lang), one.source, one.mark) for one in reports.NEVER_WRITE]
    return render(request, "referrals/never_write.html", {"advice": advice, "instead": reports.instead(lang)})
