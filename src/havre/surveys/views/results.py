"""What was answered: numbers first, texts and named answers on record, the same questions over the years."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.common.charts import Bar, Bars
from havre.record.operations import Refusal
from havre.record.sending import tell_refusal
from havre.surveys import results
from havre.surveys.content import MATRIX, TEXTS, Content, say
from havre.surveys.models import Answer, Sending
from havre.surveys.operations.answering import read_answer, read_texts
from havre.surveys.views.builder import survey_of
from havre.surveys.views.sendings import sending_of
from havre.surveys.wording import answer_words
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache

OPEN_MINUTES = 10
COMPARED = 5
"""How many sendings stand side by side, the latest."""


@dataclass(frozen=True)
class Drawn:
    """A figure with its picture; ``mean`` in steps of the scale."""

    figure: results.Figure
    bars: Bars
    mean: float | None


def _drawn(figure: results.Figure) -> Drawn:
    bars = [Bar(one.label, one.count) for one in figure.classes]
    picture = Bars(figure.label, _("Réponse"), bars, _("Réponses"), whole=figure.total)
    mean = None if figure.mean is None else figure.mean / results.TENTHS
    return Drawn(figure, picture, mean)


def _sentence(found: results.Results) -> str:
    told = {"answered": found.answered, "invited": found.invited, "rate": found.rate}
    if not found.answered:
        return _("Personne n’a répondu, sur %(invited)s.") % told
    return ngettext(
        "%(answered)s personne sur %(invited)s a répondu, soit %(rate)s %%.",
        "%(answered)s personnes sur %(invited)s ont répondu, soit %(rate)s %%.",
        found.answered,
    ) % told  # fmt: skip


@opens(P.READ_SURVEY_RESULTS)
@require_safe
def detail(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    return _page(request, sending_of(request, sending_id))


def _page(request: HttpRequest, sending: Sending, **more: Any) -> HttpResponse:
    with key_cache():
        found = results.read_results(sending)
        label = sending.label
    content = sending.edition.read()
    context = {
        "sending": sending, "survey": sending.edition.survey, "label": label, "results": found, "content": content,
        "sentence": _sentence(found), "drawn": [_drawn(figure) for figure in found.figures],
        "asks_texts": any(question.type in TEXTS for question in content.questions),
    }  # fmt: skip
    return render(request, "surveys/results.html", context | more)


@opens(P.READ_SURVEY_RESULTS)
@require_POST
def texts(request: HttpRequest, sending_id: uuid.UUID) -> HttpResponse:
    """What was written in words of one's own, for ten minutes, on record."""
    sending = sending_of(request, sending_id)
    try:
        found = read_texts(sending, by=signed_in(request), at=timezone.now())
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("surveys:results", sending.pk)
    content = sending.edition.read()
    written = [(say(one.label), found[one.key]) for one in content.questions if one.key in found]
    return _closing(_page(request, sending, written=written, opened=True), sending)


def _closing(response: HttpResponse, sending: Sending) -> HttpResponse:
    """What was opened leaves the screen after its minutes, with script or without."""
    response["Refresh"] = f"{OPEN_MINUTES * 60}; url={reverse('surveys:results', args=[sending.pk])}"
    response["Cache-Control"] = "no-store"
    return response


@opens(P.KEEP_SURVEYS)
@require_POST
def one_answer(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """One named answer, whole, for ten minutes, on record."""
    sendings = Sending.objects.visible_to(request.user)
    rows = Answer.objects.filter(sending__in=sendings).select_related("sending__edition__survey", "invitation")
    answer = get_object_or_404(rows, pk=answer_id)
    given = read_answer(answer, by=signed_in(request), at=timezone.now())
    content = answer.sending.edition.read()
    context = {"sending": answer.sending, "content": content, "facts": _facts(content, given)}
    return _closing(render(request, "surveys/one_answer.html", context), answer.sending)


def _facts(content: Content, given: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for question in content.questions:
        value = given.get(question.key)
        if question.type == MATRIX:
            rows = {row.code: f"{say(question.label)} – {say(row.label)}" for row in question.rows}
            found += [
                (label, answer_words(question, (value or {}).get(code, "")) or "–") for code, label in rows.items()
            ]
        elif value is None:
            found.append((say(question.label), "–"))
        else:
            each = value if isinstance(value, list) else [value]
            said = [answer_words(question, one) if question.codes else str(one) for one in each]
            found.append((say(question.label), ", ".join(said)))
    return found


@opens(P.READ_SURVEY_RESULTS)
@require_safe
def compare(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    """The same questions over the last sendings, by key, in the words of the last edition."""
    survey = survey_of(request, survey_id)
    closed = Sending.objects.filter(edition__survey=survey, state="closed").select_related("edition__survey")
    latest = list(closed.order_by("-number")[:COMPARED])[::-1]
    with key_cache():
        fetch_keys(latest)
        found = results.read_several(latest)
        heads = [
            {"label": sending.label, "on": sending.closes_on, "answered": one.answered, "told": one.told}
            for sending, one in zip(latest, found, strict=True)
        ]
    tables = _tables(found)
    context = {"survey": survey, "title": survey.latest.title, "heads": heads, "tables": tables}
    return render(request, "surveys/compare.html", context)


def _tables(found: list[results.Results]) -> list[dict[str, Any]]:
    """A table for each key that at least two sendings asked: a line for each answer, a column for each sending."""
    by_key: dict[str, list[results.Figure | None]] = {}
    for number, one in enumerate(found):
        for figure in one.figures:
            by_key.setdefault(figure.key, [None] * len(found))[number] = figure
    return [table for figures in by_key.values() if (table := _table(figures))]


def _table(figures: list[results.Figure | None]) -> dict[str, Any] | None:
    asked = [figure for figure in figures if figure]
    if len(asked) < 2:
        return None
    common = iter(results.in_common(asked))
    columns = [next(common) if figure else None for figure in figures]
    last = [column for column in columns if column][-1]
    lines = [(one.label, [column and _cell(column, one.code) for column in columns]) for one in last.classes]
    return {"label": last.label, "lines": lines, "totals": [column and _total(column) for column in columns]}


def _cell(figure: results.Figure, code: str) -> dict[str, Any]:
    return {"share": figure.share(code), "asked": any(one.code == code for one in figure.classes)}


def _total(figure: results.Figure) -> dict[str, Any]:
    return {"count": figure.total}
