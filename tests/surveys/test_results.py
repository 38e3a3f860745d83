"""Numbers of a closed sending: nothing below five, nothing that gives it away, the same question over the years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.common.disclosure import INSIDE
from havre.common.tables import Cell
from havre.record import taking
from havre.surveys.content import Condition
from havre.surveys.models import Sending, Survey
from havre.surveys.operations.answering import StillOpen, TooFewAnswers, read_texts
from havre.surveys.operations.sending import close_sending
from havre.surveys.results import COARSE, FINE, Figure, figures_of, in_common, read_results
from tests.cast import AT, Cast
from tests.surveys.example import a_sending, a_survey, answered, content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def told(given: list[dict[str, object]], key: str) -> dict[str, int | None]:
    return {one.code: one.count for one in figure(given, key).classes}


def figure(given: list[dict[str, object]], key: str) -> Figure:
    return next(one for one in figures_of(content(), given) if one.key == key)


def test_small_numbers_are_hidden_and_what_gives_them_away() -> None:
    given = [{"q1": "a1"}] * 12 + [{"q1": "a2"}] * 3

    assert told(given, "q1") == {"a1": None, "a2": None}
    assert told([{"q1": "a1"}] * 12 + [{"q1": "a2"}] * 5, "q1") == {"a1": 12, "a2": 5}
    assert figure([{"q1": "a1"}] * 4, "q1").total is None


def test_a_scale_is_told_whole_or_by_three_classes_never_by_both() -> None:
    whole = [{"q2": step} for step in "1234555" for _times in range(5)]
    uneven = [{"q2": step} for step in "1233344445555" for _times in range(3)]

    assert figure(whole, "q2").kind == FINE
    assert (figure(whole, "q2").mean, figure(uneven, "q2").mean) == (36, None)
    assert figure(uneven, "q2").kind == COARSE
    assert told(uneven, "q2") == {"low": 6, "middle": 9, "high": 24}


def test_answers_that_do_not_exclude_one_another_are_each_told_or_hidden() -> None:
    given = [{"q4": ["a1", "a2"]}] * 7 + [{"q4": ["a1"]}] * 6 + [{"q4": ["a1", "a3"]}] * 2

    assert told(given, "q4") == {"a1": 15, "a2": 7, "a3": None}


def test_how_many_answered_a_dependent_question_tells_no_hidden_number() -> None:
    asked = content()
    question = asked.question("q5")
    assert question is not None
    from havre.surveys.building import change_question

    asked = change_question(asked, replace(question, only_if=Condition("q1", "a1")))
    few = [{"q1": "a1", "q5": "yes"}] * 12 + [{"q1": "a2"}] * 3
    many = few + [{"q1": "a2"}] * 3

    hidden = {one.key: one for one in figures_of(asked, few)}["q5"]
    shown = {one.key: one for one in figures_of(asked, many)}["q5"]

    assert hidden.total is None and {one.count for one in hidden.classes} == {None}
    assert shown.total == 12


def test_the_bands_of_a_number_do_not_depend_on_what_was_answered() -> None:
    one, other = [{"q6": 39}] * 6, [{"q6": 0}] * 6

    assert [c.label for c in figure(one, "q6").classes] == [c.label for c in figure(other, "q6").classes]


def test_two_years_are_told_by_what_both_can_tell() -> None:
    fine = figure([{"q2": step} for step in "12345" for _times in range(6)], "q2")
    coarse = figure([{"q2": step} for step in "1233344445555" for _times in range(3)], "q2")

    both = in_common([fine, coarse])

    assert [[one.code for one in each.classes] for each in both] == [["low", "middle", "high"]] * 2
    assert [one.count for one in both[0].classes] == [12, 6, 12]
    assert in_common([fine, fine]) == [fine, fine]


def closed(survey: Survey, cast: Cast, *each: dict[str, object], **circle: object) -> Sending:
    sending = a_sending(survey, cast.project, **circle)
    answered(sending, *each)
    close_sending(sending, by=cast.project, at=AT)
    return sending


def test_nothing_is_told_while_one_answers_nor_of_four(cast: Cast, client: Client) -> None:
    survey = a_survey(cast.project)
    sending = a_sending(survey, cast.project)
    answered(sending, *[{"q2": "5", "q7": "Bien"}] * (INSIDE - 1))
    client.force_login(cast.project)
    page = reverse("surveys:results", args=[sending.pk])

    with pytest.raises(StillOpen):
        read_texts(sending, by=cast.project, at=AT)
    assert "On répond encore" in client.get(page).text
    close_sending(sending, by=cast.project, at=AT)
    with pytest.raises(TooFewAnswers):
        read_texts(sending, by=cast.project, at=AT)
    assert "Moins de cinq réponses" in client.get(page).text
    assert not read_results(sending).told


def test_the_page_of_results_says_a_sentence_numbers_and_texts_apart(cast: Cast, client: Client) -> None:
    survey = a_survey(cast.project)
    sending = closed(survey, cast, *[{"q2": "5", "q7": f"Mot {n}"} for n in range(12)])
    client.force_login(cast.head)
    page = reverse("surveys:results", args=[sending.pk])

    shown = client.get(page).text.replace("\xa0", " ")

    assert (shown.count("Personne n’a répondu à cette question."), shown.count("<table")) == (5, 2)
    assert "12 personnes sur 20 ont répondu, soit 60 %." in shown
    assert "En moyenne 5,0 sur 5." in shown
    assert "Mot 3" not in shown
    opened = client.post(reverse("surveys:texts", args=[sending.pk]))
    assert "Mot 3" in opened.text and opened["Refresh"].startswith("600;")
    client.force_login(cast.claire)
    assert client.get(page).status_code == client.post(reverse("surveys:texts", args=[sending.pk])).status_code == 404


def test_how_many_wrote_tells_no_hidden_number_either(cast: Cast, client: Client) -> None:
    """«Why?» is asked of whoever ticked 1; that two did is hidden, so what they wrote is not read."""
    unhappy = [{"q2": "1", "q3": f"Trop loin {n}", "q7": "Bref"} for n in range(INSIDE)]
    pleased = [{"q2": step} for step in "2345" for _times in range(INSIDE)]
    survey = a_survey(cast.project)
    few, many = (closed(survey, cast, *pleased, *unhappy[:n], links_for=[""] * 25) for n in (2, INSIDE))
    client.force_login(cast.head)
    assert len(read_texts(many, by=cast.head, at=AT)["q3"]) == INSIDE

    assert {key: len(texts) for key, texts in read_texts(few, by=cast.head, at=AT).items()} == {"q7": 2}
    opened = client.post(reverse("surveys:texts", args=[few.pk])).text
    assert "Trop loin" not in opened and "Bref" in opened
    assert "après une réponse masquée" in opened


def test_the_same_question_over_the_years(cast: Cast, client: Client) -> None:
    survey = a_survey(cast.project)
    closed(survey, cast, *[{"q5": "yes"}] * 6, *[{"q5": "no"}] * 6)
    closed(survey, cast, *[{"q5": "yes"}] * 9)
    client.force_login(cast.nora)

    page = client.get(reverse("surveys:compare", args=[survey.pk])).text.replace("\xa0", " ")

    assert "Reviendrez-vous ?" in page and "50 %" in page and "100 %" in page


def test_a_list_costs_no_more_statements_with_more_rows(cast: Cast, client: Client) -> None:
    survey = a_survey(cast.project)
    closed(survey, cast, *[{"q2": "3"}] * 6)
    client.force_login(cast.project)
    pages = [reverse("surveys:list"), *(reverse(f"surveys:{name}", args=[survey.pk]) for name in ("detail", "compare"))]
    for page in pages:
        client.get(page)

    before = [statements(partial(client.get, page)) for page in pages]
    for number in range(2):
        closed(survey, cast, *[{"q2": "3"}] * 6)
        closed(survey, cast, {"q2": "3"})
        a_survey(cast.project, code=f"autre-{number}")

    assert [statements(partial(client.get, page)) for page in pages] == before
    assert max(before) < 25


def test_the_file_of_many_sendings_costs_as_many_statements_as_of_one(cast: Cast) -> None:
    survey, named = a_survey(cast.project), a_survey(cast.project, code="nomme", naming="named")
    table = taking.find("surveys")
    assert table is not None

    def one_more() -> None:
        closed(survey, cast, *[{"q2": "3"}] * 6)
        closed(survey, cast, {"q2": "3"})
        closed(named, cast, {"q2": "5"}, links_for=["Ada A", "Bea B"])

    def lines() -> list[list[Cell]]:
        return list(table.rows(cast.head, AT))

    one_more()
    lines_of_one, before = len(lines()), statements(lines)
    for _more in range(3):
        one_more()

    assert (len(lines()), statements(lines)) == (4 * lines_of_one, before)
    assert lines_of_one


def statements(act: Callable[[], object]) -> int:
    """Of both databases."""
    with CaptureQueriesContext(connections["default"]) as some, CaptureQueriesContext(connections["keys"]) as more:
        act()
    return len(some) + len(more)
