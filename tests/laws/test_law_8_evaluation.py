"""Law 8: whoever reads every number that is told, of all tables and all years together, finds nobody."""

from __future__ import annotations

import random
from datetime import date

import pytest
from ortools.linear_solver import pywraplp

from havre.common.disclosure import ALL, INSIDE, OUTSIDE
from havre.countries.fr.trafficking import CONTROL
from havre.evaluation.classes import FIGURES, MEANS
from havre.evaluation.figures import Year, read_years
from havre.evaluation.files import NAMES, write_csv
from havre.evaluation.pages import Book
from havre.record.guard import housekeeping
from havre.record.models import Fact

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY = date(2026, 11, 21)
MANY = 1_000


def invent(year: int, rng: random.Random) -> list[Fact]:
    """A year of facts, lopsided as the field is: one large class, many of one, two or three."""
    made: list[tuple[str, dict[str, object]]] = []
    for _ in range(rng.choice([0, 3, 12, 40, 80])):
        purpose = rng.choices(["sexual", "labour", "crime", "begging", "unknown"], [85, 8, 4, 2, 1])[0]
        age = rng.choices(["0-17", "18-23", "24-30", "31-38", "39-47", "48+"], [1, 30, 40, 20, 6, 3])[0]
        gender = rng.choices(["Feminine", "Masculine", "NonConforming"], [90, 8, 2])[0]
        made.append(("admission", {"gender": gender, "age": age, "purpose": purpose,
                                   "with_children": rng.random() < 0.2, "pregnant": rng.random() < 0.06}))  # fmt: skip
        made.append(("wait", {"days": rng.choice(["2", "5", "6", "6", "8", "12", "15-30", "61+"])}))
        made += [("means", {"means": means}) for means in CONTROL if rng.random() < 0.15]
    for _ in range(rng.choice([0, 4, 9, 100])):
        made.append(
            ("request", {"referrer": rng.choices(["association", "health", "state", "other"], [50, 30, 3, 1])[0]})
        )
    for _ in range(rng.choice([1, 7, 20])):
        made.append(
            (
                "not_admitted",
                {"decision": "redirected", "reason": rng.choice(["declined", "handled_elsewhere", "no_place_in_time"])},
            )
        )
        made.append(("unplaced", {"obstacle": rng.choice(["free", "distance", "care"])}))
        made.append(("refusal", {"reason": rng.choice(["no_place", "nationality", "team_overloaded"])}))
        made.append(
            (
                "exit",
                {
                    "reason": rng.choice(["social_housing", "prison", "moved"]),
                    "months": rng.choice(["0-2", "3-5", "24+"]),
                },
            )
        )
        made.append(("override", {"granted": rng.choice(["two", "alone"])}))
    return [Fact(kind=kind, year=year, values=values) for kind, values in made]


@pytest.fixture
def facts(db: None) -> None:
    rng = random.Random(7)
    with housekeeping("facts"):
        for year in range(2015, 2027):
            Fact.objects.bulk_create(invent(year, rng))


class Reader:
    """Somebody who knows all that is told of a year, and what every reader knows: a total is the sum of its parts, every
    table of the people admitted counts the same people, and who is not under a means of control is without it."""

    def __init__(self, year: Year) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.hidden: dict[str, pywraplp.Variable] = {}
        self._totals: dict[str, object] = {}
        for name, figure in FIGURES.items():
            self._read_table(name, figure.kind, year)
        self._read_means(year)
        self._read_waits(year)

    def _read_table(self, name: str, kind: str, year: Year) -> None:
        table = year.table(name)
        cells = {cell: self._known(f"{year.year} {name} {cell}", count) for cell, count in table.cells.items()}
        columns = table.columns or (ALL,)
        for row in table.rows:
            if table.columns:
                self.solver.Add(cells[row, ALL] == sum(cells[row, c] for c in columns))
        for column in columns:
            self.solver.Add(cells[ALL, column] == sum(cells[row, column] for row in table.rows))
        if table.columns:
            self.solver.Add(cells[ALL, ALL] == sum(cells[ALL, c] for c in columns))
        same = self._totals.setdefault(kind if not FIGURES[name].without else name, cells[ALL, ALL])
        self.solver.Add(same == cells[ALL, ALL])

    def _read_means(self, year: Year) -> None:
        for code, count in year.means.items():
            under = self._known(f"{year.year} means {code}", count)
            without = self._known(f"{year.year} without {code}", None)
            self.solver.Add(under + without == self._totals["admission"])
            if count is not None:
                del self.hidden[f"{year.year} without {code}"]  # whoever knows one of both knows the other

    def _read_waits(self, year: Year) -> None:
        if year.waits.bands:
            self.solver.Add(sum(band.count for band in year.waits.bands) == self._totals["admission"])

    def _known(self, name: str, count: int | None) -> pywraplp.Variable:
        if count is not None:
            return self.solver.NumVar(count, count, name)
        self.hidden[name] = self.solver.NumVar(0, MANY, name)
        return self.hidden[name]

    def widths(self) -> dict[str, int]:
        """Between how many values each hidden number may lie."""
        found = {}
        for name, variable in self.hidden.items():
            self.solver.Minimize(variable)
            assert self.solver.Solve() == pywraplp.Solver.OPTIMAL
            low = variable.solution_value()
            self.solver.Maximize(variable)
            assert self.solver.Solve() == pywraplp.Solver.OPTIMAL
            found[name] = round(variable.solution_value() - low)
        return found


@pytest.mark.parametrize("k", [INSIDE, OUTSIDE])
def test_no_hidden_number_can_be_told_from_all_the_others(facts: None, k: int) -> None:
    hidden = 0
    for year in read_years(k=k, today=TODAY).values():
        widths = Reader(year).widths()
        hidden += len(widths)
        assert {name: width for name, width in widths.items() if width < k} == {}
    assert hidden > 100


@pytest.mark.parametrize("k", [INSIDE, OUTSIDE])
def test_no_file_holds_a_number_from_1_to_k_less_one(facts: None, k: int) -> None:
    years = read_years(k=k, today=TODAY)
    told = set()
    for year in years:
        for name in NAMES:
            lines = write_csv(Book(years, year, TODAY.year), name).splitlines()[1:]
            days = [line for line in lines if "jours)" in line]  # a quartile counts days, not people
            for line in lines:
                if line not in days:
                    counts = line.split(";")[1:-1] if name == "years" else line.split(";")[1:]
                    told |= {int(cell) for cell in counts if cell.isdecimal()}
    assert told and all(count == 0 or count >= k for count in told)


def test_no_two_tables_of_a_year_count_the_same_people_along_the_same_dimension() -> None:
    counted = [
        (figure.kind, dimension.name, figure.without)
        for figure in FIGURES.values()
        for dimension in (figure.rows, figure.columns)
        if dimension is not None
    ]

    assert len(counted) == len(set(counted))
    assert len(set(MEANS)) == len(MEANS)


def test_the_same_year_reads_the_same_from_every_page(facts: None) -> None:
    """What the book of 2020 tells of 2019 beside it is what the book of 2019 tells: no difference gives a number away."""
    years = read_years(k=INSIDE, today=TODAY)
    for year in (2018, 2019, 2020):
        beside = Book(years, year + 1, TODAY.year).before
        assert beside is None or all(beside.table(n) == years[year].table(n) for n in FIGURES)
