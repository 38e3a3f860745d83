"""The yearly report as a file; and what questionnaires of sessions say, asked by one person and confirmed by another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common.tables import Cell
from havre.record import taking
from havre.training.models import Programme
from havre.training.models_evaluation import Moment
from havre.training.outcomes import Asked, counted_surveys, edition_of, questions_of, told_of
from havre.training.results import Told, mean_of, rate_of, spread_of
from havre.training.yearly import report
from havre.vault.keys import key_cache

MOMENTS = [moment.value for moment in Moment]


def _rows(user: User, at: datetime) -> Iterator[list[Cell]]:
    """A line for each year, programme, moment, question and answer, as the page tells them."""
    titles = {one.pk: one.title for one in Programme.objects.all()}
    for survey in counted_surveys():
        with key_cache():
            told = told_of(survey)
        asked = questions_of(edition_of(survey).read(), told, MOMENTS)
        for year, programme, moment in sorted({(one.year, one.programme, one.moment) for one in told}, key=str):
            some = [one for one in told if (one.year, one.programme, one.moment) == (year, programme, moment)]
            head: list[Cell] = [survey.code, year, titles[programme], str(Moment(moment).label)]
            for question in asked:
                yield from ([*head, *line] for line in _lines(question, some, moment))


def _lines(question: Asked, some: list[Told], moment: str) -> Iterator[list[Cell]]:
    rate, mean = rate_of(some), mean_of(some, question.key)
    spread = spread_of(question.blocks[moment], {one.sending for one in some})
    steps = str(mean.steps) if question.is_scale and mean.steps is not None else ""
    for code, label in question.classes:
        count = spread.counts.get(code, 0) if spread.total else None
        yield [rate.invited, rate.answered, question.label, steps, str(label), _shown(count)]


def _shown(count: int | None) -> Cell:
    return _("masqué") if count is None else count


def _years(user: User, at: datetime) -> Iterator[list[Cell]]:
    """Counts, rates and money, trainings first; what was answered stands in the other table."""
    found = report()
    for label, part in ((_("formations"), found.trainings), (_("séminaires"), found.seminars)):
        for one in part.years:
            people = map(_shown, (one.people, *one.groups))
            money = [one.money.cost, one.money.income, one.money.a_person] if one.money else [None] * 3
            yield [label, one.year, one.held, *people, one.answered.invited, one.answered.answered, *money]


def register() -> None:
    """Offer the tables of this room."""
    _offer_report()
    heads = (
        gettext_lazy("Questionnaire"), gettext_lazy("Année"), gettext_lazy("Programme"), gettext_lazy("Moment"),
        gettext_lazy("Invités"), gettext_lazy("Réponses"), gettext_lazy("Question"), gettext_lazy("Moyenne"),
        gettext_lazy("Réponse"), gettext_lazy("Nombre"),
    )  # fmt: skip
    taking.offer(
        taking.Table(
            "training_results", gettext_lazy("Ce que disent les questionnaires des formations"),
            gettext_lazy("Par année, programme et moment : taux de réponse, moyennes, répartitions. Les petits nombres sont masqués ; aucun texte, aucun nom."),
            Permission.READ_SURVEY_RESULTS, alone=False, heads=heads, rows=_rows,
        )
    )  # fmt: skip


def _offer_report() -> None:
    heads = (
        gettext_lazy("Rencontres"), gettext_lazy("Année"), gettext_lazy("Sessions"), gettext_lazy("Personnes"),
        gettext_lazy("Travail social"), gettext_lazy("Santé"), gettext_lazy("Police, gendarmerie"), gettext_lazy("Justice, avocats"), gettext_lazy("Autre métier"),
        gettext_lazy("Invités"), gettext_lazy("Réponses"), gettext_lazy("Coût"), gettext_lazy("Recettes"), gettext_lazy("Coût par personne"),
    )  # fmt: skip
    taking.offer(
        taking.Table(
            "training_report", gettext_lazy("Bilan des formations"),
            gettext_lazy("Par année : sessions, personnes par métier, taux de réponse, coût. Les petits nombres sont masqués."),
            Permission.KEEP_TRAINING, alone=True, heads=heads, rows=_years,
        )
    )  # fmt: skip
