"""A session from its opening to the questionnaire after three months and the check of a certificate; a full seminar."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from havre.record.facts import write_pending
from havre.record.models import Fact, OutboxMessage
from havre.surveys.models import Sending, Survey
from havre.surveys.operations.answering import answer_anonymously
from havre.surveys.operations.sending import close_sending
from havre.surveys.results import Figure, read_results
from havre.training import operations
from havre.training.certificates import certificate_of
from havre.training.models import Registration, Session
from havre.training.operations.asking import AskedAlready
from tests.cast import AT, Cast
from tests.surveys.example import a_survey, waiting
from tests.training.story import AFTERWARDS, ON_THE_DAY, a_seminar, a_session, address_of, coming, registered

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NAMES = tuple(f"Personne{number} Fictive" for number in range(7))


def test_a_session_from_its_opening_to_the_three_month_questionnaire_and_a_certificate(cast: Cast) -> None:
    cache.clear()
    nora, survey = cast.nora, a_survey(cast.project)
    session = a_session(nora, seats=7)
    rows = registered(session, nora, *NAMES)
    anne = operations.register_self(
        session, coming=coming("Anne F.", employer_mail=""), address_of=address_of, by=cast.anne, at=AT
    )
    operations.note_approval(anne, approved=True, by=nora, at=AT)
    assert Registration.objects.get(pk=anne.pk).state == "waiting"
    operations.cancel_registration(rows[0], by=nora, at=AT)
    assert Registration.objects.get(pk=anne.pk).state == "registered"

    waited = OutboxMessage.objects.count()
    assert operations.remind(ON_THE_DAY - timedelta(days=5)) == 1
    assert operations.remind(ON_THE_DAY - timedelta(days=4)) == 0
    assert OutboxMessage.objects.count() == waited + 7

    before = ask(session, cast, survey, "before", AT, "1")
    present = {row: {1, 2, 3} for row in session.registrations.filter(state="registered")}
    operations.type_sheet(session, present=present, by=nora, at=ON_THE_DAY)
    session.refresh_from_db()
    assert operations.hold_session(session, by=nora, at=ON_THE_DAY) == 7
    write_pending(AFTERWARDS)
    assert Fact.objects.filter(kind="trained", year=2026, values__group="social").count() == 7
    later = ask(session, cast, survey, "later", AFTERWARDS + timedelta(days=90), "5")
    steps = [{one.code: one.count for one in figure.classes} for figure in (before, later)]
    assert (steps[0]["1"], steps[1]["5"]) == (7, 7)
    session.refresh_from_db()
    operations.evaluate_session(session, by=nora, at=AFTERWARDS)

    row = Registration.objects.select_related("session__programme").get(pk=anne.pk)
    operations.make_certificate(row, by=cast.anne, at=AFTERWARDS)
    answer = Client().post(reverse("training:check"), {"code": certificate_of(row).code, "name": "anne f."})
    assert "Cette attestation est valable." in answer.content.decode()
    assert "Elle est à ce nom." in answer.content.decode()


def ask(session: Session, cast: Cast, survey: Survey, moment: str, at: datetime, step: str) -> Figure:
    """Everybody answers the same; the figure of the question on a scale, once the sending is closed."""
    sending = operations.ask_participants(
        session, survey=survey, moment=moment, label="Session", address_of=address_of, by=cast.nora, at=at
    )
    with pytest.raises(AskedAlready):
        operations.ask_participants(
            session, survey=survey, moment=moment, label="Session", address_of=address_of, by=cast.nora, at=at
        )
    for invitation in waiting(sending):
        answer_anonymously(invitation, answers={"q1": "a1", "q2": step}, by=None, at=at)
    sending = Sending.objects.select_related("edition__survey").get(pk=sending.pk)
    close_sending(sending, by=cast.nora, at=at)
    results = read_results(sending)
    assert (results.answered, results.invited) == (7, 7)
    return next(figure for figure in results.figures if figure.key == "q2")


def test_a_seminar_from_its_registration_to_its_count_leaves_no_public_trace(cast: Cast) -> None:
    seminar = a_seminar(cast.nora, place_from=(ON_THE_DAY - timedelta(days=3)).date(), seats=90)
    operations.register_self(seminar, coming=coming("Claire M."), address_of=address_of, by=cast.claire, at=AT)
    registered(seminar, cast.nora, *NAMES)
    everybody, claire = Client(), Client()

    with time_machine.travel(AT, tick=False):
        claire.force_login(cast.claire)
        for path in ("training:calendar", "training:calendar_file"):
            assert str(seminar.pk) not in everybody.get(reverse(path)).content.decode()
        own = claire.get(reverse("training:own", args=[Registration.objects.get(account=cast.claire.pk).pk]))
        assert "Mouettes" not in own.content.decode()

    present = {row: {1, 2, 3} for row in seminar.registrations.all()}
    operations.type_sheet(seminar, present=present, by=cast.nora, at=ON_THE_DAY)
    seminar.refresh_from_db()
    operations.hold_session(seminar, by=cast.nora, at=ON_THE_DAY)
    write_pending(AFTERWARDS)

    assert [fact.values for fact in Fact.objects.filter(kind="session")] == [{"gathering": "seminar"}]
    assert Fact.objects.filter(kind="trained", values__gathering="seminar").count() == 8
    with time_machine.travel(AFTERWARDS, tick=False):
        nora = Client()
        nora.force_login(cast.nora)
        assert "Séminaires : 1, personnes venues : 8." in nora.get(reverse("training:report")).content.decode().replace(
            "\u00a0", " "
        )
