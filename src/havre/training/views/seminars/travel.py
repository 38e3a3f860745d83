"""Travel claims as they are written: by whoever came, with an account or a personal link, or for somebody on the telephone."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_all, opens, signed_in
from havre.accounts.models import User
from havre.common.entrance import unkept
from havre.common.forms import PlainForm
from havre.record.sending import sent, tell_refusal, went_through
from havre.record.transitions import NotNow
from havre.training import reading
from havre.training.models import PersonalLink, Registration
from havre.training.models_seminars import TravelClaim
from havre.training.operations import seminars as operations
from havre.training.operations.common import who_of
from havre.training.policies import may_claim_travel
from havre.training.seminars.content import COSTS, Claim
from havre.training.seminars.forms import ClaimForm
from havre.training.seminars.money import KINDS, euros
from havre.training.states import CLAIM
from havre.training.views.access import ATTEND, own
from havre.training.views.public import own_link
from havre.training.views.seminars.access import SETTLE, changed, settled_registration

LIST = "training:travel"


@dataclass(frozen=True)
class Hand:
    """Who writes a claim, by which door, and where she came from: an account, a personal link, or whoever settles, on the
    telephone."""

    door: str
    registration: Registration
    back: str
    template: str
    by: User | None = None
    link: PersonalLink | None = None
    is_for_other: bool = False

    @property
    def page(self) -> str:
        return self._address("")

    @property
    def open(self) -> str:
        return self._address("_open")

    @property
    def paper(self) -> str:
        return self._address("_paper")

    def _address(self, end: str) -> str:
        return reverse(f"training:{self.door}{end}", args=[] if self.link else [self.registration.pk])

    @cached_property
    def row(self) -> TravelClaim | None:
        rows = TravelClaim.objects.filter(registration=self.registration)
        return rows.select_related("registration", "session").first()

    def opened(self) -> Claim:
        """What the claim says, on record. Raises ``Http404`` where there is none."""
        row = self.row
        if row is None:
            raise Http404("no claim")
        return operations.open_own_claim(row, link=self.link, by=self.by, at=timezone.now())


def _own(request: HttpRequest, door: str, registration_id: uuid.UUID) -> Hand:
    row = own(request, registration_id)
    back = reverse("training:own", args=[row.pk])
    return Hand(door, row, back, "training/seminars/travel_own.html", by=signed_in(request))


def _guest(request: HttpRequest, door: str) -> Hand:
    link = own_link(request)
    return Hand(door, link.registration, reverse("training:guest"), "training/seminars/travel_guest.html", link=link)


def _settler(request: HttpRequest, door: str, registration_id: uuid.UUID) -> Hand:
    row = settled_registration(request, registration_id)
    back = reverse(LIST, args=[row.session_id])
    return Hand(
        door, row, back, "training/seminars/travel_own.html", by=signed_in(request),
        is_for_other=True,
    )  # fmt: skip


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
        tell_refusal(request, NotNow())
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
    return print_claim(request, hand.opened(), _context(hand, hand.row, None), hand.page)


def print_claim(request: HttpRequest, claim: Claim, context: dict[str, Any], back: str) -> HttpResponse:
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


Answer = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Door:
    """One way to write a claim: its address, who opens it, and whose hand comes in. Behind each are the same three pages."""

    name: str
    at: str
    opened: Callable[[Answer], Answer]
    hand: Callable[..., Hand]

    def urls(self) -> list[URLPattern]:
        """The claim; what it says, once it is opened; its paper."""
        return [
            path(self.at, self._answer(_page), name=self.name),
            path(f"{self.at}open/", require_POST(self._answer(_open)), name=f"{self.name}_open"),
            path(f"{self.at}paper/", require_POST(self._answer(_paper)), name=f"{self.name}_paper"),
        ]

    def _answer(self, answer: Callable[[HttpRequest, Hand], HttpResponse]) -> Answer:
        @self.opened
        @functools.wraps(answer)
        def view(request: HttpRequest, **named: uuid.UUID) -> HttpResponse:
            hand = self.hand(request, self.name, **named)
            if not may_claim_travel(hand.registration):
                raise Http404("nothing to claim")
            return answer(request, hand)

        return view


DOORS = (
    Door("own_travel", "mine/<uuid:registration_id>/travel/", opens(ATTEND), _own),
    Door("guest_travel", "guest/travel/", open_to_all, _guest),
    Door("for_travel", "registrations/<uuid:registration_id>/travel/", opens(SETTLE), _settler),
)
