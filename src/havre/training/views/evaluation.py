"""Questionnaires of a programme, and what all of them say."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.common import filters
from havre.common.charts import Bar, Bars
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
from havre.training.models import Programme, Questionnaires, Session, Trainer
from havre.training.models_evaluation import Moment
from havre.training.outcomes import Asked, counted_surveys, edition_of, questions_of, told_of
from havre.training.results import Choice, Mean, Rate, Told, mean_of, rate_of, spread_of
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
    names = _Names(told)
    offered = {"survey": [(str(one.pk), edition_of(one).title) for one in surveys]} | names.offered()
    form = ResultsForm(filters.asked(request, ResultsForm), offered=offered)
    asked = form.asked()
    chosen = _choice(asked)
    given = [one for one in told if chosen(one)]
    content = edition_of(survey).read() if survey else None
    rating = rating_of(content) if content else ""
    after = asked["moment"] or Moment.END.value
    context: dict[str, Any] = {
        "form": form,
        "survey": survey,
        "title": edition_of(survey).title if survey else "",
        "rate": rate_of(given),
        "groups": [_group(label, some, rating) for label, some in names.groups(given, asked["by"] or BY_YEAR)],
        "rating": rating,
        "questions": [_question(one, given, after) for one in questions_of(content, told, MOMENTS)] if content else [],
        "session": names.words_of(asked["session"]),
        "moments": [moment.label for moment in Moment],
    } | _sessions(request, given, names)
    return render(request, "training/results.html", context)


def _choice(asked: Any) -> Choice:
    def fits(one: Told) -> bool:
        return (
            (not asked["year"] or str(one.year) == asked["year"])
            and (not asked["programme"] or str(one.programme) == asked["programme"])
            and (not asked["session"] or str(one.session) == asked["session"])
            and (not asked["audience"] or asked["audience"] in one.audiences)
            and (not asked["trainer"] or any(str(each) == asked["trainer"] for each in one.trainers))
        )

    return fits


class _Names:
    """What sessions, programmes and trainers are called. Three statements."""

    def __init__(self, told: list[Told]) -> None:
        self.years = sorted({one.year for one in told}, reverse=True)
        self.sessions = _rows(Session.objects.filter(outcomes__isnull=False).distinct().select_related("programme"))
        self.programmes = {key: one.title for key, one in _rows(Programme.objects.order_by("kind", "code")).items()}
        pool = _rows(Trainer.objects.filter(pk__in={each for one in told for each in one.trainers}))
        fetch_keys(pool.values())
        self.trainers = {key: one.name for key, one in pool.items()}

    def offered(self) -> dict[str, list[tuple[str, Any]]]:
        return {
            "year": [(str(year), str(year)) for year in self.years],
            "programme": [(str(key), title) for key, title in self.programmes.items()],
            "trainer": [(str(key), name) for key, name in self.trainers.items()],
        }

    def words_of(self, session: str) -> str:
        """The one session that is asked for, if it is still kept."""
        found = next((one for key, one in self.sessions.items() if str(key) == session), None)
        return f"{found.programme.title}, {reading.days_words(found)}" if found else ""

    def groups(self, given: list[Told], by: str) -> list[tuple[str, list[Told]]]:
        """(words, what was counted), one line each; a session with two trainers stands in both."""
        if by == BY_PROGRAMME:
            keys: Iterable[tuple[Any, Any]] = self.programmes.items()
            return _split(keys, given, lambda key, one: one.programme == key)
        if by == BY_TRAINER:
            return _split(self.trainers.items(), given, lambda key, one: key in one.trainers)
        if by == BY_AUDIENCE:
            return _split(GROUPS.choices(reading.language()), given, lambda key, one: key in one.audiences)
        return _split([(year, str(year)) for year in self.years], given, lambda key, one: one.year == key)


def _rows(rows: Any) -> dict[uuid.UUID, Any]:
    return {one.pk: one for one in rows}


def _split(keys: Iterable[tuple[Any, Any]], given: list[Told], lies_in: Any) -> list[tuple[str, list[Told]]]:
    found = [(str(label), [one for one in given if lies_in(key, one)]) for key, label in keys]
    return [(label, some) for label, some in found if some]


def _at(given: list[Told], moment: str) -> list[Told]:
    return [one for one in given if one.moment == moment]


def _group(label: str, given: list[Told], rating: str) -> dict[str, Any]:
    cells: list[tuple[Rate, Mean]] = []
    for moment in MOMENTS:
        some = _at(given, moment)
        cells.append((rate_of(some), mean_of(some, rating)))
    return {"label": label, "cells": cells}


def _question(one: Asked, given: list[Told], after: str) -> dict[str, Any]:
    """Means of each moment, and a picture of before and after in percent."""
    chosen = {each.sending for each in given}
    before, now = (spread_of(one.blocks[moment], chosen) for moment in (Moment.BEFORE.value, after))
    was_asked = any(one.key in each.tally.counts for each in _at(given, Moment.BEFORE.value))
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
    means = [(Moment(moment).label, _mean(_at(given, moment), one)) for moment in MOMENTS]
    return {
        "label": one.label, "is_scale": one.is_scale, "bars": picture, "now": now.total, "before": before.total,
        "means": [(label, mean) for label, mean in means if mean.answers], "told": now.total or before.total,
    }  # fmt: skip


def _mean(given: list[Told], one: Asked) -> Mean:
    return mean_of(given, one.key) if one.is_scale else Mean()


def _sessions(request: HttpRequest, given: list[Told], names: _Names) -> dict[str, Any]:
    """One line for each session that is still kept, the latest first."""
    by_session: dict[uuid.UUID, dict[str, Told]] = {}
    for one in given:
        if one.session in names.sessions:
            by_session.setdefault(one.session, {})[one.moment] = one
    order = sorted(by_session, key=lambda key: names.sessions[key].starts_on, reverse=True)
    page = Paginator(order, PER_PAGE).get_page(request.GET.get("page"))
    listed = [(names.sessions[key], by_session[key]) for key in page]
    rows = [(row, reading.days_words(row), [counted.get(moment) for moment in MOMENTS]) for row, counted in listed]
    return {"page": page, "rows": rows}
