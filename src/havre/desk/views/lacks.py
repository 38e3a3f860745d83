"""What the network lacks: for those who look for new partners."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.disclosure import INSIDE
from havre.desk import lacks as found
from havre.desk import lacks_words as words
from havre.evaluation.figures import read_years
from havre.evaluation.pages import Book
from havre.placements.capacity import known_shelters
from havre.placements.problem import table_of_all


@require_safe
@opens(Permission.KEEP_DIRECTORY)
def lacks(request: HttpRequest) -> HttpResponse:
    """What no house has, most needed first; by region; why searches and houses said no. Who waits counts only for those
    who read situations."""
    user, now = signed_in(request), timezone.now()
    today = timezone.localdate(now)
    table = table_of_all(now) if may(user, Permission.COORDINATE) else None
    profiles = found.members(known_shelters(), today)
    years = read_years(k=INSIDE, today=today)
    year = found.year_told(years, today)
    book = Book(years, year.year, today.year)
    regions = found.by_region(profiles)
    return render(
        request,
        "desk/lacks.html",
        {
            "lacks": words.lines(found.lacks(profiles, year.unmet), year.year),
            "houses": len(profiles),
            "year": year.year,
            "reasons": [
                book.figure("unplaced", _("Aucune place à temps")),
                book.figure("refusals", _("Pourquoi les lieux ont dit non")),
            ],
            "regions": words.region_lines(regions),
            "map": words.region_map(regions),
            "waiting": words.obstacle_lines(found.in_the_way(table)) if table else None,
        },
    )
