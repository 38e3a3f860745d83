"""Topics: the list and the page of each, as the coordination and as partners read them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.countries.fr.life import LOCAL_WORK, SET_ASIDE
from havre.countries.fr.network import EXCHANGE_TOPICS
from havre.network import asked, audience, operations, reading
from havre.network.forms.topics import (
    AnswerForm,
    AsideForm,
    CarriedForm,
    FilterForm,
    ProposalForm,
    SettleForm,
    TopicForm,
)
from havre.network.models import Difficulty, LocalWork, Proposal, Topic
from havre.network.states import TOPIC, UNDER_WAY
from havre.network.views.access import KEEP, TAKE_PART, ask, partner_or_404, topic_or_404, two_versions
from havre.record.operations import Stale
from havre.record.sending import sent, went_through
from havre.vault.fields import fetch_keys

PER_PAGE = 20
NEAR = 10
"""So many difficulties of the same field are offered on the page of a topic."""
VERBS = ("settle", "set_aside", "reopen", "hear")


@opens(KEEP)
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """What the network carries, what moved last first."""
    form = FilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = Topic.objects.visible_to(request.user).order_by("-moved_on", "pk")
    state = chosen.get("state")
    if state != "all":
        found = found.filter(state=state) if state else found.filter(state__in=UNDER_WAY)
    if chosen.get("field"):
        found = found.filter(field=chosen["field"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": reading.rows(page, signed_in(request)),
        "waiting": Difficulty.objects.waiting().count(),
        "under_way": Topic.objects.under_way().count(),
    }
    return render(request, "network/topics.html", context)


@opens(KEEP)
@require_safe
def told(request: HttpRequest) -> HttpResponse:
    """What partners told and nobody joined yet, the oldest first."""
    waiting = Difficulty.objects.visible_to(request.user).waiting()
    page = Paginator(waiting.order_by("told_on", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/told.html", {"page": page, "lines": difficulty_lines(page)})


def difficulty_lines(found: Any) -> list[tuple[Difficulty, str, str, Any]]:
    """Each with the code of its partner, its field in words and what was said; one statement for their keys and one for
    the codes."""
    rows = list(found)
    fetch_keys(rows)
    codes = reading.codes_of(rows)
    return [(one, codes[one.organisation], reading.field_word(one.field), one.read()) for one in rows]


@opens(KEEP)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """A topic under a random id, from a difficulty or from a field."""
    query = request.GET.urlencode()
    return redirect(reverse("network:write", args=[uuid.uuid4()]) + (f"?{query}" if query else ""))


@opens(KEEP)
def write(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Make a topic, or write it anew."""
    topic, user = Topic.objects.filter(pk=topic_id).first(), signed_in(request)
    difficulty = _difficulty(request)
    form = TopicForm(sent(request), initial=_initial(topic, difficulty, request.GET.get("domaine", "")))

    def act() -> None:
        words = {name: form.cleaned_data[name] for name in ("field", "title", "text")}
        if topic is None:
            joined = [difficulty] if difficulty else []
            operations.open_topic(topic_id, difficulties=joined, by=user, at=timezone.now(), **words)
        else:
            operations.rewrite_topic(topic, version=form.cleaned_data["version"], by=user, at=timezone.now(), **words)

    try:
        if went_through(form, act, leave=(Stale,)):
            messages.success(request, _("Le sujet est gardé. Les partenaires le lisent."))
            return redirect("network:topic", topic_id)
    except Stale:
        now = Topic.objects.get(pk=topic_id)
        return two_versions(request, form, now, _initial(now, None, ""), back=reverse("network:topic", args=[topic_id]))
    return ask(
        request, form, title=_("Récrire ce sujet") if topic else _("Ouvrir un sujet"),
        said=_("Ce que plusieurs partenaires disent, en mots que tous peuvent lire. Personne n’apprend qui l’a dit."),
        send=_("Garder"), back=reverse("network:topic", args=[topic_id]) if topic else reverse("network:told"),
    )  # fmt: skip


