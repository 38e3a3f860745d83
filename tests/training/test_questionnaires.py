"""Questionnaires go out by themselves, once, before a session, on its last evening and three months after."""

from __future__ import annotations

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed, Stale
from havre.surveys.models import Sending, Survey
from havre.surveys.operations.reminding import remind_guests
from havre.surveys.operations.sending import close_sending
from havre.surveys.operations.writing import retire
from havre.training import operations
from havre.training.models import Outcome, Programme, Questionnaires, Session
from havre.training.operations.asking import AskedAlready
from havre.vault.gate import secrets_open
from havre.vault.keys import key_cache
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.surveys.example import a_survey, answered
from tests.training.story import ON_THE_DAY, a_seminar, a_session, address_of, held, registered

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)
A_WEEK_BEFORE = ON_THE_DAY - 7 * DAY
LAST_EVENING = (ON_THE_DAY + DAY).replace(hour=17)
THREE_MONTHS_ON = ON_THE_DAY + DAY + 91 * DAY


def chosen(cast: Cast, session: Session, **surveys: Survey) -> None:
    operations.set_questionnaires(session.programme, surveys=surveys, by=cast.project, at=AT)


def went() -> list[str]:
    return list(Sending.objects.order_by("opens_on").values_list("kind", flat=True))


def test_each_goes_out_on_its_day_and_once(cast: Cast) -> None:
    survey, session = a_survey(cast.project), a_session(cast.nora)
    registered(session, cast.nora, "Ada A", "Bea B")
    chosen(cast, session, before=survey, end=survey, later=survey)

    assert operations.ask_due(A_WEEK_BEFORE - DAY) == 0
    assert [operations.ask_due(A_WEEK_BEFORE) for _again in range(2)] == [1, 0]
    operations.type_sheet(
        session, present={row: {1} for row in session.registrations.all()}, by=cast.nora, at=ON_THE_DAY
    )
    assert operations.ask_due(LAST_EVENING.replace(hour=9)) == 0
    assert [operations.ask_due(LAST_EVENING) for _again in range(2)] == [1, 0]
    assert operations.ask_due(THREE_MONTHS_ON) == 0
    session.refresh_from_db()
    operations.hold_session(session, by=cast.nora, at=LAST_EVENING)
    assert operations.ask_due(THREE_MONTHS_ON - DAY) == 0
    assert [operations.ask_due(THREE_MONTHS_ON) for _again in range(2)] == [1, 0]

    assert went() == ["training-before", "training-end", "training-later"]
    assert [one.closes_on for one in Sending.objects.filter(kind="training-before")] == [session.starts_on]
    with key_cache():
        ends = [one.label.rpartition(", ")[2] for one in Sending.objects.order_by("opens_on")]
    assert ends == ["avant", "à la fin", "après trois mois"], "told apart in a list"


def test_nobody_is_asked_nor_reminded_about_a_session_that_was_cancelled(cast: Cast) -> None:
    survey, session = a_survey(cast.project), a_session(cast.nora)
    registered(session, cast.nora, "Ada A", "Bea B")
    chosen(cast, session, before=survey)
    operations.ask_due(A_WEEK_BEFORE)
    session.refresh_from_db()

    operations.cancel_session(session, by=cast.nora, at=A_WEEK_BEFORE + DAY)

    sending = Sending.objects.get()
    assert (sending.state, sending.guests) == ("closed", None)
    assert remind_guests(ON_THE_DAY - 3 * DAY) == 0
    assert operations.count_answers(ON_THE_DAY) == 0 and not Outcome.objects.exists()


def test_at_night_a_link_leads_where_ones_own_link_leads(cast: Cast) -> None:
    survey, session = a_survey(cast.project), a_session(cast.nora)
    registered(session, cast.nora, "Ada A", "Bea B")
    chosen(cast, session, before=survey)
    known = set(OutboxMessage.objects.values_list("pk", flat=True))

    operations.ask_due(A_WEEK_BEFORE)

    sent = OutboxMessage.objects.exclude(pk__in=known)
    with secrets_open():
        told = [one.unseal("message") for one in sent]
    assert sorted(one["mail"] for one in told) == ["ada@example.org", "bea@example.org"]
    for one in told:
        assert one["link"].startswith("https://havre.example/")
        assert Client().get(one["link"].removeprefix("https://havre.example"), follow=True).status_code == 200


