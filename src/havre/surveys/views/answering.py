"""Answering, section by section: by an account that is invited, or by whoever holds a link."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from havre.accounts.access import open_to_all, open_to_signed_in, signed_in
from havre.accounts.models import User
from havre.common.entrance import CookieEntrance, unkept
from havre.surveys import asking
from havre.surveys import links as by_link
from havre.surveys.answers import Answers
from havre.surveys.content import say
from havre.surveys.doors import Door, LinkDoor, OwnDoor
from havre.surveys.models import Invitation
from havre.surveys.operations.answering import AlreadyAnswered, Over, answer_anonymously, answer_named
from havre.surveys.policies import takes_answers

STEP = "etape"
WANTING = "manque"
"""Said in the address of a section that was sent and did not pass: what is wrong stands beside each answer."""
GUEST = CookieEntrance(
    name="havre_survey", inside="surveys:answer_link", opened=by_link.find, over="surveys/over.html",
    path="/surveys/link/",
)  # fmt: skip


@open_to_signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What this account is asked to answer."""
    waiting = Invitation.objects.waiting_for(signed_in(request).pk, timezone.localdate())
    return render(request, "surveys/mine.html", {"waiting": waiting.select_related("sending__edition__survey")})


@open_to_signed_in
def answer_own(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    account = signed_in(request)
    rows = Invitation.objects.filter(account=account.pk).select_related("sending__edition__survey")
    invitation = get_object_or_404(rows, pk=invitation_id)
    by = None if invitation.sending.edition.survey.is_anonymous else account
    return _answer(request, OwnDoor(invitation, by, reverse("surveys:answer", args=[invitation.pk]), account))


@open_to_all
@require_safe
def take_link(request: HttpRequest, link: str) -> HttpResponse:
    return GUEST.enter(request, link)


@open_to_all
@GUEST.within
def answer_by_link(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return _answer(request, LinkDoor(invitation, None, reverse("surveys:answer_link"), GUEST.token_of(request)))


@open_to_all
@require_safe
def reminded(request: HttpRequest) -> HttpResponse:
    """Where the reminder of an anonymous questionnaire leads, the same for everybody; on, where this browser holds a link."""
    if GUEST.link_of(request):
        return redirect("surveys:answer_link")
    return _plain(request, "surveys/reminded.html", {})


@open_to_all
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    response = render(request, "surveys/thanks.html")
    GUEST.forget(request, response)
    return response


def _over(request: HttpRequest, why: str, **more: Any) -> HttpResponse:
    return unkept(render(request, "surveys/over.html", {"why": why} | more))


def _step_of(request: HttpRequest) -> int | None:
    given = request.POST.get(STEP) or request.GET.get(STEP, "")
    return int(given) if given.isdecimal() and len(given) < 4 else None


def _answer(request: HttpRequest, door: Door) -> HttpResponse:
    """The page before the first question, a section, or the sending of it all."""
    sending = door.invitation.sending
    content = sending.edition.read()
    if door.invitation.answered:
        return _over(request, "answered", title=say(content.title))
    if not takes_answers(sending, timezone.localdate()):
        return _over(
            request, "planned" if sending.state == "planned" else "closed", sending=sending, title=say(content.title)
        )
    typed, kept_at = door.load()
    step = _step_of(request)
    if step is not None and step >= len(content.sections):
        raise Http404
    if request.method == "POST" and step is not None:
        return _typed(request, door, step, typed)
    if step is None:
        context = {"content": content, "sending": sending, "begun": bool(typed), "url": door.url}
        return _plain(request, "surveys/before.html", context)
    return _section_page(request, door, step, typed, kept_at)


def _to_step(door: Door, step: int, *, wanting: bool = False) -> HttpResponse:
    """Every section that was sent ends here: reloading a page never sends again what has been retyped since."""
    return redirect(f"{door.url}?{STEP}={step}" + (f"&{WANTING}=1" if wanting else ""))


def _plain(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return unkept(render(request, template, context))


def _typed(request: HttpRequest, door: Door, step: int, typed: asking.Typed) -> HttpResponse:
    """A section was sent: kept, then on to the next one, back, or everything is sent."""
    content = door.invitation.sending.edition.read()
    section = content.sections[step]
    own = set(asking.section_form(content, section, None).fields)
    typed = {name: values for name, values in typed.items() if name not in own}
    typed |= {name: values for name, values in asking.typed_of(request.POST).items() if name in own}
    door.save(typed)
    if "garder" in request.GET or request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
    reading = asking.read(content, typed)
    if "back" in request.POST:
        before = reading.before(step)
        return _to_step(door, before) if before is not None else redirect(door.url)
    if "later" in request.POST:
        return redirect(door.url)
    if not _passes(reading, step, typed):
        return _to_step(door, step, wanting=True)
    after = reading.after(step)
    return _to_step(door, after) if after is not None else _send(door, reading, typed)


def _passes(reading: asking.Reading, step: int, typed: asking.Typed) -> bool:
    form = asking.section_form(reading.content, asking.shown(reading.content.sections[step], reading.answers), typed)
    return form.is_valid() and form.require(reading.answers)


def _send(door: Door, reading: asking.Reading, typed: asking.Typed) -> HttpResponse:
    """All of it, or the first section whose answers are not what was asked."""
    trouble = next((step for step in reading.steps if not _passes(reading, step, typed)), None)
    if trouble is not None:
        return _to_step(door, trouble, wanting=True)
    try:
        keep_answer(door.invitation, reading.answers, by=door.by)
    except (Over, AlreadyAnswered):
        return redirect(door.url)
    door.forget()
    return redirect("surveys:thanks")


def keep_answer(invitation: Invitation, answers: Answers, *, by: User | None) -> None:
    if invitation.sending.edition.survey.is_anonymous:
        answer_anonymously(invitation, answers=answers, by=None, at=timezone.now())
    else:
        answer_named(invitation, answers=answers, by=by, at=timezone.now())


def _section_page(
    request: HttpRequest, door: Door, step: int, typed: asking.Typed, kept_at: datetime | None
) -> HttpResponse:
    sending = door.invitation.sending
    content = sending.edition.read()
    reading = asking.read(content, typed)
    section = asking.shown(content.sections[step], reading.answers)
    wanting = WANTING in request.GET
    form = asking.section_form(content, section, typed if typed or wanting else None)
    if wanting and form.is_valid():
        form.require(reading.answers)
    position = reading.steps.index(step) + 1 if step in reading.steps else 1
    context = {
        "content": content, "section": section, "form": form, "step": step, "position": position,
        "steps": len(reading.steps), "kept_at": kept_at, "url": door.url, "sending": sending,
        "last": reading.after(step) is None,
    }  # fmt: skip
    return _plain(request, "surveys/section.html", context)
