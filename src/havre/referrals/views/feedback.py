"""Thanks and four questions once a referral is over; the head of service reads the words."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.record.sending import press, sent, went_through
from havre.referrals import summary
from havre.referrals.forms import FeedbackForm
from havre.referrals.models import Referral
from havre.referrals.operations.feedback import asks_feedback, give_feedback, open_feedback, skip_feedback
from havre.referrals.views.access import close_page, coordinates, face_of, page_of, visible_referral


@opens(Permission.REFER, Permission.COORDINATE)
def feedback(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The four questions, by the referrer or, on the telephone, on the referrer's behalf."""
    referral = visible_referral(request, referral_id)
    form = FeedbackForm(sent(request))

    def act() -> None:
        told = form.on_behalf_of() if coordinates(request) else None
        give_feedback(referral, feedback=form.said(), by=signed_in(request), at=timezone.now(), on_behalf_of=told)

    if form.is_bound and went_through(form, act):
        messages.success(request, _("Merci. C’est gardé, et cela compte."))
        return redirect(page_of(request), referral.pk)
    if not form.is_bound and not asks_feedback(referral):
        return redirect(page_of(request), referral.pk)
    context = {
        "face": face_of(request), "referral": referral, "form": form, "back": page_of(request),
        "by_phone": coordinates(request),
    }  # fmt: skip
    return render(request, "referrals/feedback.html", context)


@opens(Permission.REFER, Permission.COORDINATE)
@require_POST
def skip(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    referral = visible_referral(request, referral_id)

    def act(_version: int | None) -> None:
        skip_feedback(referral, by=signed_in(request), at=timezone.now())

    return press(request, act, _("C’est noté. Nous ne redemanderons pas."), page_of(request), referral.pk)


def _opinions_page(request: HttpRequest, **more: Any) -> HttpResponse:
    given = Referral.objects.visible_to(request.user).filter(feedback__isnull=False).order_by("-received_at")
    rows = [summary.outside_view(one) for one in given]
    return render(request, "referrals/opinions.html", {"rows": rows} | more)


@opens(Permission.REVIEW)
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """Every opinion that was given, words sealed."""
    return _opinions_page(request)


@opens(Permission.REVIEW)
@require_POST
def open_opinion(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """One opinion, for ten minutes, on record."""
    rows = Referral.objects.visible_to(request.user).filter(feedback__isnull=False)
    referral = get_object_or_404(rows, pk=referral_id)
    said = open_feedback(referral, by=signed_in(request), at=timezone.now())
    response = _opinions_page(request, opened=referral.pk, said=said)
    return close_page(response, reverse("referrals:opinions"))