def test_what_a_kill_broke_off_goes_on_and_what_went_is_not_sent_again(cast: Cast) -> None:
    survey = a_survey(cast.project)
    sessions = [a_session(cast.nora), a_session(cast.nora)]
    for session in sessions:
        registered(session, cast.nora, "Ada A")
    chosen(cast, sessions[0], before=survey)
    real, calls = operations.asking.open_sending, []

    def dies_the_second_time(*args: object, **kwargs: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*args, **kwargs)

    with patch.object(operations.asking, "open_sending", dies_the_second_time), pytest.raises(KeyboardInterrupt):
        operations.ask_due(A_WEEK_BEFORE)
    assert Sending.objects.count() == 1

    assert operations.ask_due(A_WEEK_BEFORE) == 1
    assert sorted(Sending.objects.values_list("about", flat=True)) == sorted(one.pk for one in sessions)


def test_what_was_late_still_goes_out_for_two_weeks_and_one_refusal_stops_no_other(cast: Cast) -> None:
    survey, empty, session = a_survey(cast.project), a_session(cast.nora), a_session(cast.nora)
    registered(session, cast.nora, "Ada A")
    chosen(cast, session, end=survey)

    assert operations.ask_due(LAST_EVENING + 15 * DAY) == 0
    assert operations.ask_due(LAST_EVENING + 14 * DAY) == 1
    assert not Sending.objects.filter(about=empty.pk).exists()


def test_the_button_asks_for_what_was_missed_and_the_night_leaves_that_moment_alone(cast: Cast) -> None:
    survey, other = a_survey(cast.project), a_survey(cast.project, code="autre")
    session = a_session(cast.nora)
    registered(session, cast.nora, "Ada A")
    chosen(cast, session, before=survey)
    ask = {"moment": "before", "label": "x", "address_of": address_of, "by": cast.nora, "at": AT}

    operations.ask_participants(session, survey=other, **ask)

    assert operations.ask_due(A_WEEK_BEFORE) == 0
    operations.ask_participants(session, survey=survey, **ask)
    with pytest.raises(AskedAlready):
        operations.ask_participants(session, survey=survey, **ask)


def test_a_cancelled_session_a_retired_questionnaire_and_an_evaluated_session_ask_nobody(cast: Cast) -> None:
    survey, gone = a_survey(cast.project), a_session(cast.nora)
    registered(gone, cast.nora, "Ada A")
    chosen(cast, gone, before=survey, later=survey)
    gone.refresh_from_db()
    operations.cancel_session(gone, by=cast.nora, at=AT)
    assert operations.ask_due(A_WEEK_BEFORE) == 0
    over, _rows = held(cast.nora)
    over.refresh_from_db()
    operations.evaluate_session(over, by=cast.nora, at=LAST_EVENING)
    assert operations.ask_due(THREE_MONTHS_ON) == 0

    living = a_session(cast.nora)
    registered(living, cast.nora, "Ada A")
    retire(Survey.objects.get(pk=survey.pk), by=cast.project, at=AT)
    assert operations.ask_due(A_WEEK_BEFORE) == 0


def test_whoever_did_not_come_is_not_asked_afterwards(cast: Cast) -> None:
    survey, session = a_survey(cast.project), a_session(cast.nora)
    there, _absent = registered(session, cast.nora, "Ada A", "Bea B")
    chosen(cast, session, end=survey)
    operations.type_sheet(session, present={there: {1}}, by=cast.nora, at=ON_THE_DAY)

    operations.ask_due(LAST_EVENING)

    assert Sending.objects.get().invitations.count() == 1


