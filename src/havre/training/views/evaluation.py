"""Questionnaires of a programme, and what all of them say."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.common import filters
from havre.common.charts import Bar, Bars
from havre.common.disclosure import INSIDE
from havre.countries.fr.training import GROUPS
from havre.record.sending import sent, went_through
from havre.surveys.models import Survey
from havre.training import operations, reading
from havre.training.counting import rating_of
from havre.training.forms_evaluation import (
    BY_AUDIENCE,
    BY_PROGRAMME,
    BY_TRAINER,
    BY_YEAR,
    QuestionnairesForm,
    ResultsForm,
)
from havre.training.models import Programme, Questionnaires, Session, Teaching, Trainer
from havre.training.models_evaluation import Moment
from havre.training.outcomes import Asked, counted_surveys, edition_of, of_kept_sessions, questions_of, taught, told_of
from havre.training.results import Choice, Mean, Told, mean_of, rate_of, spread_of
from havre.training.views.access import KEEP
from havre.vault.fields import fetch_keys

MOMENTS = [moment.value for moment in Moment]
PER_PAGE = 20


@opens(KEEP)
def questionnaires(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Which questionnaire goes out by itself, and when."""
    programme = get_object_or_404(Programme, pk=programme_id)
    row = Questionnaires.objects.filter(programme=programme).first()
    surveys = _published(request)
    initial = {"version": row.version if row else 1} | {
        moment: str(getattr(row, f"{moment}_id", None) or "") for moment in MOMENTS
    }
    form = QuestionnairesForm(sent(request), initial=initial, surveys=surveys)

    def act() -> None:
        operations.set_questionnaires(
            programme, surveys=form.chosen(), version=form.cleaned_data["version"], by=signed_in(request),
            at=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("C’est gardé : ils partent d’eux-mêmes, pour les sessions à venir."))
        return redirect("training:programmes")
    context = {"form": form, "programme": programme, "title": programme.title, "surveys": surveys}
    return render(request, "training/questionnaires.html", context)


def _published(request: HttpRequest) -> dict[str, tuple[Survey, str]]:
    rows = Survey.objects.visible_to(request.user).filter(state="open", editions__published_on__isnull=False)
    found = rows.distinct().order_by("code").prefetch_related("editions")
    return {str(one.pk): (one, edition_of(one).title) for one in found}


@opens(Permission.READ_SURVEY_RESULTS)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """One questionnaire over all sessions: rates, means, what changed between before and after."""
    surveys = counted_surveys()
    wanted = request.GET.get("survey", "")
    survey = next((one for one in surveys if str(one.pk) == wanted), surveys[0] if surveys else None)
    told = told_of(survey) if survey else []
    names = _Names(told, of_kept_sessions(survey) if survey else [])
    offered = {"survey": [(str(one.pk), edition_of(one).title) for one in surveys]} | names.offered()
    form = ResultsForm(filters.asked(request, ResultsForm), offered=offered)
    asked = form.asked()
    chosen = _choice(asked, names)
    given = [one for one in told if chosen(one)]
    content = edition_of(survey).read() if survey else None
    rating = rating_of(content) if content else ""
    after = asked["moment"] or Moment.END.value
    chosen_at = _by_moment(given)
    context: dict[str, Any] = {
        "form": form,
        "survey": survey,
        "title": edition_of(survey).title if survey else "",
        "rate": rate_of(given),
        "groups": [_group(label, some, rating) for label, some in names.groups(given, asked["by"] or BY_YEAR)],
        "rating": rating,
        "questions": [_question(one, chosen_at, after) for one in questions_of(content, told, MOMENTS)]
        if content
        else [],
        "session": names.words_of(asked["session"]),
        "moments": [moment.label for moment in Moment],
    } | _sessions(request, given, names)
    return render(request, "training/results.html", context)


def _choice(asked: Any, names: _Names) -> Choice:
    year, programme, session, audience = (asked[name] for name in ("year", "programme", "session", "audience"))
    given_by = names.sessions_of(asked["trainer"]) if asked["trainer"] else None

    def fits(one: Told) -> bool:
        return (
            (not year or str(one.year) == year)
            and (not programme or str(one.programme) == programme)
            and (not session or str(one.session) == session)
            and (not audience or audience in one.audiences)
            and (given_by is None or one.session in given_by)
        )

    return fits


