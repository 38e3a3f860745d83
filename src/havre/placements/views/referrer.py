"""The referrer's appointment for the pre-reception interview: its hour and link, opened on record, nothing of the house."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.placements.operations.appointments import open_appointment
from havre.placements.wording import languages
from havre.record.opening import OPEN_MINUTES
from havre.record.operations import Refusal
from havre.referrals.models import Referral


@opens(P.REFER)
@require_POST
def referrer_interview(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """By POST, each time on record; the page closes by itself."""
    referral = get_object_or_404(Referral.objects.visible_to(request.user), pk=referral_id)
    try:
        meeting, link = open_appointment(referral, by=signed_in(request), at=timezone.now())
    except Refusal:
        raise Http404("no interview for this referrer") from None
    context = {
        "referral": referral, "meeting": meeting, "link": link, "interpreter": languages([meeting.interpreter]),
        "minutes": OPEN_MINUTES,
    }  # fmt: skip
    response = render(request, "placements/referrer_interview.html", context)
    response["Refresh"] = f"{OPEN_MINUTES * 60}; url={reverse('referrals:follow', args=[referral.pk])}"
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [path("referrers/<uuid:referral_id>/interview/", referrer_interview, name="referrer_interview")]
