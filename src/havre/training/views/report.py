"""The yearly report: sessions, and people by profession and region, from anonymous facts; small numbers hidden."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens
from havre.common.disclosure import INSIDE, Shown, Table, protect
from havre.countries.fr.training import GROUPS, REGIONS
from havre.record.models import Fact
from havre.training.content import SEMINAR, TRAINING
from havre.training.reading import language
from havre.training.views.access import KEEP

PARTS = ("group", "region")


@opens(KEEP)
@require_safe
def by_year(request: HttpRequest) -> HttpResponse:
    """The running year counts what was held until last night."""
    facts = Fact.objects.filter(kind__in=("session", "trained")).values_list("kind", "year", "values")
    held: dict[int, Counter[str]] = {}
    came: dict[str, Counter[tuple[str, str]]] = {part: Counter() for part in PARTS}
    for kind, year, values in facts.iterator():
        if kind == "session":
            held.setdefault(year, Counter())[values["gathering"]] += 1
        else:
            for part in PARTS:
                came[part][str(year), values[part]] += 1
    years = sorted({*held, *(int(year) for year, _code in came["group"])}, reverse=True)
    groups = _told(came["group"], years, GROUPS.codes)
    context = {
        "years": [_year(year, held.get(year, Counter()), groups) for year in years],
        "groups": [GROUPS.label(code, language()) for code in GROUPS],
        "regions": _regions(came["region"]),
        "sessions": sum(one[TRAINING] for one in held.values()),
        "seminars": sum(one[SEMINAR] for one in held.values()),
        "people": sum(came["group"].values()),
    }
    return render(request, "training/report.html", context)


def _told(counts: Counter[tuple[str, str]], years: list[int], codes: tuple[str, ...]) -> Shown:
    known = Counter({(year, code if code in codes else codes[-1]): 0 for year, code in counts})
    for (year, code), count in counts.items():
        known[year, code if code in codes else codes[-1]] += count
    return protect(Table(known, [str(year) for year in years], list(codes)), INSIDE)


def _year(year: int, held: Counter[str], groups: Shown) -> dict[str, Any]:
    return {
        "year": year, "sessions": held[TRAINING], "seminars": held[SEMINAR], "people": groups[str(year), "*"],
        "groups": [groups[str(year), code] for code in GROUPS],
    }  # fmt: skip


def _regions(counts: Counter[tuple[str, str]]) -> list[tuple[str, int | None]]:
    """Over all years together: year by year a region would be a handful of people."""
    total = Counter[str]()
    for (_year_of, code), count in counts.items():
        total[code if code in REGIONS else "unknown"] += count
    shown = protect(Table.of_parts(dict(total), list(REGIONS.codes)), INSIDE)
    named = [(REGIONS.label(code, language()), shown.part(code)) for code in REGIONS if total[code]]
    return sorted(named, key=lambda one: (one[1] is None, -(one[1] or 0), one[0])) or [(_("Personne encore."), 0)]
