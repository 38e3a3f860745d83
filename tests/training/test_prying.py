"""What somebody learns of a session who is not meant to: nothing by a refusal, a calendar, a link, or by trying often."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from havre.record import guard
from havre.record.models import OutboxMessage
from havre.training import operations
from havre.training.models import PersonalLink, Registration
from havre.training.operations import seminars
from havre.training.operations.registering import TO_ONE_BOX
from havre.training.views.public import FROM_ONE_MACHINE
from tests.cast import AT, Cast
from tests.training.seminars import LATER, a_decision, held_seminar
from tests.training.story import a_seminar, a_session, address_of, coming, registered
from tests.training.test_pages import page, seated

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("in_march")]


def typed(mail: str, **changes: str) -> dict[str, str]:
    return {"name": "Quelqu’un", "group": "social", "mail": mail, **changes}


def test_the_public_page_answers_alike_whoever_is_registered_whatever_the_employers_address(cast: Cast) -> None:
    session = a_session(cast.nora)
    registered(session, cast.nora, "Camille Duval")
    where = reverse("training:public", args=[session.pk])

    known, unknown = (
        Client().post(where, typed(mail, employer_mail=mail)) for mail in ("camille@example.org", "nobody@example.org")
    )

    assert known.templates[0].name == unknown.templates[0].name


def test_an_account_that_types_somebody_elses_address_does_not_learn_whether_she_comes(cast: Cast) -> None:
    seminar = a_seminar(cast.nora)
    registered(seminar, cast.nora, "Camille Duval")
    where = reverse("training:join", args=[seminar.pk])

    answer = seated(cast.claire).post(where, typed("camille@example.org"))

    assert answer.status_code == 302 and "déjà inscrite" not in answer.text
    assert seminar.registrations.filter(state="registered").count() == 2


def test_ones_own_calendar_calls_a_seminar_an_appointment_outside(cast: Cast) -> None:
    for session in (a_seminar(cast.nora), a_session(cast.nora, needs_approval=False)):
        operations.register_self(session, coming=coming(mail=""), address_of=address_of, by=cast.claire, at=AT)

    file = Calendar.from_ical(seated(cast.claire).get(reverse("training:own_calendar")).content)

    told = {str(event["summary"]).replace("\u00a0", " ") for event in file.walk("VEVENT")}
    assert told == {"Havre : rendez-vous", "Identifier et accompagner"}


def test_the_employers_link_ends_with_the_question_it_asked(cast: Cast) -> None:
    session = a_session(cast.nora)
    sent: dict[str, str] = {}

    def note(use: str, token: str) -> str:
        sent[use] = token
        return address_of(use, token)

    row = operations.register_for(session, coming=coming(), approved=False, address_of=note, by=cast.nora, at=AT)
    employer = Client()
    employer.get(reverse("training:link", args=[sent["employer"]]))
    assert "Camille" in page(employer, "training:guest")
    operations.note_approval(row, approved=True, by=cast.nora, at=AT)

    assert "Camille" not in page(employer, "training:guest")
    again = Client().get(reverse("training:link", args=[sent["employer"]]), follow=True)
    assert "Camille" not in again.text
    assert PersonalLink.objects.filter(registration=row, use=PersonalLink.OWN).exists()


def test_one_machine_fills_no_session(cast: Cast) -> None:
    where = reverse("training:public", args=[a_session(cast.nora).pk])
    for number in range(FROM_ONE_MACHINE):
        assert "Il reste à confirmer." in Client().post(where, typed(f"box{number}@example.org")).text

    refused = Client().post(where, typed("another@example.org"))

    assert "Trop de demandes sont parties d’ici" in refused.text and "another@example.org" in refused.text
    assert Registration.objects.count() == FROM_ONE_MACHINE
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(where, typed("another@example.org"))
    assert "Il reste à confirmer." in elsewhere.text


def test_nobody_fills_a_box_from_many_machines_and_nobody_learns_that_it_is_full(cast: Cast) -> None:
    where = reverse("training:public", args=[a_session(cast.nora).pk])

    told = {
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(where, typed(f"camille+{number}@example.org")).templates[0].name
        for number in range(TO_ONE_BOX + 5)
    }

    assert told == {"training/registered.html"}
    assert OutboxMessage.objects.count() == TO_ONE_BOX
    again = Client(REMOTE_ADDR="192.0.2.99").post(
        where, typed("camille@example.org", employer_mail="camille@example.org")
    )
    assert again.templates[0].name == "training/public.html", "refused for what was typed, as on any other day"


def test_the_sheet_that_goes_from_hand_to_hand_says_names_alone(cast: Cast) -> None:
    """What the form says is read by whoever keeps and gives the session is not read by whoever signs next."""
    session = a_session(cast.nora)
    registered(session, cast.nora, "Camille Duval")

    shown = page(seated(cast.nora), "training:sheet", session.pk)

    assert "Camille Duval" in shown
    assert not any(said in shown for said in ("Association du Port", "éducatrice", "travail social"))
    assert "Association du Port" in page(seated(cast.nora), "training:attendance", session.pk)


def test_whoever_shelters_no_more_reads_no_minutes(cast: Cast) -> None:
    session, (_camille, row) = held_seminar(cast.nora, cast.karim)
    a_decision(session, cast.nora)
    with time_machine.travel(LATER, tick=False):
        seminars.publish_minutes(session, by=cast.nora, at=LATER)
        where = reverse("training:own_minutes", args=[row.pk])
        assert where in page(seated(cast.karim), "training:own", row.pk)
        assert seated(cast.karim).get(where).status_code == 200
        with guard.housekeeping("another work"):
            cast.karim.membership_set.update(role="referrer", organisation=cast.hospital)

        assert seated(cast.karim).get(where).status_code == 404
        shown = page(seated(cast.karim), "training:own", row.pk)
        assert where not in shown and reverse("training:own_travel", args=[row.pk]) in shown


def test_a_half_day_that_is_none_opens_the_one_that_runs(cast: Cast) -> None:
    session = a_session(cast.nora)

    for typed_half in ("0019", "99", "-1", "²"):
        assert "14 avril" in page(seated(cast.nora), "training:attendance", session.pk, half=typed_half)
