"""What many sessions say together: nothing that two readings, put side by side, would give away."""

from __future__ import annotations

import itertools
import random
import uuid
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.record import taking
from havre.surveys.content import STEPS
from havre.training import operations, outcomes
from havre.training.models import Session
from havre.training.results import Choice, Tally, Told, blocks_of, mean_of, spread_of
from tests.cast import AT, Cast
from tests.surveys.example import a_survey
from tests.training.story import a_session, held, registered
from tests.training.test_questionnaires import closed

PROGRAMME = uuid.uuid4()


def told(counts: dict[str, int], *, year: int = 2026, moment: str = "end", **more: object) -> Told:
    answers = sum(counts.values())
    return Told(uuid.uuid4(), moment, PROGRAMME, year, answers + 4, answers, Tally({"q1": counts}), **more)  # type: ignore[arg-type]


def some_years(seed: int) -> list[Told]:
    rng = random.Random(seed)
    return [
        told(
            dict(Counter(rng.choices(STEPS, [1, 2, 6, 12, 14], k=rng.randint(1, 22)))),
            year=rng.choice([2024, 2025]), audiences=rng.sample(["social", "health", "police"], 2), session=uuid.uuid4(),
        )
        for _session in range(40)
    ]  # fmt: skip


def choices_of(given: list[Told]) -> list[Choice]:
    """Everything that can be asked: each filter, and each pair of filters."""
    single: list[Choice] = [lambda one, year=year: one.year == year for year in (2024, 2025)]
    rng = random.Random(len(given))
    for _trainer in range(3):
        taught = {each.session for each in rng.sample(given, len(given) // 2)}
        single.append(lambda one, taught=taught: one.session in taught)
    single += [lambda one, whom=whom: whom in one.audiences for whom in ("social", "health", "police")]
    single += [lambda one, which=each.session: one.session == which for each in given]
    both = [lambda one, a=a, b=b: a(one) and b(one) for a, b in itertools.combinations(single[:8], 2)]
    return [lambda one: True, *single, *both]


@pytest.mark.parametrize("seed", range(6))
def test_no_difference_of_two_choices_counts_one_to_four_people(seed: int) -> None:
    given = some_years(seed)
    blocks = list(blocks_of(given, "q1", is_scale=True))
    chosen = [({one.sending for one in given if fits(one)}, fits) for fits in choices_of(given)]
    shown = [(these, Counter(spread_of(blocks, these).counts)) for these, _fits in chosen]
    assert sum(1 for _these, counts in shown if counts) > 5

    for (all_of, one), (some_of, other) in itertools.product(shown, repeat=2):
        assert all(not 0 < count < 5 for count in one.values())
        if some_of <= all_of:
            assert all(not 0 < one[code] - other[code] < 5 for code in one)


def test_what_was_told_once_is_told_the_same_when_more_is_counted() -> None:
    given = some_years(7)

    for length in range(1, len(given)):
        before = [one.of for one in blocks_of(given[:length], "q1", is_scale=True)]
        after = [one.of for one in blocks_of(given, "q1", is_scale=True)]
        assert [one for one in before if one not in after] == []


def test_a_session_with_a_small_class_is_told_together_with_the_next_and_never_alone() -> None:
    first, second = told({"5": 8, "1": 2}), told({"4": 6, "2": 4})
    blocks = list(blocks_of([first, second], "q1", is_scale=True))

    assert [spread_of(blocks, {each.sending}).total for each in (first, second)] == [0, 0]
    assert spread_of(blocks, {first.sending, second.sending}).counts == {"high": 14, "low": 6}


def test_a_mean_counts_no_sending_below_five_answers_and_is_rounded_by_how_many_answered() -> None:
    small, ten, many = told({"1": 4}), told({"5": 7, "4": 3}), told({"5": 33, "4": 20})

    assert mean_of([small], "q1").value is None
    assert (mean_of([small, ten], "q1").answers, mean_of([small, ten], "q1").value) == (10, 45)
    assert mean_of([told({"5": 4, "4": 1})], "q1").value == 50
    assert (mean_of([many], "q1").answers, mean_of([many], "q1").value) == (53, 46)


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_page_compares_before_and_after_with_the_numbers_of_answers(cast: Cast) -> None:
    survey, session = a_survey(cast.project), a_session(cast.nora)
    registered(session, cast.nora, *(f"Personne{number} X" for number in range(12)))
    closed(cast, session, survey, "before", "111111222222")
    closed(cast, session, survey, "end", "555555544444")

    shown = page(cast)

    assert "24 réponses sur 24" in shown
    assert "<b>1,5</b>" in shown
    assert "<b>4,5</b>" in shown
    assert "La répartition compte 12 réponses. Celle d’avant en compte 12." in shown
    assert "Session par session" in shown


@pytest.mark.django_db(databases=["default", "keys"])
def test_four_answers_are_hidden_also_as_the_difference_to_the_year(cast: Cast) -> None:
    survey, small, large = a_survey(cast.project), a_session(cast.nora), a_session(cast.nora)
    registered(small, cast.nora, *(f"Petite{number} X" for number in range(4)))
    registered(large, cast.nora, *(f"Grande{number} X" for number in range(10)))
    closed(cast, small, survey, "end", "1111")
    closed(cast, large, survey, "end", "5555555555")

    assert "<b>5</b>" in page(cast)
    alone = page(cast, session=str(small.pk))
    assert "Trop peu de réponses pour les dire." in alone
    assert "La répartition montrerait moins de cinq personnes." in alone
    assert "sur 5" not in alone


@pytest.mark.django_db(databases=["default", "keys"])
def test_many_sessions_ask_as_many_statements_as_one(cast: Cast) -> None:
    survey = a_survey(cast.project)

    def one_more() -> None:
        session = a_session(cast.nora)
        registered(session, cast.nora, *(f"Personne{number} X" for number in range(6)))
        operations.add_teaching(session, trainer=operations.add_trainer(name="Véra", by=cast.nora, at=AT), by=cast.nora, at=AT)  # fmt: skip
        closed(cast, session, survey, "end", "555555")

    one_more()
    page(cast)
    counted = statements(cast)
    for _more in range(4):
        one_more()
    page(cast)
    assert (statements(cast), Session.objects.count()) == (counted, 5)
    assert counted < 25


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_session_that_was_forgotten_is_named_no_more_and_still_counted(cast: Cast) -> None:
    survey = a_survey(cast.project)
    session, _rows = held(cast.nora, *(f"Personne{number} X" for number in range(6)))
    closed(cast, session, survey, "end", "555555")
    link = f"session={session.pk}"
    assert link in page(cast)

    operations.forget_old(AT + timedelta(days=6 * 365))

    assert not Session.objects.exists()
    assert link not in page(cast)
    assert "6 réponses sur 6" in page(cast)


@pytest.mark.django_db(databases=["default", "keys"])
def test_what_fewer_than_five_answered_does_not_stay_in_memory(cast: Cast) -> None:
    survey, small, large = a_survey(cast.project), a_session(cast.nora), a_session(cast.nora)
    registered(small, cast.nora, *(f"Petite{number} X" for number in range(4)))
    registered(large, cast.nora, *(f"Grande{number} X" for number in range(6)))
    closed(cast, small, survey, "end", "1555")
    closed(cast, large, survey, "end", "111155")

    page(cast)

    assert [(one.answered, bool(one.tally.counts)) for one in outcomes.told_of(survey)] == [(4, False), (6, True)]
    asked = outcomes.questions_of(outcomes.edition_of(survey).read(), outcomes.told_of(survey), ["end"])
    steps = next(one for one in asked if one.key == "q2")
    assert [dict(block.counts) for block in steps.blocks["end"]] == [{"low": 5, "high": 5}]


def statements(cast: Cast) -> int:
    client = Client()
    with time_machine.travel(AT + timedelta(days=40), tick=False):
        client.force_login(cast.nora)
        with CaptureQueriesContext(connections["default"]) as some, CaptureQueriesContext(connections["keys"]) as more:
            assert client.get(reverse("training:results")).status_code == 200
    return len(some) + len(more)


def page(cast: Cast, **asked: str) -> str:
    client = Client()
    with time_machine.travel(AT + timedelta(days=40), tick=False):
        client.force_login(cast.nora)
        answer = client.get(reverse("training:results"), asked)
    assert answer.status_code == 200
    return str(answer.content.decode()).replace("\u00a0", " ")


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_file_says_what_the_page_says_and_two_persons_take_it(cast: Cast) -> None:
    survey, session = a_survey(cast.project), a_session(cast.nora)
    registered(session, cast.nora, *(f"Personne{number} X" for number in range(12)))
    closed(cast, session, survey, "end", "555555555111")
    table = taking.find("training_results")
    assert table is not None

    lines = [line for line in table.rows(cast.nora, AT) if line[6] == "La journée a-t-elle été utile ?"]

    assert [line[4:] for line in lines] == [
        [12, 12, "La journée a-t-elle été utile ?", "4.0", label, "masqué"] for label in ("1 ou 2", "3", "4 ou 5")
    ]
    assert not table.alone
