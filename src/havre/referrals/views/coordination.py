"""The coordination's side of a referral: read, take up, answer, hand over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import seals as closing
from havre.common.parts import Seal
from havre.countries.fr.safety import CHILD_PROTECTION_ROUTE
from havre.people.policies import is_for_child_protection
from havre.people.sections import read_purpose
from havre.people.summary import profile_facts
from havre.people.summary import profile_of as read_profile
from havre.record import clocks, sending
from havre.record.opening import PURPOSES
from havre.record.operations import Refusal
from havre.record.sending import sent
from havre.referrals import operations, reading, summary
from havre.referrals.forms import AnswerForm, ReceivedForm, RecipientForm, TakeUpForm, WriteForm
from havre.referrals.models import HandOver, Referral
from havre.referrals.operations.feedback import asks_feedback
from havre.referrals.presence import SPEAK
from havre.referrals.states import REFERRAL
from havre.referrals.views.access import close_page, visible_referral, went_through_on
from havre.vault.fields import fetch_keys


@dataclass(frozen=True)
class Section:
    """A sealed section and, where it is open, what it says."""

    seal: Seal
    facts: list[tuple[Any, Any]]


@opens(Permission.READ_SITUATIONS)
@require_safe
def read(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The whole referral, what is sealed closed; ``?ouvrir=`` asks why a section would be opened."""
    return read_page(request, visible_referral(request, referral_id))


def read_page(
    request: HttpRequest,
    referral: Referral,
    *,
    opened: Section | None = None,
    write_form: WriteForm | None = None,
    take_up_form: TakeUpForm | None = None,
    **more: Any,
) -> HttpResponse:
    me = signed_in(request)
    profile = read_profile(referral.person)
    context = {
        "referral": referral,
        "person": referral.person,
        "summary": summary.of_referral(referral),
        "facts": profile_facts(referral.person, get_language() or "fr"),
        "sections": _sections(request, referral, opened),
        "for_child_protection": is_for_child_protection(profile),
        "may_write": may(me, Permission.COORDINATE, referral),
        "to_ask_her": clocks.running(referral.person_id).filter(code=SPEAK).exists(),
        "may_open": may(me, Permission.OPEN_IDENTITY, referral),
        "write_form": write_form or WriteForm(),
        "take_up_form": take_up_form or _take_up_form(me, referral),
        "asks_feedback": asks_feedback(referral),
        "verbs": {t.verb for t in REFERRAL.transitions if REFERRAL.allows(me, referral, t.verb)},
    }
    return render(request, "referrals/read.html", context | more)


def _take_up_form(me: User, referral: Referral) -> TakeUpForm | None:
    if not REFERRAL.allows(me, referral, "take_up"):
        return None
    return TakeUpForm(me=me, initial={"coordinator": str(me.pk), "version": referral.version})


def _sections(request: HttpRequest, referral: Referral, opened: Section | None) -> list[Section]:
    asked = request.GET.get("ouvrir", "") if request.method == "GET" else ""
    may_open = may(request.user, Permission.OPEN_IDENTITY, referral)
    found = []
    for name in reading.SECTIONS:
        if getattr(referral, name) is None:
            continue
        seal = reading.seal(referral, name, asked=may_open and name == asked)
        found.append(Section(seal if may_open else replace(seal, ask_url=""), []))
    return [opened if opened and opened.seal.key == section.seal.key else section for section in found]


@opens(Permission.OPEN_IDENTITY)
@require_POST
def open_one(request: HttpRequest, referral_id: uuid.UUID, section: str) -> HttpResponse:
    """Open one sealed section for ten minutes, for a purpose, on record."""
    referral = _opened_referral(request, referral_id)
    if section not in reading.SECTIONS:
        raise Http404("no such section")
    purpose = read_purpose(request.POST.get("purpose"))
    if purpose is None:
        asking = replace(reading.seal(referral, section, asked=True), error=_("Dites pourquoi vous l’ouvrez."))
        return read_page(request, referral, opened=Section(asking, []))
    now = timezone.now()
    facts = reading.open_facts(referral, section, purpose=purpose, by=signed_in(request), at=now)
    seal = reading.seal(referral, section).opened(purpose=PURPOSES[purpose], at=now)
    response = read_page(request, referral, opened=Section(seal, facts))
    return closing.close_later(response, seal)


def _opened_referral(request: HttpRequest, referral_id: uuid.UUID) -> Referral:
    referral = visible_referral(request, referral_id)
    if not may(request.user, Permission.OPEN_IDENTITY, referral):
        raise Http404("not to be opened by this account")
    return referral


