"""The yearly report: sessions, people by profession and region, answers, money. Small numbers hidden, for inside or outside.

Trainings and seminars are told apart: who is trained meets trafficking once a year, who comes to a seminar is a partner.
People come from anonymous facts, since 2007; answers from what was counted of closed questionnaires; money from the
sessions that are still kept.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from havre.common import words
from havre.common.disclosure import ALL, INSIDE, Shown, Table, last_year_told, protect
from havre.countries.fr.training import GROUPS, REGIONS
from havre.geo.departments import DEPARTMENTS
from havre.record.models import Fact
from havre.training.content import SEMINAR, TRAINING
from havre.training.counting import rating_of
from havre.training.models import Programme, Session, Teaching
from havre.training.moments import END, LATER
from havre.training.outcomes import counted_surveys, edition_of, told_of
from havre.training.reading import language
from havre.training.results import Mean, Rate, Told, mean_of_sums, rate_of
from havre.training.states import HELD

REGION_ORDER = sorted(REGIONS, key=[one.region_code for one in DEPARTMENTS].count)
"""Where regions are protected: those of few départements stand beside the one that was not said, and go with it."""
GROUP_ORDER = GROUPS.codes[::-1]
"""Where professions are protected: social work, which most are of, is the last to go with another."""


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
    held: int
    people: int | None
    groups: list[int | None]
    answered: Rate
    satisfaction: Mean
    use: Mean
    money: Money | None


@dataclass(frozen=True)
class Gatherings:
    """One kind of sessions, the last year first: how many were held, how many people came."""

    years: list[Year]
    held: int
    people: int | None

    @property
    def asked(self) -> list[Year]:
        """The years of which answers or money are told."""
        return [one for one in self.years if one.answered.invited or one.money]


@dataclass(frozen=True)
class Report:
    """``groups`` names the classes of ``Year.groups``; regions are those of the trainings, all years together.

    Nothing in it is of a year after ``last``.
    """

    last: int
    trainings: Gatherings
    seminars: Gatherings
    groups: list[str]
    regions: list[tuple[str, int | None]]


def report(k: int = INSIDE) -> Report:
    """As many statements for one year as for twenty. Means and people that fewer than ``k`` would make are hidden.

    What may leave the house stops where years stand still.
    """
    last = last_year_told(k, timezone.localdate())
    counted, spent = _counted(last), _spent()
    rated = [one for one in _rated() if one.told.year <= last]
    kinds = dict(Programme.objects.values_list("pk", "kind"))
    by_kind = {
        kind: _gatherings(
            counted[kind],
            [one for one in rated if kinds.get(one.told.programme) == kind],
            {year: sums for (year, of), sums in spent.items() if of == kind},
            k,
        )
        for kind in (TRAINING, SEMINAR)
    }
    groups = [GROUPS.label(code, language()) for code in GROUPS]
    return Report(last, by_kind[TRAINING], by_kind[SEMINAR], groups, _regions(counted[TRAINING].regions, k))


@dataclass
class Counted:
    """Sessions by year, people by year and profession, people by region."""

    held: Counter[int] = field(default_factory=Counter)
    groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)


def _counted(last: int) -> dict[str, Counted]:
    found = {TRAINING: Counted(), SEMINAR: Counted()}
    facts = Fact.objects.filter(kind__in=("session", "trained"), year__lte=last)
    for fact, year, values in facts.values_list("kind", "year", "values").iterator():
        counted = found[values["gathering"]]
        if fact == "session":
            counted.held[year] += 1
        else:
            group, region = values["group"], values["region"]
            counted.groups[str(year), group if group in GROUPS else GROUPS.codes[-1]] += 1
            counted.regions[region if region in REGIONS else "unknown"] += 1
    return found


def _gatherings(counted: Counted, rated: list[Rated], spent: dict[int, Spent], k: int) -> Gatherings:
    told = (one.told.year for one in rated)
    years = sorted({*counted.held, *(int(year) for year, _code in counted.groups), *told}, reverse=True)
    groups = protect(Table(counted.groups, [str(year) for year in years], GROUP_ORDER), k)
    listed = [_year(year, counted.held[year], groups, rated, spent.get(year), k) for year in years]
    return Gatherings(listed, counted.held.total(), groups.total)


@dataclass(frozen=True)
class Rated:
    """One sending, with the answers to the first scale of its questionnaire: (how many, their sum)."""

    told: Told
    rating: tuple[int, int] | None


def _rated() -> list[Rated]:
    ratings: dict[uuid.UUID | None, str] = {one.pk: rating_of(edition_of(one).read()) for one in counted_surveys()}
    return [Rated(one, one.tally.sums.get(ratings.get(one.survey, ""))) for one in told_of()]


@dataclass
class Spent:
    """How many sessions are kept, what they cost and brought in."""

    sessions: int
    cost: int
    income: int


def _spent() -> dict[tuple[int, str], Spent]:
    """By year and kind."""
    kept = Session.objects.filter(state__in=HELD).order_by().values_list("starts_on__year", "kind")
    found = {
        (year, kind): Spent(sessions, cost, income)
        for year, kind, sessions, cost, income in kept.annotate(n=Count("pk"), paid=Sum("cost"), got=Sum("income"))
    }
    given = Teaching.objects.filter(session__state__in=HELD).order_by()
    for year, kind, cost in given.values_list("session__starts_on__year", "session__kind").annotate(paid=Sum("cost")):
        found[year, kind].cost += cost
    return found


def _year(year: int, held: int, groups: Shown, rated: list[Rated], spent: Spent | None, k: int) -> Year:
    people = groups[str(year), ALL]
    given = [one for one in rated if one.told.year == year]
    end, later = ([one for one in given if one.told.moment == moment] for moment in (END, LATER))
    return Year(
        year, held, people, [groups[str(year), code] for code in GROUPS], rate_of(one.told for one in given),
        _mean(end, k), _mean(later, k), _money(spent, held, people),
    )  # fmt: skip


def _mean(given: list[Rated], k: int) -> Mean:
    found = mean_of_sums(one.rating for one in given)
    return found if found.answers >= k else Mean()


def _money(spent: Spent | None, held: int, people: int | None) -> Money | None:
    """A year of which sessions have gone already is not told by the rest of them."""
    if spent is None or spent.sessions < held:
        return None
    return Money(spent.cost, spent.income, round(spent.cost / people) if people else None)


def _regions(counts: Counter[str], k: int) -> list[tuple[str, int | None]]:
    """Over all years together: year by year a region would be a handful of people."""
    shown = protect(Table.of_parts(counts, REGION_ORDER), k)
    named = [(REGIONS.label(code, language()), shown.part(code)) for code in REGIONS if counts[code]]
    return sorted(named, key=lambda one: (one[1] is None, -(one[1] or 0), one[0]))


def mean_words(mean: Mean) -> str:
    """«4,5», nothing where it is not told."""
    return "" if mean.steps is None else number_format(f"{mean.steps:g}")


def number_words(count: int | None) -> str:
    """«1 200», or that it is hidden."""
    return _("masqué") if count is None else words.grouped(count)
