"""The yearly report: sessions, people by profession and region, answers, money. Small numbers hidden, for inside or outside.

People come from anonymous facts, since 2007; answers from what was counted of closed questionnaires; money from the
sessions that are still kept.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from havre.common.disclosure import INSIDE, Shown, Table, protect
from havre.countries.fr.training import GROUPS, REGIONS
from havre.record.models import Fact
from havre.training.content import SEMINAR, TRAINING
from havre.training.counting import rating_of
from havre.training.models import Session, Teaching
from havre.training.moments import END, LATER
from havre.training.outcomes import counted_surveys, edition_of, told_of
from havre.training.reading import language
from havre.training.results import Mean, Rate, Told, mean_of_sums, rate_of
from havre.training.states import HELD

Years = dict[int, Counter[str]]


@dataclass(frozen=True)
class Money:
    """Euros of the sessions held in a year, their trainers included; ``a_person`` is not told where people are not."""

    cost: int
    income: int
    a_person: int | None


@dataclass(frozen=True)
class Year:
    """``people`` and ``groups`` are ``None`` where hidden; ``money`` where sessions of that year are no longer kept."""

    year: int
    sessions: int
    seminars: int
    people: int | None
    groups: list[int | None]
    answered: Rate
    satisfaction: Mean
    use: Mean
    money: Money | None


@dataclass(frozen=True)
class Report:
    years: list[Year]
    groups: list[str]
    regions: list[tuple[str, int | None]]
    sessions: int
    seminars: int
    people: int | None


def report(k: int = INSIDE) -> Report:
    """As many statements for one year as for twenty. Means and people that fewer than ``k`` would make are hidden."""
    held, by_group, by_region = _counted()
    money, told = _spent(), _rated()
    years = sorted({*held, *(int(year) for year, _code in by_group), *(one.told.year for one in told)}, reverse=True)
    groups = _protected(by_group, years, k)
    return Report(
        [_year(year, held.get(year, Counter()), groups, told, money, k) for year in years],
        [GROUPS.label(code, language()) for code in GROUPS],
        _regions(by_region, k),
        sum(one[TRAINING] for one in held.values()),
        sum(one[SEMINAR] for one in held.values()),
        groups.total,
    )


def _counted() -> tuple[Years, Counter[tuple[str, str]], Counter[str]]:
    """Sessions by year, people by year and profession, people by region."""
    held: Years = {}
    by_group: Counter[tuple[str, str]] = Counter()
    by_region: Counter[str] = Counter()
    facts = Fact.objects.filter(kind__in=("session", "trained")).values_list("kind", "year", "values")
    for kind, year, values in facts.iterator():
        if kind == "session":
            held.setdefault(year, Counter())[values["gathering"]] += 1
        else:
            group, region = values["group"], values["region"]
            by_group[str(year), group if group in GROUPS else GROUPS.codes[-1]] += 1
            by_region[region if region in REGIONS else "unknown"] += 1
    return held, by_group, by_region


def _protected(counts: Counter[tuple[str, str]], years: list[int], k: int) -> Shown:
    return protect(Table(counts, [str(year) for year in years], list(GROUPS.codes)), k)


@dataclass(frozen=True)
class Rated:
    """One sending, with the answers to the first scale of its questionnaire: (how many, their sum)."""

    told: Told
    rating: tuple[int, int] | None


def _rated() -> list[Rated]:
    ratings: dict[uuid.UUID | None, str] = {one.pk: rating_of(edition_of(one).read()) for one in counted_surveys()}
    return [Rated(one, one.tally.sums.get(ratings.get(one.survey, ""))) for one in told_of()]


def _spent() -> dict[int, dict[str, int]]:
    """Year → how many sessions are kept, what they cost and brought in."""
    kept = Session.objects.filter(state__in=HELD).order_by().values("starts_on__year")
    found = {
        row["starts_on__year"]: {"sessions": row["n"], "cost": row["paid"], "income": row["got"]}
        for row in kept.annotate(n=Count("pk"), paid=Sum("cost"), got=Sum("income"))
    }
    given = Teaching.objects.filter(session__state__in=HELD).order_by().values("session__starts_on__year")
    for row in given.annotate(paid=Sum("cost")):
        found[row["session__starts_on__year"]]["cost"] += row["paid"]
    return found


def _year(
    year: int, held: Counter[str], groups: Shown, told: list[Rated], money: dict[int, dict[str, int]], k: int
) -> Year:
    people = groups[str(year), "*"]
    given = [one for one in told if one.told.year == year]
    end, later = ([one for one in given if one.told.moment == moment] for moment in (END, LATER))
    return Year(
        year, held[TRAINING], held[SEMINAR], people, [groups[str(year), code] for code in GROUPS], rate_of(one.told for one in given),
        _mean(end, k), _mean(later, k), _money(money.get(year), held.total(), people),
    )  # fmt: skip


def _mean(given: list[Rated], k: int) -> Mean:
    found = mean_of_sums(one.rating for one in given)
    return found if found.answers >= k else Mean()


def _money(spent: dict[str, int] | None, held: int, people: int | None) -> Money | None:
    """A year of which sessions have gone already is not told by the rest of them."""
    if spent is None or spent["sessions"] < held:
        return None
    return Money(spent["cost"], spent["income"], round(spent["cost"] / people) if people else None)


def _regions(counts: Counter[str], k: int) -> list[tuple[str, int | None]]:
    """Over all years together: year by year a region would be a handful of people."""
    shown = protect(Table.of_parts(counts, list(REGIONS.codes)), k)
    named = [(REGIONS.label(code, language()), shown.part(code)) for code in REGIONS if counts[code]]
    return sorted(named, key=lambda one: (one[1] is None, -(one[1] or 0), one[0])) or [(_("Personne encore."), 0)]


def mean_words(mean: Mean) -> str:
    """«4,5», nothing where it is not told."""
    return "" if mean.steps is None else number_format(f"{mean.steps:g}")


def number_words(count: int | None) -> Any:
    return _("masqué") if count is None else count
