"""A questionnaire is written, published, and never changes afterwards: not by us, not by the database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import Error, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.record import guard
from havre.record.operations import NotAllowed, Stale
from havre.surveys import building
from havre.surveys.content import Condition, Content, Question
from havre.surveys.models import Edition, Survey
from havre.surveys.operations.writing import (
    BadCode,
    CodeTaken,
    NotReady,
    Published,
    change_content,
    publish,
    start_next_edition,
    start_survey,
)
from tests.cast import AT, Cast
from tests.surveys.example import a_sending, a_survey, answered, both, content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def keys(of: Content) -> list[str]:
    return [question.key for question in of.questions]


def test_a_published_edition_never_changes(cast: Cast) -> None:
    survey = a_survey(cast.project)
    edition = survey.latest

    with pytest.raises(Published):
        change_content(edition, content=content(), by=cast.project, at=AT)
    for act in (
        "UPDATE surveys_edition SET content = '{}'",
        "UPDATE surveys_edition SET published_on = NULL",
        "DELETE FROM surveys_edition",
        "UPDATE surveys_survey SET naming = 'named'",
    ):
        with pytest.raises(Error), transaction.atomic(), guard.housekeeping("tried"), connection.cursor() as cursor:
            cursor.execute(act)

    assert Edition.objects.get().read() == content()


def test_the_next_edition_changes_no_past_answer_and_keeps_its_keys(cast: Cast) -> None:
    survey = a_survey(cast.project)
    sending = a_sending(survey, cast.project)
    answered(sending, *[{"q2": "4"}] * 6)

    draft = start_next_edition(survey, by=cast.project, at=AT)
    assert start_next_edition(survey, by=cast.project, at=AT) == draft
    changed = building.remove_question(draft.read(), "q9")
    added = building.new_key("q", keys(survey.editions.get(number=1).read()))
    changed = building.add_question(changed, 0, Question(added, "yes_no", both("Encore ?")))
    change_content(draft, content=changed, by=cast.project, at=AT)
    publish(draft, by=cast.project, at=AT)

    assert added == "q10"
    assert sending.edition.read() == content()
    assert survey.published == draft
    assert draft.read().question("q9") is None


def test_who_may_write_one_and_what_it_needs(cast: Cast) -> None:
    for nobody in (cast.lawyer, cast.claire, cast.administrator, cast.anne):
        with pytest.raises(NotAllowed):
            start_survey(code="avis", naming="anonymous", content=content(), by=nobody, at=AT)
    start = {"naming": "anonymous", "by": cast.nora, "at": AT}
    survey = start_survey(code="avis", content=Content(title=both("Avis")), **start)
    with pytest.raises(CodeTaken):
        start_survey(code="avis", content=content(), **start)
    with pytest.raises(BadCode):
        start_survey(code="Avis 2026", content=content(), **start)

    with pytest.raises(NotReady) as refusal:
        publish(survey.latest, by=cast.nora, at=AT)

    assert "Aucune question" in str(refusal.value)
    assert Survey.objects.get().state == "draft"


def test_two_who_write_at_once_both_see_it(cast: Cast) -> None:
    survey = start_survey(code="avis", naming="named", content=content(), by=cast.nora, at=AT)
    first, second = survey.latest, survey.latest
    change_content(first, content=content(), version=1, by=cast.nora, at=AT)

    with pytest.raises(Stale):
        change_content(second, content=Content(), version=1, by=cast.project, at=AT)


def test_what_stands_against_publishing_is_said_in_words() -> None:
    whole = content()
    french_only = replace(whole, title={"fr": "Avis"})
    late = building.change_question(whole, replace(whole.question("q1"), only_if=Condition("q2", "1")))  # type: ignore[type-var]
    gone = building.remove_question(whole, "q2")
    number = building.change_question(whole, replace(whole.question("q6"), most=None))  # type: ignore[type-var]

    assert building.troubles(whole) == []
    assert len(building.troubles(french_only)) == len(building.troubles(number)) == 1
    assert "avant elle" in building.troubles(late)[0]
    assert "avant elle" in building.troubles(gone)[0]


def test_questions_move_within_their_section_and_over_its_edge() -> None:
    whole = content()

    assert keys(building.move_question(whole, "q1", 1))[:2] == ["q2", "q1"]
    assert keys(building.move_question(whole, "q1", -1)) == keys(whole)
    over = building.move_question(whole, "q4", 1)
    assert [len(section.questions) for section in over.sections] == [3, 6]
    assert keys(building.move_question(over, "q4", -1)) == keys(whole)
    assert keys(building.duplicate_question(whole, "q2", new="q10"))[:3] == ["q1", "q2", "q10"]


def test_an_answer_keeps_its_code_where_it_moves_or_is_reworded() -> None:
    question = content().question("q4")
    assert question is not None
    before = question.options

    moved = building.options_of({"fr": ["soir", "matin", "midi"], "en": ["e", "m", "n"]}, before, "a")
    reworded = building.options_of({"fr": ["le matin", "midi", "soir"], "en": ["m", "n", "e"]}, before, "a")
    fewer = building.options_of({"fr": ["midi", "nuit"], "en": ["n", "night"]}, before, "a")

    assert [option.code for option in moved] == ["a3", "a1", "a2"]
    assert [option.code for option in reworded] == ["a1", "a2", "a3"]
    assert [option.code for option in fewer] == ["a2", "a4"]


def test_a_questionnaire_that_was_sent_often_is_read_page_by_page(cast: Cast, client: Client) -> None:
    survey = a_survey(cast.project)

    def statements() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as one, CaptureQueriesContext(connections["keys"]) as two:
            shown = client.get(reverse("surveys:detail", args=[survey.pk])).text
        return len(one) + len(two), shown

    client.force_login(cast.project)
    for number in range(3):
        a_sending(survey, cast.project, opened=False, label=f"Envoi {number}", links_for=[""])
    statements()
    few, _page = statements()
    for number in range(3, 25):
        a_sending(survey, cast.project, opened=False, label=f"Envoi {number}", links_for=[""])

    many, page = statements()
    assert many <= few + 1, "the pager counts"
    assert "Envoi 24" in page and "Envoi 5" in page and "Envoi 4<" not in page
    assert "Envoi 4<" in client.get(reverse("surveys:detail", args=[survey.pk]), {"page": 2}).text
    assert "25 envois" in client.get(reverse("surveys:list")).text.replace("\u00a0", " ")
