"""The yearly report as a page, and as a paper that may leave the house."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens
from havre.common import words
from havre.common.disclosure import OUTSIDE
from havre.training.papers import report_pdf
from havre.training.views.access import KEEP, as_pdf
from havre.training.yearly import Report, Year, mean_words, number_words, report


@opens(KEEP)
@require_safe
def by_year(request: HttpRequest) -> HttpResponse:
    """The running year counts what was held until last night."""
    found = report()
    asked = [one for one in found.years if one.answered.invited or one.money]
    return render(request, "training/report.html", {"report": found, "asked": asked})


@opens(KEEP)
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """For the annual report: nothing in it counts fewer than eleven people."""
    return as_pdf(report_pdf(_paper(report(OUTSIDE))), "bilan-formations")


def _paper(found: Report) -> dict[str, object]:
    """Headings and cells as words."""
    people = [
        _("Année"),
        _("Formations"),
        _("Séminaires"),
        _("Personnes"),
        *(one[:1].upper() + one[1:] for one in found.groups),
    ]
    answers = [
        _("Année"),
        _("Réponses"),
        _("Satisfaction"),
        _("Usage au travail"),
        _("Coût"),
        _("Recettes"),
        _("Coût par personne"),
    ]
    told = {"sessions": found.sessions, "seminars": found.seminars, "people": number_words(found.people)}
    return {
        "title": _("Bilan des formations"),
        "day": words.day_and_year(timezone.localdate()),
        "sentence": _("Formations : %(sessions)s. Séminaires : %(seminars)s. Personnes venues : %(people)s.") % told,
        "note": _("Compté sans aucun nom. Masqué : moins de onze personnes, ou ce qui le laisserait retrouver."),
        "tables": [
            {
                "caption": _("Par année et par métier"), "heads": people,
                "rows": [[str(cell) for cell in (one.year, one.sessions, one.seminars, *map(number_words, (one.people, *one.groups)))] for one in found.years],
            },
            {
                "caption": _("Réponses et argent"), "heads": answers,
                "rows": [[str(one.year), *_answers(one)] for one in found.years if one.answered.invited or one.money],
            },
            {
                "caption": _("Par région, toutes les années"), "heads": [_("Région"), _("Personnes")],
                "rows": [[label, str(number_words(count))] for label, count in found.regions],
            },
        ],
    }  # fmt: skip


def _answers(one: Year) -> list[str]:
    rate, money = one.answered, one.money
    euros = (
        [words.euros(money.cost), words.euros(money.income), words.euros(money.a_person) if money.a_person else "–"]
        if money
        else ["–"] * 3
    )
    means = [mean_words(mean) or "–" for mean in (one.satisfaction, one.use)]
    return [f"{rate.answered} / {rate.invited}" if rate.invited else "–", *means, *euros]
