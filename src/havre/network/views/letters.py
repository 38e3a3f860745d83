"""Letters to partners: written, looked at, sent, and what became of them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import Organisation
from havre.network import operations, reading
from havre.network.drafting import LETTER as HALF_TYPED
from havre.network.drafting import HalfTyped
from havre.network.forms.speaking import LetterForm, LinkForm
from havre.network.models import Letter, LetterCopy, LetterLink
from havre.network.policies import may_change
from havre.network.states import LETTER
from havre.network.views.access import KEEP, action_of, address_of, keep_typed, two_versions
from havre.record import outbox
from havre.record.operations import Refusal, Stale
from havre.record.sending import sent, tell_refusal, tell_troubles, went_through
from havre.vault.fields import fetch_keys

PER_PAGE = 20


@opens(KEEP)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    found = Letter.objects.visible_to(request.user)
    page = Paginator(found.order_by("-written_on", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    fetch_keys(rows)
    counts = _counts(rows)
    lines = [
        (one, one.read().words.title(reading.language()), LETTER.state(one.state), *counts[one.pk]) for one in rows
    ]
    return render(request, "network/letters.html", {"page": page, "lines": lines})


def _counts(rows: list[Letter]) -> dict[uuid.UUID, tuple[int, int]]:
    """Letter → to how many it was sent, and how many have read it; two statements for all."""
    found = {row.pk: (0, 0) for row in rows}
    for model in (LetterCopy, LetterLink):
        counted = model._default_manager.filter(letter__in=found).values("letter")
        for one in counted.annotate(number=Count("pk"), opened=Count("pk", filter=Q(is_read=True))):
            number, opened = found[one["letter"]]
            found[one["letter"]] = (number + one["number"], opened + one["opened"])
    return found


@opens(KEEP)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    return redirect("network:write_letter", uuid.uuid4())


@opens(KEEP)
def write(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Write a draft; it is kept for all of the coordination until it is sent or destroyed."""
    row, user = Letter.objects.filter(pk=letter_id).first(), signed_in(request)
    draft, is_gone = HalfTyped(user, HALF_TYPED, letter_id), row is not None and row.state == "discarded"
    if row is not None and not may_change(row) and not (is_gone and request.method == "POST"):
        draft.forget()
        return redirect("network:letters") if is_gone else redirect("network:letter", row.pk)
    if not is_gone and (kept := keep_typed(request, draft, LetterForm)):
        return kept
    form = LetterForm(sent(request), initial=_initial(row) | draft.initial(LetterForm))
    context: dict[str, Any] = {"form": form, "row": row, "draft": draft}
    context["action"] = action_of(request, draft, anew=is_gone)
    if "preview" in request.POST and form.is_valid():
        return render(request, "network/letter_write.html", context | {"preview": form.letter().words})

    def act() -> None:
        told = form.cleaned_data
        draft.require()
        operations.write_letter(
            letter_id, group=told["group"], content=form.letter(), version=told["version"], by=user, at=timezone.now()
        )

    try:
        if went_through(form, act, leave=(Stale,)):
            draft.forget()
            return redirect("network:letter", letter_id)
    except Stale:
        now = Letter.objects.get(pk=letter_id)
        return two_versions(request, form, now, _initial(now), back=reverse("network:letter", args=[letter_id]))
    return render(request, "network/letter_write.html", context)


def _initial(row: Letter | None) -> dict[str, Any]:
    if row is None:
        return {}
    content = row.read()
    words = content.words
    return {
        "version": row.version, "group": row.group, "picked": content.picked, "title_fr": words.title_fr,
        "text_fr": words.text_fr, "title_en": words.title_en, "text_en": words.text_en,
    }  # fmt: skip


