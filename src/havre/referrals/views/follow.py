"""The referrer's side: what one sent, by outside label and day; and what either side may write on the file."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import stale, words
from havre.common.dataclass_json import from_json
from havre.record.by_phone import ByPhone
from havre.record.opening import Purpose, open_section
from havre.record.operations import NotAllowed, OnBehalf, Stale
from havre.record.sending import sent, went_through
from havre.record.transitions import NotNow
from havre.referrals import appointments, drafting, operations, summary
from havre.referrals.content import Tonight
from havre.referrals.forms import EndForm, TonightChangeForm, WriteForm, tonight_answers, tonight_of
from havre.referrals.models import Referral
from havre.referrals.operations.feedback import asks_feedback
from havre.referrals.states import REFERRAL
from havre.referrals.views.access import close_page, coordinates, face_of, page_of, visible_referral
from havre.referrals.views.coordination import read_page


@opens(Permission.REFER, Permission.COORDINATE)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one's organisation sent, by outside label and day, and one's own drafts."""
    rows = Referral.objects.visible_to(request.user).order_by("-received_at")
    context = {
        "face": face_of(request),
        "referrals": [] if coordinates(request) else [summary.outside_view(row) for row in rows],
        "drafts": drafting.listed(signed_in(request), at=timezone.now()),
        "by_phone": coordinates(request),
    }
    return render(request, "referrals/mine.html", context)


@opens(Permission.REFER)
@require_safe
def follow(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    return _page(request, visible_referral(request, referral_id))


def _page(request: HttpRequest, referral: Referral, form: WriteForm | None = None, **more: Any) -> HttpResponse:
    context = {
        "referral": referral,
        "view": summary.outside_view(referral),
        "since": summary.outside_since(referral),
        "unread": summary.unread_for_referrer(referral),
        "is_open": not REFERRAL.state(referral.state).final,
        "form": form or WriteForm(),
        "asks_feedback": asks_feedback(referral),
        "meets": appointments.is_planned(referral.person_id),
    }
    return render(request, "referrals/follow.html", context | more)


@opens(Permission.REFER)
@require_safe
def receipt(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """A paper with a reference and a day, nothing else: neither the hour nor who sent it (P22)."""
    view = summary.outside_view(visible_referral(request, referral_id))
    on = words.day_and_year(view.received_on)
    return render(request, "referrals/receipt.html", {"view": view, "received_on": on})


@opens(Permission.REFER)
@require_POST
def read_messages(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Open the messages for ten minutes; those of the coordination count as read."""
    referral = visible_referral(request, referral_id)
    lines = operations.read_messages(referral, by=signed_in(request), at=timezone.now())
    response = _page(request, referral, lines=lines)
    return close_page(response, reverse("referrals:follow", args=[referral.pk]))


@opens(Permission.REFER, Permission.COORDINATE)
@require_POST
def write(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """A message or an information; a coordinator may enter what the referrer said."""
    referral = visible_referral(request, referral_id)
    form = WriteForm(request.POST)

    def act() -> None:
        write = operations.add_information if form.cleaned_data["kind"] == "information" else operations.send_message
        write(
            referral, text=form.cleaned_data["text"], by=signed_in(request), at=timezone.now(),
            on_behalf_of=_spoken(request, form),
        )  # fmt: skip

    if went_through(form, act):
        messages.success(request, _("C’est écrit au dossier."))
        return redirect(page_of(request), referral.pk)
    if coordinates(request):
        return read_page(request, referral, write_form=form)
    return _page(request, referral, form)


@opens(Permission.REFER, Permission.COORDINATE)
def tonight(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Say anew who keeps her safe. What was said before is not shown: it is sealed, and the new answer replaces it."""
    referral = visible_referral(request, referral_id)
    form = TonightChangeForm(sent(request), initial={"version": referral.version})

    def act() -> None:
        operations.change_tonight(
            referral, tonight=tonight_of(form.cleaned_data), version=form.cleaned_data["version"],
            by=signed_in(request), at=timezone.now(), on_behalf_of=_spoken(request, form),
        )  # fmt: skip

    try:
        if went_through(form, act, leave=(Stale,)):
            messages.success(request, _("C’est gardé. La coordination le sait."))
            return redirect(page_of(request), referral.pk)
    except Stale:
        return _stale_tonight(request, referral, form)
    context = {"face": face_of(request), "referral": referral, "form": form, "back": page_of(request)}
    return render(request, "referrals/tonight.html", context | {"by_phone": coordinates(request)})


def _spoken(request: HttpRequest, form: ByPhone) -> OnBehalf | None:
    """Who spoke, where a coordinator types; a referrer speaks for itself."""
    return form.on_behalf_of() if coordinates(request) else None


def _stale_tonight(request: HttpRequest, referral: Referral, form: TonightChangeForm) -> HttpResponse:
    """Both versions; the other one is opened on record, or not shown to who may not open it."""
    referral.refresh_from_db()
    permission = Permission.OPEN_IDENTITY if coordinates(request) else Permission.REFER
    try:
        values = open_section(
            referral, ["tonight"], section=_("Ce soir"), permission=permission, purpose=Purpose.CORRECT,
            by=signed_in(request), at=timezone.now(),
        )  # fmt: skip
    except NotAllowed:
        values = {"tonight": None}
    current = tonight_answers(from_json(Tonight, values["tonight"]))
    back = reverse(page_of(request), args=[referral.pk])
    return stale.page(request, form, current, version=referral.version, back=back)


@opens(Permission.REFER, Permission.COORDINATE)
def end(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Take it back: she does (law 5), or another way was found."""
    referral = visible_referral(request, referral_id)
    form = EndForm(sent(request))

    def act() -> None:
        take_back = operations.relay_withdrawal if form.cleaned_data["why"] == "her" else operations.withdraw_referral
        take_back(
            referral, reason=form.cleaned_data["reason"], by=signed_in(request), at=timezone.now(),
            on_behalf_of=_spoken(request, form),
        )  # fmt: skip

    try:
        if went_through(form, act, leave=(NotNow,)):
            messages.success(request, _("C’est inscrit. La coordination le sait."))
            return redirect(page_of(request), referral.pk)
    except NotNow:
        form.add_error(None, _("C’est déjà retiré, ou déjà répondu. Rien n’a changé."))
    context = {"face": face_of(request), "referral": referral, "form": form, "back": page_of(request)}
    return render(request, "referrals/end.html", context | {"by_phone": may(request.user, Permission.COORDINATE)})
