"""The numbers of a year, and its tables as files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common.disclosure import INSIDE, OUTSIDE, last_year_told
from havre.countries.fr.published import PUBLISHED, WAIT_TARGET_DAYS
from havre.evaluation import files, wording
from havre.evaluation.figures import read_years
from havre.evaluation.pages import Book
from havre.record import facts


def smallest_told(user: Any) -> int:
    """The smallest count that this reader is told."""
    return INSIDE if may(user, P.READ_NUMBERS) else OUTSIDE


def _book(request: HttpRequest, year: int) -> Book:
    """Raises ``Http404`` for a year that this reader is not told."""
    today = timezone.localdate()
    years = read_years(k=smallest_told(request.user), today=today)
    if year not in years:
        raise Http404
    return Book(years, year, running=today.year)


@require_safe
@opens(P.READ_NUMBERS, P.READ_PUBLIC_NUMBERS)
def latest(request: HttpRequest) -> HttpResponse:
    return redirect("evaluation:year", year=last_year_told(smallest_told(request.user), timezone.localdate()))


@require_safe
@opens(P.READ_NUMBERS, P.READ_PUBLIC_NUMBERS)
def year(request: HttpRequest, year: int) -> HttpResponse:
    book = _book(request, year)
    now = timezone.now()
    running = year == book.running
    before = book.before
    context = {
        "book": book,
        "years": sorted(book.years, reverse=True),
        "headline": wording.headline(book.year, running=running),
        "counted": wording.counted(facts.counted_until(now), timezone.localdate(now)) if running else "",
        "before": before.admitted if before else None,
        "published": PUBLISHED.get(year),
        "least": book.year.k,
        "target": WAIT_TARGET_DAYS,
        "admitted": book.columns("purposes", _("Personnes accueillies, année après année"), _("Accueillies"), small=False),
        "dots": book.dots(),
        "series": _series(book),
        "waits": book.waits(_("Jours jusqu’à une place")),
        "way": [
            book.figure("requests", _("Qui oriente")),
            book.figure("refused", _("Une autre réponse")),
            book.figure("unplaced", _("Aucune place à temps")),
            book.figure("refusals", _("Quand un lieu d’accueil dit non")),
        ],
        "lived": [book.figure("genders", _("Genre")), book.figure("purposes", _("Formes")), book.means(_("Moyens"))],
        "people": book.people(),
        "pregnant": book.year.table("pregnant").part("yes"),
        "ends": [book.figure("exits", _("Où elles vont ensuite")), book.figure("stays", _("Durée des séjours"))],
        "advice": [book.figure("advice", _("Conseils")), book.figure("advice_urgency", _("Pour quand")), book.figure("local_work", _("Travail local"))],
        "overrides": book.figure("overrides", _("Exceptions à la distance")),
    }  # fmt: skip
    return render(request, "evaluation/year.html", context)


def _series(book: Book) -> list[Any]:
    found = [
        book.columns("calls", _("Appels"), _("Appels")),
        book.columns("requests", _("Demandes"), _("Demandes")),
        book.columns("refused", _("Une autre réponse"), _("Demandes")),
        book.columns("unplaced", _("Aucune place à temps"), _("Recherches")),
        book.columns("refusals", _("Refus des lieux d’accueil"), _("Refus")),
        book.columns("overrides", _("Exceptions à la distance"), _("Exceptions")),
    ]
    return [columns for columns in found if columns.told]


@require_safe
@opens(P.READ_NUMBERS, P.READ_PUBLIC_NUMBERS)
def table(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """One table as a file."""
    if name not in files.NAMES:
        raise Http404
    book = _book(request, year)
    response = HttpResponse(files.write_csv(book, name), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{year}.csv"'
    return response
