"""Travel claims as they are settled: opened, accepted, returned and paid. No list shows a town or an amount."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.common import parts, seals
from havre.common.dataclass_json import from_json
from havre.common.forms import PlainForm
from havre.record.opening import OPEN_MINUTES, PURPOSES, Purpose, open_section
from havre.record.sending import press, went_through
from havre.training import reading
from havre.training.models_seminars import Seminar, TravelClaim
from havre.training.operations import seminars as operations
from havre.training.operations.common import who_of
from havre.training.policies import may_settle
from havre.training.seminars.content import Claim
from havre.training.seminars.forms import AcceptForm, ReturnForm
from havre.training.seminars.money import euros
from havre.training.states import CLAIM
from havre.training.views.access import KEEP
from havre.training.views.seminars.access import SETTLE, seminar
from havre.training.views.seminars.programme import heading
from havre.training.views.seminars.travel import LIST, claim_lines, print_claim
from havre.vault.fields import fetch_keys


@opens(KEEP)
@require_safe
def travel(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Who came and how far her claim is; amounts only as the sum of all, and only for whoever settles."""
    row, settles = seminar(request, session_id), may_settle(request.user)
    came = list(row.registrations.filter(state="registered", attended__isnull=False).distinct().order_by("number"))
    claims = {one.registration_id: one for one in TravelClaim.objects.filter(session=row)}
    known = Seminar.objects.filter(session=row).first()
    fetch_keys([row])
    lines = [(one, who_of(one).name, claim, CLAIM.state(claim.state) if claim else None) for one in came for claim in [claims.get(one.pk)]]  # fmt: skip
    total = known.read_travel() if known and settles else None
    context = {
        "lines": lines, "settles": settles, "is_held": row.is_held, "waiting": sum(one.state == "sent" for one in claims.values()),
        "accepted": euros(total.accepted) if total else euros(0), "paid": euros(total.paid) if total else euros(0), **heading(row),
    }  # fmt: skip
    return render(request, "training/seminars/travel.html", context)


def _claim(request: HttpRequest, claim_id: uuid.UUID) -> TravelClaim:
    if not may_settle(request.user):
        raise Http404("not settled by this account")
    return get_object_or_404(TravelClaim.objects.select_related("registration", "session__programme"), pk=claim_id)


def _opened(request: HttpRequest, row: TravelClaim) -> Claim:
    values = open_section(
        row, ["claim"], section=str(_("Frais de déplacement")), permission=SETTLE, purpose=Purpose.OTHER, by=signed_in(request),
        at=timezone.now(),
    )  # fmt: skip
    return from_json(Claim, values["claim"])


def _claim_page(request: HttpRequest, row: TravelClaim, **given: Any) -> HttpResponse:
    """One claim, open for ten minutes, with what may be done about it."""
    claim, at = _opened(request, row), timezone.now()
    seal = parts.Seal(
        key="claim", name=_("Frais de déplacement"), about=_("La ville, les montants, où rembourser."),
        who=_("celles et ceux qui règlent les frais"), open_url=reverse("training:claim_open", args=[row.pk]),
        close_url=reverse(LIST, args=[row.session_id]), purposes=[(Purpose.OTHER.value, PURPOSES[Purpose.OTHER])], minutes=OPEN_MINUTES,
    ).opened(purpose=_("régler les frais"), at=at)  # fmt: skip
    version, is_own = {"version": row.version}, row.registration.account == signed_in(request).pk
    verbs = ("send_back",) if is_own else ("accept", "send_back", "pay")
    context = {
        "row": row, "name": who_of(row.registration).name, "state": CLAIM.state(row.state), "seal": seal, "lines": claim_lines(claim),
        "may": {verb for verb in verbs if CLAIM.allows(request.user, row, verb)}, "is_own": is_own,
        "accept_form": AcceptForm(initial=claim.asked | version, auto_id="accept_%s"), "return_form": ReturnForm(initial=version, auto_id="return_%s"),
    }  # fmt: skip
    return seals.close_later(render(request, "training/seminars/claim.html", context | given), seal)


@opens(SETTLE)
@require_POST
def claim_open(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    return _claim_page(request, _claim(request, claim_id))


@opens(SETTLE)
@require_POST
def claim_paper(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """To be printed, for the receipts to be stapled to."""
    row = _claim(request, claim_id)
    session = row.session
    context = {
        "name": who_of(row.registration).name,
        "title": session.programme.title,
        "days": reading.days_words(session),
    }
    return print_claim(request, _opened(request, row), context, reverse(LIST, args=[row.session_id]))


def _settle(request: HttpRequest, row: TravelClaim, name: str, form: PlainForm, act: Callable[[], object], told: Any) -> HttpResponse:  # fmt: skip
    if went_through(form, act):
        messages.success(request, told)
        return redirect(LIST, row.session_id)
    row.refresh_from_db()
    shown: dict[str, Any] = {name: form, "open_form": name}
    return _claim_page(request, row, **shown)


@opens(SETTLE)
@require_POST
def claim_accept(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    row, form = _claim(request, claim_id), AcceptForm(request.POST, auto_id="accept_%s")

    def act() -> None:
        version = form.cleaned_data["version"]
        operations.accept_claim(
            row, accepted=form.accepted(), version=version, by=signed_in(request), at=timezone.now()
        )

    return _settle(
        request, row, "accept_form", form, act, _("La demande est acceptée. Qui l’a faite le lit sur sa page.")
    )


@opens(SETTLE)
@require_POST
def claim_return(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    row, form = _claim(request, claim_id), ReturnForm(request.POST, auto_id="return_%s")

    def act() -> None:
        told = form.cleaned_data
        operations.return_claim(
            row, reason=told["reason"], version=told["version"], by=signed_in(request), at=timezone.now()
        )

    return _settle(request, row, "return_form", form, act, _("La demande est renvoyée, avec votre phrase."))


@opens(SETTLE)
@require_POST
def claim_pay(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    row = _claim(request, claim_id)

    def act(version: int | None) -> None:
        operations.pay_claim(row, version=version, by=signed_in(request), at=timezone.now())

    return press(request, act, _("C’est payé."), LIST, row.session_id)