@opens(KEEP)
@require_safe
def letter(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """The second look at a draft: what it says, who gets it, by code; afterwards what became of it."""
    row = get_object_or_404(Letter.objects.visible_to(request.user), pk=letter_id)
    content = row.read()
    context: dict[str, Any] = {"row": row, "words": content.words, "state": LETTER.state(row.state)}
    if may_change(row):
        context["group"] = operations.look_at_recipients(row, by=signed_in(request), at=timezone.now())
    else:
        by_link = _by_link(row)
        to_call = sorted({*content.to_call, *(one.code for one, is_reached in by_link if not is_reached)})
        context |= {"results": _results(row), "to_call": to_call}
        if by_link:
            context["link_form"] = LinkForm(partners=[one for one, _reached in by_link])
    return render(request, "network/letter.html", context)


def _results(row: Letter) -> dict[str, int]:
    """How many accounts and links: in all, told, still waiting for their message, not reached, and who have read."""
    columns = ("is_told", "is_reached", "is_read", "message")
    links = list(row.links.values_list(*columns))
    copies = [*row.copies.values_list(*columns), *links]
    waiting = outbox.still_waiting(str(message) for *_flags, message in copies if message)
    late = sum(str(message) in waiting for _told, reached, _read, message in copies if reached)
    reached = sum(reached for _told, reached, _read, _message in copies)
    return {
        "accounts": len(copies) - len(links),
        "links": len(links),
        "left": reached - late,
        "late": late + sum(not told for told, *_rest in copies),
        "unreached": sum(told and not reached for told, reached, *_rest in copies),
        "read": sum(read for _told, _reached, read, _message in copies),
    }


def _by_link(row: Letter) -> list[tuple[Organisation, bool]]:
    """Who got a link that is not over, by code, and whether a mail could carry it."""
    links = row.links.filter(is_told=True, token__isnull=False).values_list("organisation", "is_reached")
    found = {pk: is_reached for pk, is_reached in links if pk}
    return [(one, found[one.pk]) for one in Organisation.objects.filter(pk__in=found).order_by("code")]


@opens(KEEP)
@require_POST
def renew_link(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """A partner on the telephone has lost its link."""
    row = get_object_or_404(Letter.objects.visible_to(request.user), pk=letter_id)
    form = LinkForm(request.POST, partners=[one for one, _reached in _by_link(row)])

    def act() -> None:
        operations.renew_link(
            row, organisation=form.organisation(), address_of=address_of(request), by=signed_in(request),
            at=timezone.now(),
        )  # fmt: skip

    if went_through(form, act):
        messages.success(request, _("Un autre lien part ; celui d’avant est fermé."))
    else:
        tell_troubles(request, form)
    return redirect("network:letter", row.pk)


@opens(KEEP)
@require_POST
def send(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Once: a second click finds it on its way."""
    row = get_object_or_404(Letter.objects.visible_to(request.user), pk=letter_id)
    shown, version = (request.POST.get(name, "") for name in ("shown", "version"))
    if not (shown and version.isdecimal()):
        messages.warning(request, _("Relisez-le d’abord, avec qui le reçoit."))
        return redirect("network:letter", row.pk)
    if not may_change(row):
        return redirect("network:letter", row.pk)
    try:
        operations.send_letter(
            row, address_of=address_of(request), expected=shown, version=int(version), by=signed_in(request),
            at=timezone.now(),
        )  # fmt: skip
    except Stale:
        row.refresh_from_db()
        if may_change(row):
            messages.warning(
                request, _("Le message a changé depuis que vous l’avez lu. Le voici ; relisez, puis envoyez.")
            )
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        messages.success(request, _("Il part. Chacun reçoit une phrase, et le lit dans Havre ou par son lien."))
    return redirect("network:letter", row.pk)


@opens(KEEP)
@require_POST
def discard(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Letter.objects.visible_to(request.user), pk=letter_id)
    try:
        operations.discard_letter(row, by=signed_in(request), at=timezone.now())
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("network:letter", row.pk)
    HalfTyped(signed_in(request), HALF_TYPED, row.pk).destroy()
    messages.success(request, _("Le brouillon est détruit."))
    return redirect("network:letters")
