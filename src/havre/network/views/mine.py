"""What a partner finds: what was written to it, what it told, the topics of all; and what it tells."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.network import audience, banner, operations, reading
from havre.network.calls import open_calls
from havre.network.drafting import DIFFICULTY, LOCAL_WORK, HalfTyped
from havre.network.forms.topics import TellForm, WorkForm
from havre.network.models import Difficulty, Letter, LetterCopy, Topic
from havre.network.states import TOPIC
from havre.network.views.access import KEEP, TAKE_PART, ask, keep_typed, partner_or_404, speaking
from havre.record.sending import sent, went_through
from havre.vault.fields import fetch_keys

LETTERS, TOLD, PER_PAGE = 10, 20, 10


@opens(TAKE_PART)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Letters, what one's own organisation told and what became of it, and what all carry; letters alone for a service
    that has no convention with the network."""
    user = signed_in(request)
    copies = LetterCopy.objects.filter(user=user.pk).select_related("letter").order_by("-letter__sent_on", "letter__pk")
    letters = list(copies[:LETTERS])
    told = Difficulty.objects.filter(organisation__in=audience.organisations_of(user)).select_related("topic")
    mine = list(told.order_by("-told_on", "pk")[:TOLD])
    page = Paginator(Topic.objects.visible_to(user).order_by("-moved_on", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    fetch_keys([*(copy.letter for copy in letters), *mine, *(one.topic for one in mine if one.topic), *page])
    context = {
        "letters": [(copy, copy.letter.read().words.title(reading.language())) for copy in letters],
        "told": [_told(one) for one in mine],
        "rows": reading.rows(page, user),
        "page": page,
        "announced": banner.for_account(user, timezone.localdate()),
        "speaks": audience.takes_part(user),
        "calls": open_calls(user),
    }
    return render(request, "network/mine.html", context)


def _told(one: Difficulty) -> dict[str, Any]:
    """What was told, and how far its topic is."""
    state = TOPIC.state(one.topic.state) if one.topic else None
    return {
        "row": one,
        "field": reading.field_word(one.field),
        "text": one.read().text,
        "topic": one.topic.read().title if one.topic else "",
        "word": state.label if state else _("reçue"),
        "shape": state.shape if state else "received",
    }


@opens(KEEP, TAKE_PART)
@require_safe
def tell_new(request: HttpRequest) -> HttpResponse:
    partner_or_404(request)
    return redirect("network:tell", uuid.uuid4())


@opens(KEEP, TAKE_PART)
def tell(request: HttpRequest, difficulty_id: uuid.UUID) -> HttpResponse:
    """A difficulty, by a partner or while it is on the telephone."""
    user = partner_or_404(request)
    draft = HalfTyped(user, DIFFICULTY, difficulty_id)
    if kept := keep_typed(request, draft, TellForm):
        return kept
    form = TellForm(sent(request), initial=draft.initial(TellForm), **speaking(request))
    back = reverse("network:topics" if audience.keeps(user) else "network:mine")

    def act() -> None:
        told = form.cleaned_data
        draft.require()
        operations.tell_difficulty(
            difficulty_id, organisation=form.organisation(), field=told["field"], text=told["text"], by=user,
            at=timezone.now(), on_behalf_of=_spoken(form),
        )  # fmt: skip

    if went_through(form, act):
        draft.forget()
        messages.success(request, _("C’est dit à la coordination. Vous lirez ici ce que cela devient."))
        return redirect(back)
    return ask(
        request, form, title=_("Dire une difficulté"),
        said=_("Ce que vous ne pouvez pas résoudre seuls, et que le réseau peut porter aux ministères. Aucun autre partenaire n’apprend que c’est vous."),
        send=_("Dire"), back=back, draft=draft,
    )  # fmt: skip


def _spoken(form: TellForm | WorkForm) -> Any:
    return form.on_behalf_of() if "by_phone_who" in form.fields else None


@opens(KEEP, TAKE_PART)
@require_safe
def work_new(request: HttpRequest) -> HttpResponse:
    partner_or_404(request)
    return redirect("network:note_work", uuid.uuid4())


@opens(KEEP, TAKE_PART)
def note_work(request: HttpRequest, work_id: uuid.UUID) -> HttpResponse:
    """Advice given near home, a local body, a position: noted in a minute."""
    user = partner_or_404(request)
    draft = HalfTyped(user, LOCAL_WORK, work_id)
    if kept := keep_typed(request, draft, WorkForm):
        return kept
    initial = {"done_on": timezone.localdate()} | draft.initial(WorkForm)
    form = WorkForm(sent(request), initial=initial, **speaking(request))

    def act() -> None:
        told = form.cleaned_data
        draft.require()
        operations.note_local_work(
            work_id, organisation=form.organisation(), kind=told["kind"], done_on=told["done_on"], text=told["text"],
            by=user, at=timezone.now(), on_behalf_of=_spoken(form),
        )  # fmt: skip

    if went_through(form, act):
        draft.forget()
        messages.success(request, _("C’est noté, et compté pour l’année."))
        return redirect("network:work")
    return ask(
        request, form, title=_("Noter un travail local"),
        said=_("Un conseil donné près de chez vous, une réunion, une position prise : ce que le réseau fait sur place."),
        send=_("Noter"), back=reverse("network:work"), draft=draft,
    )  # fmt: skip


@opens(TAKE_PART)
@require_safe
def letter(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """What was written to this account; that it was read is counted, without a name."""
    user = signed_in(request)
    row = get_object_or_404(Letter.objects.filter(copies__user=user.pk), pk=letter_id)
    operations.mark_read(row, by=user, at=timezone.now())
    words = row.read().words
    shown = {"row": row, "title": words.title(reading.language()), "text": words.text(reading.language())}
    return render(request, "network/letter_read.html", shown)
