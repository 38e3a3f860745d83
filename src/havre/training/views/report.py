"""The yearly report as a page, and as a paper that may leave the house."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens
from havre.common import words
from havre.common.charts import Bar, Bars, Columns, YearCount
from havre.common.disclosure import OUTSIDE
from havre.training.papers import report_pdf
from havre.training.views.access import KEEP, as_pdf
from havre.training.yearly import Gatherings, Report, Year, mean_words, number_words, report

DRAWN = 10
"""Years in a picture."""


@opens(KEEP)
@require_safe
def by_year(request: HttpRequest) -> HttpResponse:
    """The running year counts what was held until last night."""
    found = report()
    drawn = [
        _columns(found.trainings, "trained", _("Personnes formées")),
        _columns(found.seminars, "seminars", _("Personnes venues aux séminaires")),
    ]
    drawn = [columns for columns in drawn if columns.told]
    page = {"report": found, "sentence": _sentence(found), "drawn": drawn, "regions": _bars(found.regions)}
    return render(request, "training/report.html", page)


def _columns(part: Gatherings, key: str, title: str) -> Columns:
    running = timezone.localdate().year
    years = [YearCount(one.year, one.people, running=one.year == running) for one in part.years[:DRAWN]]
    return Columns(title, years[::-1], f"people-{key}", _("Personnes"), small=True)


def _bars(regions: list[tuple[str, int | None]]) -> Bars | None:
    rows = [Bar(label, count) for label, count in regions]
    return Bars(_("Personnes formées, par région"), _("Région"), rows, _("Personnes")) if rows else None


def _sentence(found: Report) -> str:
    """«154 formations, 2 958 personnes formées. 40 séminaires, 1 421 personnes venues.» Hidden where it must be."""
    trainings, seminars = (
        {"held": words.grouped(part.held), "people": number_words(part.people)}
        for part in (found.trainings, found.seminars)
    )
    told = [
        _("Formations : %(held)s, personnes formées : %(people)s.") % trainings,
        _("Séminaires : %(held)s, personnes venues : %(people)s.") % seminars,
    ]
    return " ".join(told)


@opens(KEEP)
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """For the annual report: nothing in it counts fewer than eleven people, or is of a year that still changes."""
    return as_pdf(report_pdf(_paper(report(OUTSIDE))), "bilan-formations")


def _paper(found: Report) -> dict[str, object]:
    """Headings and cells as words."""
    kinds = ((_("Formations"), found.trainings), (_("Séminaires"), found.seminars))
    return {
        "title": _("Bilan des formations"),
        "day": words.day_and_year(timezone.localdate()),
        "sentence": _sentence(found),
        "note": _(
            "Jusqu’à la fin de %(year)s. Compté sans aucun nom. "
            "Masqué : moins de onze personnes, ou ce qui le laisserait retrouver."
        ) % {"year": found.last},
        "tables": [
            *(_people(title, part, found.groups) for title, part in kinds if part.years),
            *(_money(title, part) for title, part in kinds if part.asked),
            {
                "caption": _("Personnes formées, par région, toutes les années"), "heads": [_("Région"), _("Personnes")],
                "rows": [[label, number_words(count)] for label, count in found.regions],
            },
        ],
    }  # fmt: skip


def _people(title: str, part: Gatherings, groups: list[str]) -> dict[str, object]:
    labels = [one[:1].upper() + one[1:] for one in groups]
    return {
        "caption": f"{title}, {_('par année et par métier')}",
        "heads": [_("Année"), _("Sessions"), _("Personnes"), *labels],
        "rows": [
            [str(one.year), words.grouped(one.held), *map(number_words, (one.people, *one.groups))]
            for one in part.years
        ],
    }


def _money(title: str, part: Gatherings) -> dict[str, object]:
    return {
        "caption": f"{title}, {_('réponses et argent')}",
        "heads": [
            _("Année"), _("Réponses"), _("Satisfaction"), _("Usage au travail"), _("Coût"), _("Recettes"), _("Coût par personne"),
        ],
        "rows": [[str(one.year), *_answers(one)] for one in part.asked],
    }  # fmt: skip


def _answers(one: Year) -> list[str]:
    rate, money = one.answered, one.money
    euros = (
        [words.euros(money.cost), words.euros(money.income), words.euros(money.a_person) if money.a_person else "–"]
        if money
        else ["–"] * 3
    )
    means = [mean_words(mean) or "–" for mean in (one.satisfaction, one.use)]
    return [f"{words.grouped(rate.answered)} / {words.grouped(rate.invited)}" if rate.invited else "–", *means, *euros]
