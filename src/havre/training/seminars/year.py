"""How many seminars a year has, held or planned, against what the agreement says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from havre.countries.fr.training import SECOND_SEMINAR_BY, SEMINARS_A_YEAR
from havre.training.content import SEMINAR
from havre.training.models import Session


@dataclass(frozen=True)
class Year:
    """``is_late``: the year is well on, and one is missing that is not even planned."""

    year: int
    count: int
    wanted: int
    is_late: bool


def of_year(year: int, today: date) -> Year:
    """One statement. Source of the number: DOMAIN.md §4 (R16)."""
    count = Session.objects.filter(kind=SEMINAR, starts_on__year=year).exclude(state="cancelled").count()
    wanted = SEMINARS_A_YEAR.value
    late = year == today.year and today.month >= SECOND_SEMINAR_BY.value and count < wanted
    return Year(year, count, wanted, late)