@opens(Permission.OPEN_IDENTITY)
@require_POST
def read_messages(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Open the messages for ten minutes; those of the referrer count as read."""
    referral = _opened_referral(request, referral_id)
    lines = operations.read_messages(referral, by=signed_in(request), at=timezone.now())
    response = read_page(request, referral, lines=lines, names=_names(lines))
    return close_page(response, reverse("referrals:read", args=[referral.pk]))


@opens(Permission.OPEN_IDENTITY)
@require_POST
def spoken(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """«Je lui ai parlé»: what somebody else said of her wish is answered by herself."""
    referral = _opened_referral(request, referral_id)

    def act(_version: int | None) -> None:
        operations.spoke_with_her(referral, by=signed_in(request), at=timezone.now())

    told = _("C’est inscrit. Si elle reprend un accord, inscrivez-le avec elle.")
    return sending.press(request, act, told, "referrals:read", referral.pk)


def _names(lines: list[operations.Line]) -> dict[str, str]:
    users = list(User.objects.filter(pk__in={line.by for line in lines if line.by}))
    fetch_keys(users)
    return {str(user.pk): user.name for user in users}


@opens(Permission.COORDINATE)
@require_POST
def take_up(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    referral = visible_referral(request, referral_id)
    me = signed_in(request)
    form = TakeUpForm(request.POST, me=me)

    def act() -> None:
        coordinator = User.objects.filter(pk=form.cleaned_data["coordinator"] or me.pk).first()
        operations.take_up(
            referral, coordinator=coordinator, version=form.cleaned_data["version"], by=me, at=timezone.now()
        )

    if went_through_on(referral, form, act):
        messages.success(request, _("La situation est reprise. Le service qui oriente lit « en évaluation »."))
        return redirect("referrals:read", referral.pk)
    referral.refresh_from_db()
    return read_page(request, referral, take_up_form=form)


@opens(Permission.COORDINATE)
def answer(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Answer the referrer: what, why, what instead, and what they are told."""
    referral = visible_referral(request, referral_id)
    form = AnswerForm(sent(request), initial={"version": referral.version})

    def act() -> None:
        operations.answer_referral(referral, **form.cleaned_data, by=signed_in(request), at=timezone.now())

    if went_through_on(referral, form, act):
        messages.success(request, _("La réponse est inscrite. Le service qui oriente lit « répondue »."))
        return redirect("referrals:read", referral.pk)
    return render(request, "referrals/answer.html", {"referral": referral, "person": referral.person, "form": form})


@opens(Permission.COORDINATE)
def hand_over(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Hand a minor, or somebody whose age is in doubt, to a named person; afterwards the receipt is chased here."""
    referral = visible_referral(request, referral_id)
    form = RecipientForm(sent(request), initial={"version": referral.version})

    def act() -> None:
        recipient = form.recipient()
        if recipient is None:
            raise operations.NoRecipient
        operations.hand_over(
            referral, recipient=recipient, version=form.cleaned_data["version"], by=signed_in(request),
            at=timezone.now(), on_behalf_of=form.on_behalf_of(),
        )  # fmt: skip

    if went_through_on(referral, form, act):
        messages.success(request, _("C’est confié. L’accusé de réception est attendu sous 48 h."))
        return redirect("referrals:hand_over", referral.pk)
    return _hand_over_page(request, referral, form)


def _hand_over_page(
    request: HttpRequest, referral: Referral, form: RecipientForm, received: ReceivedForm | None = None
) -> HttpResponse:
    lang = get_language() or "fr"
    context = {
        "referral": referral,
        "person": referral.person,
        "form": form,
        "may_hand_over": REFERRAL.allows(request.user, referral, "hand_over"),
        "may_reopen": REFERRAL.allows(request.user, referral, "reopen"),
        "is_adult": not is_for_child_protection(read_profile(referral.person)),
        "may_open": may(request.user, Permission.OPEN_IDENTITY, referral),
        "row": HandOver.objects.filter(referral=referral).first(),
        "received": received or ReceivedForm(auto_id="received_%s"),
        "route": [one.text(lang) for one in CHILD_PROTECTION_ROUTE],
    }
    return render(request, "referrals/hand_over.html", context)


@opens(Permission.COORDINATE)
@require_POST
def received(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Child protection confirms."""
    referral = visible_referral(request, referral_id)
    row = get_object_or_404(HandOver.objects.select_related("referral__person"), referral=referral)
    form = ReceivedForm(request.POST, auto_id="received_%s")

    def act() -> None:
        operations.receive_hand_over(
            row, received_by=form.cleaned_data["received_by"], by=signed_in(request), at=timezone.now(),
            on_behalf_of=form.on_behalf_of(),
        )  # fmt: skip

    return sending.answer(
        request, form, act, told=_("La réception est inscrite."), to=redirect("referrals:hand_over", referral.pk),
        again=lambda: _hand_over_page(request, referral, RecipientForm(), form),
    )  # fmt: skip


@opens(Permission.COORDINATE)
@require_POST
def reopen(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """She turned 18, or her age is certain."""
    referral = visible_referral(request, referral_id)
    try:
        operations.reopen_as_adult(referral, by=signed_in(request), at=timezone.now())
    except Refusal as refusal:
        sending.tell_refusal(request, refusal)
        return redirect("referrals:hand_over", referral.pk)
    messages.success(request, _("La situation est rouverte. L’attente compte à partir d’aujourd’hui."))
    return redirect("referrals:read", referral.pk)


@opens(Permission.OPEN_IDENTITY)
@require_POST
def sheet(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """All that was typed, on paper, for the named person who takes over; opened on record, stored nowhere."""
    referral = _opened_referral(request, referral_id)
    get_object_or_404(HandOver, referral=referral)
    now = timezone.now()
    parts = reading.open_sheet(referral, by=signed_in(request), at=now)
    context = {"referral": referral, "person": referral.person, "parts": parts, "now": now}
    return close_page(
        render(request, "referrals/sheet.html", context), reverse("referrals:hand_over", args=[referral.pk])
    )
