"""What whoever comes reads on the way to a session: hours, code, rank, reminder, what becomes of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from havre.record.models import OutboxMessage
from havre.training import codes, operations
from havre.training.certificates import certificate_of, check
from havre.training.content import Practical
from havre.training.forms import WhoForm
from havre.training.models import PersonalLink, Session
from havre.training.states import SESSION
from tests.cast import AT, Cast
from tests.training.pdf import words
from tests.training.story import (
    AFTERWARDS,
    FIRST_DAY,
    ON_THE_DAY,
    a_session,
    address_of,
    coming,
    held,
    planned,
    registered,
)
from tests.training.test_pages import page, seated

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("in_march")]
DAY = timedelta(days=1)


def token_of(cast: Cast, session: Session, name: str = "Camille Duval", *, use: str = "own") -> str:
    """Of the personal link of somebody who comes, or of the employer."""
    sent = dict[str, str]()
    operations.register_for(
        session, coming=coming(name), approved=use == "own", address_of=lambda used, token: sent.setdefault(used, token),
        by=cast.nora, at=timezone.now(),
    )  # fmt: skip
    return sent[use]


def opened(token: str) -> Client:
    """A browser that opened that link."""
    client = Client()
    client.get(reverse("training:link", args=[token]))
    return client


def guest_of(cast: Cast, session: Session, name: str = "Camille Duval", *, use: str = "own") -> Client:
    return opened(token_of(cast, session, name, use=use))


def messages_waiting() -> int:
    return OutboxMessage.objects.count()


def test_the_hours_of_each_half_day_stand_wherever_somebody_decides_to_come(cast: Cast) -> None:
    session = a_session(cast.nora)
    guest, employer = guest_of(cast, session), guest_of(cast, session, "Ada A", use="employer")

    said = "mardi 14 avril, de 9 h à 12 h 30"
    assert said in page(Client(), "training:public", session.pk)
    assert said in page(guest, "training:guest")
    assert said in page(employer, "training:guest")
    assert "de14hà17h30" in words(guest.get(reverse("training:guest_sheet")).content)


def test_an_employer_reads_what_it_is_about_and_which_answer_was_kept(cast: Cast) -> None:
    employer = guest_of(cast, a_session(cast.nora), use="employer")

    assert "une formation de la coordination" in page(employer, "training:guest")
    assert "Votre non est noté" in employer.post(reverse("training:guest"), {"answer": "no"}).content.decode()


def test_the_code_is_dark_on_white_and_leads_a_participant_to_one_plain_sentence(cast: Cast) -> None:
    session = a_session(cast.nora)
    guest = guest_of(cast, session)
    row = session.registrations.get()
    where = reverse("training:arrival", args=[codes.seat_code(row.pk)])

    assert 'fill="#fff"' in page(guest, "training:guest")
    for client in (guest, Client(), seated(cast.karim)):
        shown = client.get(where).content.decode()
        assert "Ce code se montre à l’arrivée." in shown
        assert "Camille" not in shown
    assert Client().get(reverse("training:arrival", args=["faux"])).status_code == 200
    assert seated(cast.nora).get(where)["Location"] == reverse("training:seat", args=[codes.seat_code(row.pk)])


def test_a_session_online_shows_a_link_to_press_and_no_code(cast: Cast) -> None:
    practical = Practical(link="https://visio.example/salle")
    session = a_session(cast.nora, is_online=True, town="", practical=practical, place_from=FIRST_DAY - 2 * DAY)
    token = token_of(cast, session)

    assert "visio.example" not in page(opened(token), "training:guest")
    with time_machine.travel(AT.replace(month=4, day=12), tick=False):
        guest = opened(token)
        shown = page(guest, "training:guest")
        assert 'href="https://visio.example/salle"' in shown
        assert "Montrez ce code" not in shown
        assert "Montrezcecode" not in words(guest.get(reverse("training:guest_sheet")).content)


def test_whoever_waits_reads_how_many_wait_before_and_whoever_gives_up_what_is_true(cast: Cast) -> None:
    session = a_session(cast.nora, seats=1)
    first, second, third = (guest_of(cast, session, name) for name in ("Ada A", "Bea B", "Cleo C"))
    where = reverse("training:guest")

    assert "La première place qui se libère est pour vous" in page(second, "training:guest")
    assert "Une personne attend avant vous" in page(third, "training:guest")
    assert "C’est noté : vous ne venez pas." in third.post(where, follow=True).content.decode().replace("\u00a0", " ")
    assert "quelqu’un qui attendait entre" in first.post(where, follow=True).content.decode()
    assert "C’est noté" in second.post(where, follow=True).content.decode()


def test_whoever_had_no_seat_or_was_not_there_is_not_thanked_for_coming(cast: Cast) -> None:
    session = a_session(cast.nora, seats=2)
    tokens = [token_of(cast, session, name) for name in ("Ada A", "Bea B", "Cleo C")]
    row = session.registrations.get(number=1)
    operations.note_presence(row, half=1, present=True, by=cast.nora, at=ON_THE_DAY)
    session.refresh_from_db()
    operations.hold_session(session, by=cast.nora, at=ON_THE_DAY)

    with time_machine.travel(AFTERWARDS, tick=False):
        there, absent, waiting = (opened(token) for token in tokens)
        assert "Merci d’être venue" in page(there, "training:guest")
        assert "n’y est pas notée" in page(absent, "training:guest")
        assert "sans place pour vous" in page(waiting, "training:guest")


def test_nobody_is_reminded_before_the_place_may_be_read(cast: Cast) -> None:
    session = a_session(cast.nora, place_from=FIRST_DAY - 2 * DAY)
    registered(session, cast.nora, "Ada A")
    first = AT.replace(month=4, day=14)

    assert operations.remind(first - 5 * DAY) == 0
    assert operations.remind(first - 2 * DAY) == 1
    assert operations.remind(first - DAY) == 0
    on_the_day = a_session(cast.nora, place_from=FIRST_DAY)
    assert operations.remind(first - DAY) == 0
    assert operations.remind(first) == 1
    on_the_day.refresh_from_db()
    assert on_the_day.reminded


def test_a_session_that_moves_is_reminded_of_again_and_keeps_its_links_open_after_it(cast: Cast) -> None:
    session = a_session(cast.nora)
    registered(session, cast.nora, "Ada A")
    operations.remind(AT.replace(month=4, day=10))
    later = FIRST_DAY + 200 * DAY
    session.refresh_from_db()

    changed = planned()
    changed.starts_on = later
    operations.change_session(session, planned=changed, by=cast.nora, at=AT)

    (link,) = PersonalLink.objects.all()
    assert link.expires_at.date() > later + 90 * DAY
    assert operations.remind(AT.replace(month=4, day=10) + 200 * DAY) == 1


def test_whoever_was_there_is_told_that_the_certificate_waits(cast: Cast) -> None:
    session = a_session(cast.nora)
    row, _absent = registered(session, cast.nora, "Ada A", "Bea B")
    operations.note_presence(row, half=1, present=True, by=cast.nora, at=ON_THE_DAY)
    session.refresh_from_db()
    before = messages_waiting()

    operations.hold_session(session, by=cast.nora, at=ON_THE_DAY)

    assert messages_waiting() == before + 1


def test_a_certificate_is_known_with_whatever_dash_stands_in_its_code(cast: Cast) -> None:
    _session, (row,) = held(cast.nora)
    operations.make_certificate(row, by=cast.nora, at=AFTERWARDS)
    code = certificate_of(row).code

    assert check(code.replace("-", "–")) is not None
    assert check(f"{code[:-1]}2" if code[-1] != "2" else f"{code[:-1]}3") is None


def test_a_cancelled_session_is_cancelled_in_ones_own_calendar(cast: Cast) -> None:
    session = a_session(cast.nora, needs_approval=False)
    operations.register_self(session, coming=coming(), address_of=address_of, by=cast.anne, at=AT)
    session.refresh_from_db()
    operations.cancel_session(session, by=cast.nora, at=AT)

    file = seated(cast.anne).get(reverse("training:own_calendar")).content
    assert {str(event["STATUS"]) for event in Calendar.from_ical(file).walk("VEVENT")} == {"CANCELLED"}


def test_a_session_is_said_to_be_held_from_its_first_day_on(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    hold = reverse("training:act", args=[session.pk, "hold"])

    assert SESSION.allows(cast.nora, session, "hold")
    assert hold not in page(nora, "training:detail", session.pk)
    with time_machine.travel(ON_THE_DAY, tick=False):
        assert hold in page(seated(cast.nora), "training:detail", session.pk)


def test_regions_stand_in_the_order_of_the_alphabet_and_unsaid_once() -> None:
    names = [str(name) for _code, name in WhoForm().fields["region"].choices]  # type: ignore[attr-defined]

    assert names.index("Île-de-France") < names.index("Normandie")
    assert sum("non dit" in name for name in names) == 1


def test_a_table_says_before_and_after_who_has_a_seat_and_who_waits(cast: Cast) -> None:
    session, nora = a_session(cast.nora, seats=1), seated(cast.nora)
    table, where = "Nom\tGroupe\nZoé A\tsocial\nYves B\tpolice", reverse("training:import", args=[session.pk])
    said = "1 personne a une place. 1 personne attend."

    assert said in nora.post(where, {"table": table}).content.decode().replace("\u00a0", " ")
    after = nora.post(where, {"table": table, "keep": "yes"}, follow=True).content.decode().replace("\u00a0", " ")
    assert said in after
    assert sorted(session.registrations.values_list("state", flat=True)) == ["registered", "waiting"]


def test_materials_say_until_when_they_are_read_and_end_then(cast: Cast) -> None:
    token = token_of(cast, a_session(cast.nora))

    assert "Vous le lisez ici jusqu’au 14 juillet." in page(opened(token), "training:guest")
    with time_machine.travel(AT.replace(month=7, day=14), tick=False):
        assert "La fiche de repérage" in page(opened(token), "training:guest")
    with time_machine.travel(AT.replace(month=7, day=15), tick=False):
        assert "La fiche de repérage" not in page(opened(token), "training:guest")


def test_the_programme_of_a_session_is_told_where_it_is_changed_and_not_offered(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)

    assert "Quel programme" in page(nora, "training:plan", uuid.uuid4())
    shown = page(nora, "training:change", session.pk)
    assert "Identifier et accompagner" in shown
    assert "Quel programme" not in shown


def test_a_registration_is_cancelled_at_the_desk_in_two_steps(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    (row,) = registered(session, cast.nora, "Ada A")

    shown = page(nora, "training:detail", session.pk)
    assert '<summary class="s">Annuler' in shown
    answer = nora.post(reverse("training:cancel", args=[row.pk]), follow=True).content.decode()
    assert "L’inscription est annulée." in answer
    assert "entre à sa place" not in answer