class _Names:
    """What programmes, trainers and kept sessions are called. ``kept`` are the numbers of what was counted of these."""

    def __init__(self, told: list[Told], kept: list[int]) -> None:
        self.years = sorted({one.year for one in told}, reverse=True)
        of_number = {one.number: one.session for one in told}
        self.sessions = list(dict.fromkeys(filter(None, (of_number.get(number) for number in kept))))
        self.programmes = {one.pk: one.title for one in Programme.objects.order_by("kind", "code")}
        pool = list(Trainer.objects.filter(Exists(Teaching.objects.filter(trainer=OuterRef("pk"), session__outcomes__isnull=False))))  # fmt: skip
        fetch_keys(pool)
        self.trainers = {one.pk: one.name for one in pool}

    @cached_property
    def _taught(self) -> dict[uuid.UUID, set[uuid.UUID]]:
        return taught()

    def sessions_of(self, trainer: str) -> set[uuid.UUID]:
        """Those that a trainer gave."""
        return next((these for key, these in self._taught.items() if str(key) == trainer), set())

    def offered(self) -> dict[str, list[tuple[str, Any]]]:
        return {
            "year": [(str(year), str(year)) for year in self.years],
            "programme": [(str(key), title) for key, title in self.programmes.items()],
            "trainer": [(str(key), name) for key, name in self.trainers.items()],
        }

    def words_of(self, session: str) -> str:
        """The one session that is asked for, if it is still kept."""
        known = next((one for one in self.sessions if str(one) == session), None) if session else None
        found = Session.objects.select_related("programme").filter(pk=known).first() if known else None
        return f"{found.programme.title}, {reading.days_words(found)}" if found else ""

    def groups(self, given: list[Told], by: str) -> list[tuple[str, list[Told]]]:
        """(words, what was counted), one line each; a session with two trainers stands in both."""
        if by == BY_PROGRAMME:
            return _split(self.programmes.items(), given, lambda one: [one.programme])
        if by == BY_TRAINER:
            return _split(self.trainers.items(), given, self._given_by)
        if by == BY_AUDIENCE:
            return _split(GROUPS.choices(reading.language()), given, lambda one: one.audiences)
        return _split([(year, str(year)) for year in self.years], given, lambda one: [one.year])

    def _given_by(self, one: Told) -> list[uuid.UUID]:
        return [trainer for trainer, sessions in self._taught.items() if one.session in sessions]


def _split(
    keys: Iterable[tuple[Any, Any]], given: list[Told], lies_in: Callable[[Told], Iterable[Any]]
) -> list[tuple[str, list[Told]]]:
    found: dict[Any, list[Told]] = {}
    for one in given:
        for key in lies_in(one):
            found.setdefault(key, []).append(one)
    return [(str(label), found[key]) for key, label in keys if key in found]


def _by_moment(given: list[Told]) -> dict[str, list[Told]]:
    return {moment: [one for one in given if one.moment == moment] for moment in MOMENTS}


def _group(label: str, given: list[Told], rating: str) -> dict[str, Any]:
    cells = [(rate_of(some), mean_of(some, rating)) for some in _by_moment(given).values()]
    return {"label": label, "cells": cells}


def _question(one: Asked, given: dict[str, list[Told]], after: str) -> dict[str, Any]:
    """Means of each moment, and a picture of before and after in percent."""
    before, now = (
        spread_of(one.blocks[moment], {each.sending for each in given[moment]})
        for moment in (Moment.BEFORE.value, after)
    )
    was_asked = any(one.key in each.tally.counts or 0 < each.answered < INSIDE for each in given[Moment.BEFORE.value])
    bars = [
        Bar(
            label,
            now.share(code) if now.total else None,
            (before.share(code) if before.total else None) if was_asked else "",
        )
        for code, label in one.classes
    ]
    told_after = _("%(moment)s, en %%") % {"moment": Moment(after).label}
    picture = Bars(one.label, _("Réponse"), bars, told_after, _("avant, en %%") % {} if was_asked else "", whole=100)
    means = [(Moment(moment).label, _mean(some, one)) for moment, some in given.items()]
    return {
        "label": one.label, "is_scale": one.is_scale, "bars": picture, "now": now.total, "before": before.total,
        "means": [(label, mean) for label, mean in means if mean.answers], "told": now.total or before.total,
    }  # fmt: skip


def _mean(given: list[Told], one: Asked) -> Mean:
    return mean_of(given, one.key) if one.is_scale else Mean()


def _sessions(request: HttpRequest, given: list[Told], names: _Names) -> dict[str, Any]:
    """One line for each session that is still kept, the latest first."""
    by_session: dict[uuid.UUID | None, dict[str, Told]] = {}
    for one in given:
        by_session.setdefault(one.session, {})[one.moment] = one
    page = Paginator([key for key in names.sessions if key in by_session], PER_PAGE).get_page(request.GET.get("page"))
    known = Session.objects.select_related("programme").in_bulk(list(page))
    listed = [(known[key], by_session[key]) for key in page if key in known]
    rows = [(row, reading.days_words(row), [counted.get(moment) for moment in MOMENTS]) for row, counted in listed]
    return {"page": page, "rows": rows}
