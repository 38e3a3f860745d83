"""The yearly report: people from facts, answers from closed questionnaires, money of the sessions kept; nothing small."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.common.disclosure import OUTSIDE
from havre.record import guard, taking
from havre.record.facts import write_pending
from havre.record.models import Fact
from havre.training import operations
from havre.training.models import Session
from havre.training.yearly import Money, Report, report
from tests.cast import AT, Cast
from tests.surveys.example import a_survey
from tests.training.pdf import words
from tests.training.story import AFTERWARDS, held
from tests.training.test_questionnaires import LAST_EVENING, closed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def a_year(cast: Cast, people: int) -> Session:
    """A session held, asked at its end and paid for."""
    session, _rows = held(cast.nora, *(f"Personne{number} X" for number in range(people)))
    paul = operations.add_trainer(name="Paul P.", by=cast.nora, at=AT)
    operations.add_teaching(session, trainer=paul, hours=7, cost=300, by=cast.nora, at=AT)
    session.refresh_from_db()
    from tests.training.story import planned

    plan = planned(cost=900, income=1_500, seats=25)
    operations.change_session(session, planned=plan, by=cast.nora, at=LAST_EVENING)
    closed(cast, session, a_survey(cast.project), "end", "5" * people, at=LAST_EVENING)
    write_pending(AFTERWARDS)
    return session


def facts_of(gathering: str, year: int, people: int, region: str = "84", group: str = "social") -> None:
    """One session, and who came."""
    values = {"gathering": gathering, "group": group, "region": region}
    with guard.housekeeping("test"):
        Fact.objects.create(kind="session", year=year, values={"gathering": gathering})
        Fact.objects.bulk_create(Fact(kind="trained", year=year, values=values) for _ in range(people))


NEXT_FEBRUARY = datetime(AFTERWARDS.year + 1, 2, 1, 9, tzinfo=UTC)


def told(k: int = 5, at: datetime = AFTERWARDS) -> Report:
    with time_machine.travel(at, tick=False):
        return report(k)


def test_a_year_tells_people_satisfaction_and_what_a_person_cost(cast: Cast) -> None:
    a_year(cast, 6)

    (year,) = told().trainings.years

    assert (year.held, year.people, year.groups) == (1, 6, [6, 0, 0, 0, 0])
    assert (year.answered.answered, year.satisfaction.steps, year.use.answers) == (6, 5.0, 0)
    assert year.money == Money(1_200, 1_500, 200)


def test_who_is_trained_is_not_counted_together_with_who_comes_to_a_seminar(cast: Cast) -> None:
    a_year(cast, 6)
    facts_of("seminar", 2026, 70)

    found = told()

    assert (found.trainings.held, found.trainings.people, found.seminars.held, found.seminars.people) == (1, 6, 1, 70)
    (year,), (of_seminars,) = found.trainings.years, found.seminars.years
    assert (year.answered.answered, of_seminars.answered.answered) == (6, 0), "answers go with their kind"
    assert (year.money, of_seminars.money) == (Money(1_200, 1_500, 200), None)
    assert sum(count or 0 for _region, count in found.regions) == 6, "regions are told of trainings alone"


def test_a_region_that_few_did_not_say_hides_a_small_region_not_the_greatest(cast: Cast) -> None:
    """The capital's and the Lyon region have a dozen départements each; Guadeloupe is one."""
    counts = {"unknown": 2, "84": 300, "11": 280, "01": 14, "02": 12}
    for region, count in counts.items():
        facts_of("training", 2025, count, region)

    hidden = {label for label, count in told().regions if count is None}

    assert hidden == {"région non dite", "Guadeloupe"}


def test_a_profession_of_few_hides_its_neighbour_and_not_most_of_those_who_came(cast: Cast) -> None:
    many = {"social": 60, "health": 20, "police": 15, "justice": 9, "other": 8}
    for year, others in ((2023, 8), (2024, 3), (2025, 8)):
        for group, count in (many | {"other": others}).items():
            facts_of("training", year, count, group=group)

    groups = {one.year: one.groups for one in told().trainings.years}

    assert groups[2024] == [60, 20, 15, None, None]
    assert all(year_groups[0] == 60 for year_groups in groups.values())


def test_the_page_draws_the_years_and_groups_great_numbers(cast: Cast) -> None:
    a_year(cast, 6)
    facts_of("seminar", 2025, 1_200)
    nora = Client()
    with time_machine.travel(AFTERWARDS, tick=False):
        nora.force_login(cast.nora)
        page = nora.get(reverse("training:report")).content.decode().replace("\u00a0", " ")

    assert "personnes venues : 1 200." in page
    assert page.count('<svg class="columns"') == 2


def test_outside_eleven_are_wanted_and_nothing_gives_the_number_away(cast: Cast) -> None:
    a_year(cast, 6)

    found = told(OUTSIDE, NEXT_FEBRUARY)

    (year,) = found.trainings.years
    assert (found.trainings.people, year.people, year.satisfaction.steps) == (None, None, None)
    assert year.money == Money(1_200, 1_500, None), "the cost of one person would tell how many they were"


def test_outside_a_year_is_told_once_it_stands_still(cast: Cast) -> None:
    """Two papers of a running year would tell who came between them."""
    facts_of("training", 2025, 30)
    a_year(cast, 12)

    running, settled = told(OUTSIDE), told(OUTSIDE, NEXT_FEBRUARY)

    assert [one.year for one in running.trainings.years] == [2025]
    assert (running.last, running.trainings.held, running.trainings.people) == (2025, 1, 30)
    assert sum(count or 0 for _region, count in running.regions) == 30
    assert (settled.trainings.held, settled.trainings.people) == (2, 42)


def test_money_is_not_told_of_a_year_whose_sessions_have_gone(cast: Cast) -> None:
    a_year(cast, 6)
    years_on = AT + timedelta(days=6 * 365)
    session = Session.objects.get()
    operations.evaluate_session(session, by=cast.nora, at=LAST_EVENING)
    with time_machine.travel(years_on, tick=False):
        operations.forget_old(years_on)

    (year,) = told().trainings.years

    assert (year.people, year.satisfaction.steps, year.money) == (6, 5.0, None)


def test_the_paper_and_the_file_say_what_they_may(cast: Cast) -> None:
    a_year(cast, 12)
    nora = Client()
    with time_machine.travel(NEXT_FEBRUARY, tick=False):
        nora.force_login(cast.nora)
        paper = nora.get(reverse("training:report_paper"))
        page = nora.get(reverse("training:report")).content.decode().replace("\u00a0", " ")
    table = taking.find("training_report")
    assert table is not None

    assert "Bilandesformations" in words(paper.content)
    assert "100€" in words(paper.content)
    assert "12 / 12" in page
    assert [list(line)[:4] for line in table.rows(cast.nora, AFTERWARDS)] == [["formations", 2026, 1, 12]]
    assert len(table.heads) == len(next(iter(table.rows(cast.nora, AFTERWARDS))))