def _difficulty(request: HttpRequest) -> Difficulty | None:
    try:
        key = uuid.UUID(request.GET.get("difficulte", ""))
    except ValueError:
        return None
    return Difficulty.objects.visible_to(request.user).waiting().filter(pk=key).first()


def _initial(topic: Topic | None, difficulty: Difficulty | None, field: str) -> dict[str, Any]:
    if topic is not None:
        content = topic.read()
        return {"title": content.title, "text": content.text, "field": topic.field, "version": topic.version}
    if difficulty is not None:
        return {"field": difficulty.field, "text": difficulty.read().text}
    return {"field": field if field in EXCHANGE_TOPICS else ""}


@opens(KEEP, TAKE_PART)
@require_safe
def topic(request: HttpRequest, topic_id: uuid.UUID) -> HttpResponse:
    return page(request, topic_or_404(request, topic_id))


def page(request: HttpRequest, row: Topic, **given: Any) -> HttpResponse:
    """A topic as this account may read it: how far it is, and for the coordination what is to be done."""
    user, today = signed_in(request), timezone.localdate()
    said = reading.voices([row])[row.pk]
    own = audience.organisations_of(user)
    context: dict[str, Any] = {
        "row": row,
        "content": row.read(),
        "field": reading.field_word(row.field),
        "state": TOPIC.state(row.state),
        "reason": SET_ASIDE.label(row.reason, reading.language()) if row.reason else "",
        "partners": reading.partners_word(len(said), user),
        "steps": reading.steps(row),
        "may": {verb for verb in VERBS if TOPIC.allows(user, row, verb)},
        "is_ours": bool(said & own),
        "may_join": row.is_under_way and bool(own - said),
        "keeps": audience.keeps(user),
    }
    if audience.keeps(user):
        context |= _for_keepers(row, today.year, said)
    return render(request, "network/topic.html", context | given)


def _for_keepers(row: Topic, year: int, said: set[uuid.UUID]) -> dict[str, Any]:
    joined = row.difficulties.order_by("-told_on", "pk")[:50]
    near = Difficulty.objects.waiting().filter(field=row.field).order_by("told_on", "pk")
    asking = asked.organisations_asking(row.field, year) - said if row.is_under_way else set()
    return {
        "joined": difficulty_lines(joined),
        "near": difficulty_lines(near[:NEAR]) if row.is_under_way else [],
        "asking": len(asking),
        "to_carry": [(*one, _carried_form(one[0])) for one in reading.to_carry(row)],
        "proposal_form": ProposalForm(auto_id="proposal_%s"),
        "answer_form": AnswerForm(auto_id="answer_%s", initial={"given_on": timezone.localdate()}),
        "settle_form": SettleForm(auto_id="settle_%s", initial={"version": row.version}),
        "aside_form": AsideForm(auto_id="aside_%s", initial={"version": row.version}),
    }


def _carried_form(proposal: Proposal) -> CarriedForm:
    """One form for each proposal that waits to be carried."""
    today = timezone.localdate()
    return CarriedForm(prefix=str(proposal.pk), initial={"carried_on": today, "version": proposal.version})


@opens(KEEP)
@require_safe
def asked_for(request: HttpRequest) -> HttpResponse:
    """What partners ask in calls and visits, by field and year."""
    year = timezone.localdate().year
    under_way = list(Topic.objects.under_way().values_list("field", flat=True))
    lines = [(one, reading.field_word(one.field), under_way.count(one.field)) for one in asked.by_field(year)]
    years = [year - back for back in range(asked.YEARS)]
    return render(request, "network/asked.html", {"lines": lines, "years": years})


@opens(KEEP, TAKE_PART)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What partners do where they are; each reads its own."""
    found = LocalWork.objects.visible_to(partner_or_404(request)).order_by("-done_on", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    fetch_keys(rows)
    codes = reading.codes_of(rows)
    lines = [(one, codes[one.organisation], LOCAL_WORK.label(one.kind, reading.language()), one.read()) for one in rows]
    context = {"page": page, "lines": lines, "keeps": audience.keeps(request.user)}
    return render(request, "network/work.html", context)