def test_a_seminar_asks_its_own(cast: Cast) -> None:
    survey, seminar = a_survey(cast.project), a_seminar(cast.nora)
    registered(seminar, cast.nora, "Ada A")
    chosen(cast, seminar, end=survey)

    assert operations.ask_due(LAST_EVENING) == 1


def test_what_goes_out_is_chosen_on_its_page_and_two_people_never_overwrite_each_other(cast: Cast) -> None:
    survey, session = a_survey(cast.project), a_session(cast.nora)
    nora, where = Client(), reverse("training:questionnaires", args=[session.programme_id])
    with time_machine.travel(AT, tick=False):
        nora.force_login(cast.nora)
        form = form_to(nora.get(where).content.decode(), where)
        assert nora.post(where, form.filled(before=str(survey.pk))).status_code == 302
        assert nora.post(where, form.filled(end=str(survey.pk))).status_code == 200
        shown = nora.get(reverse("training:detail", args=[session.pk])).content.decode().replace("\u00a0", " ")
    row = Questionnaires.objects.get()
    assert (row.before, row.end, row.version) == (survey, None, 2)
    assert "Part le 7 avril 2026" in shown

    with pytest.raises(Stale):
        operations.set_questionnaires(Programme.objects.get(), surveys={}, version=1, by=cast.nora, at=AT)
    for stranger in (cast.anne, cast.claire, cast.officer):
        with pytest.raises(NotAllowed):
            operations.set_questionnaires(Programme.objects.get(), surveys={}, by=stranger, at=AT)


def closed(cast: Cast, session: Session, survey: Survey, moment: str, steps: str, at: datetime = AT) -> Sending:
    """Asked, answered step by step, closed and counted."""
    sending = operations.ask_participants(
        session, survey=survey, moment=moment, label="x", address_of=address_of, by=cast.nora, at=at
    )
    sending = Sending.objects.select_related("edition__survey").get(pk=sending.pk)
    answered(sending, *({"q2": step} for step in steps), at=at)
    close_sending(sending, by=cast.nora, at=at)
    operations.count_answers(at)
    return sending


def test_who_was_asked_under_a_name_goes_with_the_session(cast: Cast) -> None:
    survey = a_survey(cast.project, naming="named", code="nomme")
    session, _rows = held(cast.nora, "Ada Exemple", "Bea Exemple")
    sending = operations.ask_participants(
        session, survey=survey, moment="end", label="x", address_of=address_of, by=cast.nora, at=LAST_EVENING
    )
    with key_cache():
        asked = {one.name for one in sending.invitations.all()}
    assert asked == {"ada@example.org", "bea@example.org"}
    close_sending(sending, by=cast.nora, at=LAST_EVENING)
    operations.evaluate_session(session, by=cast.nora, at=LAST_EVENING)

    years_on = AT + timedelta(days=6 * 365)
    with time_machine.travel(years_on, tick=False):
        assert operations.forget_old(years_on) == 1

    assert [(one.recipient, one.account) for one in sending.invitations.all()] == [(None, None)] * 2


def test_answers_are_counted_once_the_sending_is_closed_and_stay_when_the_session_goes(cast: Cast) -> None:
    survey, (session, _rows) = a_survey(cast.project), held(cast.nora, *(f"Personne{number} X" for number in range(6)))

    sending = closed(cast, session, survey, "end", "55544", at=LAST_EVENING)

    assert operations.count_answers(LAST_EVENING) == 0
    row = Outcome.objects.get()
    assert (row.sending, row.session, row.year, row.invited, row.answered) == (sending, session, 2026, 6, 5)
    assert row.unseal("counts")["q2"] == {"5": 3, "4": 2}
    assert "q3" not in row.unseal("counts")
    session.refresh_from_db()
    operations.evaluate_session(session, by=cast.nora, at=LAST_EVENING)
    years_on = AT + timedelta(days=6 * 365)
    with time_machine.travel(years_on, tick=False):
        assert operations.forget_old(years_on) == 1
    row.refresh_from_db()
    assert row.session is None
    assert row.unseal("counts")["q2"] == {"5": 3, "4": 2}
