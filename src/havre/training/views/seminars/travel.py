"""Travel claims: written by whoever came, or for somebody on the telephone; opened, accepted, returned and paid by whoever
settles. No list shows a town or an amount."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import open_to_all, opens, signed_in
from havre.accounts.models import User
from havre.common import parts, seals
from havre.common.dataclass_json import from_json
from havre.common.entrance import unkept
from havre.common.forms import PlainForm
from havre.record.opening import OPEN_MINUTES, PURPOSES, Purpose, open_section
from havre.record.sending import press, sent, went_through
from havre.record.transitions import NotNow
from havre.training import reading
from havre.training.models import PersonalLink, Registration
from havre.training.models_seminars import Seminar, TravelClaim
from havre.training.operations import seminars as operations
from havre.training.operations.common import who_of
from havre.training.policies import may_claim_travel, may_settle
from havre.training.seminars.content import COSTS, Claim
from havre.training.seminars.forms import AcceptForm, ClaimForm, ReturnForm
from havre.training.seminars.money import KINDS, euros
from havre.training.states import CLAIM
from havre.training.views.access import ATTEND, KEEP, own
from havre.training.views.public import own_link
from havre.training.views.seminars.access import SETTLE, changed, seminar, settled_registration
from havre.training.views.seminars.programme import heading
from havre.vault.fields import fetch_keys

LIST = "training:travel"


# Whoever came


@dataclass(frozen=True)
class Hand:
    """Who writes a claim, and where her pages are: an account, a personal link, or whoever settles, on the telephone."""

    registration: Registration
    page: str
    open: str
    paper: str
    back: str
    template: str
    by: User | None = None
    link: PersonalLink | None = None
    is_for_other: bool = False

    @cached_property
    def row(self) -> TravelClaim | None:
        return (
            TravelClaim.objects.filter(registration=self.registration).select_related("registration", "session").first()
        )

    def opened(self) -> Claim:
        """What the claim says, on record. Raises ``Http404`` where there is none."""
        row = self.row
        if row is None:
            raise Http404("no claim")
        return operations.open_own_claim(row, link=self.link, by=self.by, at=timezone.now())


def _hand(request: HttpRequest, row: Registration, name: str, back: str, template: str, link: PersonalLink | None = None) -> Hand:  # fmt: skip
    if not may_claim_travel(row):
        raise Http404("nothing to claim")
    arguments = [] if link else [row.pk]
    page, opened, paper = (reverse(f"training:{name}{end}", args=arguments) for end in ("", "_open", "_paper"))
    by = None if link else signed_in(request)
    return Hand(row, page, opened, paper, back, template, by, link)


def _own(request: HttpRequest, registration_id: uuid.UUID) -> Hand:
    row = own(request, registration_id)
    return _hand(
        request, row, "own_travel", reverse("training:own", args=[row.pk]), "training/seminars/travel_own.html"
    )


def _guest(request: HttpRequest) -> Hand:
    link = own_link(request)
    back, template = reverse("training:guest"), "training/seminars/travel_guest.html"
    return _hand(request, link.registration, "guest_travel", back, template, link)


def _settler(request: HttpRequest, registration_id: uuid.UUID) -> Hand:
    row = settled_registration(request, registration_id)
    hand = _hand(request, row, "for_travel", reverse(LIST, args=[row.session_id]), "training/seminars/travel_own.html")
    return replace(hand, is_for_other=True)


def _page(request: HttpRequest, hand: Hand) -> HttpResponse:
    """A new claim, or how far it is; what was written before is read only once it is opened."""
    row = hand.row
    form = ClaimForm(sent(request))
    may_write = row is None or CLAIM.find("send", row.state) is not None

    def act() -> None:
        send, version = request.POST.get("act") == "send", form.cleaned_data["version"]
        operations.keep_claim(
            hand.registration,
            claim=form.claim(),
            send=send,
            version=version,
            link=hand.link,
            by=hand.by,
            at=timezone.now(),
        )

    done = changed(request, form, row, act) if row else request.method == "POST" and went_through(form, act)
    if done:
        told = (
            _("La demande est partie.")
            if request.POST.get("act") == "send"
            else _("C’est gardé, et pas encore envoyé.")
        )
        messages.success(request, told)
        return redirect(hand.page)
    if form.is_bound and not may_write:
        messages.error(request, str(NotNow()))
    show_form = may_write and (row is None or form.is_bound)
    return render(request, hand.template, _context(hand, row, form if show_form else None))


def _context(hand: Hand, row: TravelClaim | None, form: PlainForm | None, **more: Any) -> dict[str, Any]:
    session = hand.registration.session
    state = CLAIM.state(row.state) if row else None
    return {
        "hand": hand, "form": form, "row": row, "state": state, "state_sentence": _sentence(row), "title": session.programme.title,
        "days": reading.days_words(session), "name": who_of(hand.registration).name, **more,
    }  # fmt: skip


def _sentence(row: TravelClaim | None) -> str:
    if row is None:
        return _("Écrivez ce qui a été payé pour venir. Les justificatifs s’agrafent à la feuille imprimée.")
    return {
        "draft": _("Elle est gardée, et pas encore envoyée."),
        "sent": _("Elle est partie. La coordination vous répond ici."),
        "returned": _("Il y a quelque chose à corriger : ouvrez-la pour lire quoi."),
        "accepted": _("Elle est acceptée. Ouvrez-la pour lire le montant."),
        "paid": _("Elle est payée. Ouvrez-la pour lire le montant."),
    }[row.state]


def _open(request: HttpRequest, hand: Hand) -> HttpResponse:
    """What was written, on record: to be changed as long as it is with whoever wrote it, else to be read."""
    claim, row = hand.opened(), hand.row
    may_write = row is not None and CLAIM.find("send", row.state) is not None
    form = ClaimForm(initial=ClaimForm.values_of(claim, row.version)) if row and may_write else None
    context = _context(hand, row, form, reason=claim.reason, lines=[] if form else claim_lines(claim))
    return unkept(render(request, hand.template, context))


def _paper(request: HttpRequest, hand: Hand) -> HttpResponse:
    return _print(request, hand.opened(), _context(hand, hand.row, None), hand.page)


def _print(request: HttpRequest, claim: Claim, context: dict[str, Any], back: str) -> HttpResponse:
    shown = context | {"lines": claim_lines(claim), "total": euros(claim.total), "back": back}
    return unkept(render(request, "training/seminars/travel_paper.html", shown))


def claim_lines(claim: Claim) -> list[tuple[Any, str]]:
    """(label, text) of a claim; what was accepted stands beside what was asked where it differs."""
    lines = [(_("Ville de départ"), claim.town)]
    for kind in COSTS:
        asked, accepted = claim.asked.get(kind, 0), claim.accepted.get(kind, 0)
        if asked:
            differs = bool(claim.accepted) and accepted != asked
            told = _("%(asked)s, accepté %(accepted)s") % {"asked": euros(asked), "accepted": euros(accepted)}
            lines.append((str(KINDS[kind]), told if differs else euros(asked)))
    if claim.km:
        lines.append((_("Kilomètres en voiture"), str(claim.km)))
    lines.append((_("En tout"), euros(claim.total)))
    if claim.accepted:
        lines.append((_("Accepté"), euros(claim.accepted_total)))
    return [
        *lines,
        *((label, text) for label, text in ((_("Remboursement"), claim.bank), (_("Autre"), claim.note)) if text),
    ]


@opens(ATTEND)
def own_travel(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    return _page(request, _own(request, registration_id))


@opens(ATTEND)
@require_POST
def own_travel_open(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    return _open(request, _own(request, registration_id))


@opens(ATTEND)
@require_POST
def own_travel_paper(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    return _paper(request, _own(request, registration_id))


@open_to_all
def guest_travel(request: HttpRequest) -> HttpResponse:
    return _page(request, _guest(request))


@open_to_all
@require_POST
def guest_travel_open(request: HttpRequest) -> HttpResponse:
    return _open(request, _guest(request))


@open_to_all
@require_POST
def guest_travel_paper(request: HttpRequest) -> HttpResponse:
    return _paper(request, _guest(request))


@opens(SETTLE)
def for_travel(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """For somebody who came and is on the telephone."""
    return _page(request, _settler(request, registration_id))


@opens(SETTLE)
@require_POST
def for_travel_open(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    return _open(request, _settler(request, registration_id))


@opens(SETTLE)
@require_POST
def for_travel_paper(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    return _paper(request, _settler(request, registration_id))


# Whoever settles


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
    ).opened(purpose=PURPOSES[Purpose.OTHER], at=at)  # fmt: skip
    version = {"version": row.version}
    context = {
        "row": row, "name": who_of(row.registration).name, "state": CLAIM.state(row.state), "seal": seal, "lines": claim_lines(claim),
        "may": {verb for verb in ("accept", "send_back", "pay") if CLAIM.allows(request.user, row, verb)},
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
    return _print(request, _opened(request, row), context, reverse(LIST, args=[row.session_id]))


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
