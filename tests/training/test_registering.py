"""Somebody registers: by an account, by the public page, by telephone, in a table; once, in order, and never too many."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from havre.record import guard
from havre.record.models import AuditEntry, OutboxMessage
from havre.record.operations import NotAllowed
from havre.record.transitions import NotNow
from havre.training import operations
from havre.training.models import PersonalLink, Registration, Session
from havre.training.operations.attendance import NotThere
from havre.training.operations.registering import (
    NoPlaceToWrite,
    NotOffered,
    RegisteredAlready,
    RegistrationsClosed,
    SameAddress,
)
from havre.training.operations.sessions import DayPast, SeminarNotPublic, TooFewSeats
from havre.training.operations.tokens import LinkOver
from havre.vault.gate import Sealed, secrets_open
from tests.cast import AT, Cast
from tests.training.story import (
    AFTERWARDS,
    FIRST_DAY,
    ON_THE_DAY,
    a_seminar,
    a_session,
    address_of,
    coming,
    planned,
    registered,
    token_in,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def states(session: Session) -> list[str]:
    return list(session.registrations.order_by("number").values_list("state", flat=True))


def test_an_account_registers_and_the_employer_approves_by_a_link(cast: Cast) -> None:
    session, sent = a_session(cast.nora), []

    def note(use: str, token: str) -> str:
        sent.append((use, token))
        return address_of(use, token)

    row = operations.register_self(session, coming=coming(mail=""), address_of=note, by=cast.anne, at=AT)
    assert (row.state, row.account) == ("asked", cast.anne.pk)
    assert [use for use, _token in sent] == ["employer"]
    link = operations.open_link(sent[0][1], by=None, at=AT)
    operations.approve_by_link(link, approved=True, by=None, at=AT)

    row.refresh_from_db()
    session.refresh_from_db()
    assert (row.state, session.taken) == ("registered", 1)
    assert operations.open_link(sent[0][1], by=None, at=AFTERWARDS) is None


def test_a_refusal_of_the_employer_takes_no_seat(cast: Cast) -> None:
    session = a_session(cast.nora)
    (row,) = registered(session, cast.nora, "Camille Duval", approved=False)

    operations.note_approval(row, approved=False, by=cast.nora, at=AT)

    session.refresh_from_db()
    assert (states(session), session.taken) == (["refused"], 0)
    with pytest.raises(NotNow):
        operations.note_approval(row, approved=True, by=cast.nora, at=AT)


def test_the_waiting_list_moves_by_itself_and_in_order(cast: Cast) -> None:
    session = a_session(cast.nora, seats=2)
    first, _second, third, fourth = registered(session, cast.nora, "Ada A", "Bea B", "Cleo C", "Dora D")
    assert states(session) == ["registered", "registered", "waiting", "waiting"]

    operations.cancel_registration(first, by=cast.nora, at=AT)
    assert states(session) == ["cancelled", "registered", "registered", "waiting"]

    session.refresh_from_db()
    assert session.taken == 2
    operations.cancel_registration(third := Registration.objects.get(pk=third.pk), by=cast.nora, at=AT)
    assert states(session) == ["cancelled", "registered", "cancelled", "registered"]
    assert Registration.objects.get(pk=fourth.pk).state == "registered"
    assert AuditEntry.objects.filter(event="registration_promoted").count() == 2
    assert third.state == "cancelled"


def test_whoever_waits_and_gives_up_frees_no_seat(cast: Cast) -> None:
    session = a_session(cast.nora, seats=1)
    _first, second = registered(session, cast.nora, "Ada A", "Bea B")

    operations.cancel_registration(second, by=cast.nora, at=AT)

    session.refresh_from_db()
    assert (session.taken, states(session)) == (1, ["registered", "cancelled"])


def test_more_seats_bring_in_those_who_wait_and_fewer_than_are_taken_are_refused(cast: Cast) -> None:
    session = a_session(cast.nora, seats=1)
    registered(session, cast.nora, "Ada A", "Bea B", "Cleo C")
    session.refresh_from_db()

    operations.change_session(session, planned=planned(seats=2), version=session.version, by=cast.nora, at=AT)
    assert states(session) == ["registered", "registered", "waiting"]

    with pytest.raises(TooFewSeats):
        operations.change_session(session, planned=planned(seats=1), by=cast.nora, at=AT)


def test_nobody_is_registered_twice_but_may_come_back_after_cancelling(cast: Cast) -> None:
    session = a_session(cast.nora)
    (row,) = registered(session, cast.nora, "Camille Duval")

    with pytest.raises(RegisteredAlready):
        registered(session, cast.nora, "CAMILLE Durand")
    again = coming("Autre N", mail="camille@example.org")
    assert operations.register_publicly(session, coming=again, address_of=address_of, by=None, at=AT) is None
    assert states(session) == ["registered"]
    operations.cancel_registration(row, by=cast.nora, at=AT)
    registered(session, cast.nora, "Camille Duval")

    assert states(session) == ["cancelled", "registered"]


def test_an_account_is_known_by_its_own_address_whatever_it_types(cast: Cast) -> None:
    session = a_session(cast.nora)
    with secrets_open():
        own = str(cast.anne.unseal("mail"))
    operations.register_for(session, coming=coming("Anne F", mail=f" {own.upper()}"), approved=True, address_of=address_of, by=cast.nora, at=AT)  # fmt: skip

    with pytest.raises(RegisteredAlready):
        operations.register_self(session, coming=coming(mail="autre@example.org"), address_of=address_of, by=cast.anne, at=AT)  # fmt: skip
    assert states(session) == ["registered"]


def test_a_public_registration_needs_an_address_and_a_public_session(cast: Cast) -> None:
    session, inside = a_session(cast.nora), a_session(cast.nora, is_public=False)

    with pytest.raises(NoPlaceToWrite):
        operations.register_publicly(session, coming=coming(mail=""), address_of=address_of, by=None, at=AT)
    for closed in (inside, a_seminar(cast.nora)):
        with pytest.raises(NotOffered):
            operations.register_publicly(closed, coming=coming(), address_of=address_of, by=None, at=AT)


def test_a_seminar_is_offered_to_those_who_shelter_and_to_nobody_else(cast: Cast) -> None:
    seminar = a_seminar(cast.nora)

    with pytest.raises(NotOffered):
        operations.register_self(seminar, coming=coming(), address_of=address_of, by=cast.anne, at=AT)
    row = operations.register_self(seminar, coming=coming(), address_of=address_of, by=cast.claire, at=AT)

    assert row.state == "registered"


def test_a_seminar_is_never_public_and_names_no_town_not_even_in_the_tables(cast: Cast) -> None:
    for wrong in ({"is_public": True}, {"town": "Nantes"}):
        with pytest.raises(SeminarNotPublic):
            a_seminar(cast.nora, **wrong)
    seminar = a_seminar(cast.nora)

    from django.db import IntegrityError, transaction

    for values in ({"is_public": True}, {"town": "Nantes"}):
        with pytest.raises(IntegrityError), transaction.atomic(), guard.housekeeping("a wrong row"):
            Session.objects.filter(pk=seminar.pk).update(**values)


def test_after_closing_and_after_the_first_day_nobody_registers(cast: Cast) -> None:
    session = a_session(cast.nora)
    with pytest.raises(RegistrationsClosed):
        registered(session, cast.nora, "Ada A", at=AFTERWARDS)
    session.refresh_from_db()
    operations.close_session(session, by=cast.nora, at=AT)

    with pytest.raises(RegistrationsClosed):
        registered(session, cast.nora, "Ada A")
    with pytest.raises(DayPast):
        a_session(cast.nora, opened=False, at=AFTERWARDS)


def test_a_table_comes_in_whole_or_not_at_all(cast: Cast) -> None:
    session = a_session(cast.nora, seats=2)
    people = [coming("Ada A"), coming("Bea B"), coming("Ada A")]

    with pytest.raises(RegisteredAlready):
        operations.import_registrations(session, people=people, address_of=address_of, by=cast.nora, at=AT)
    assert states(session) == []

    told = operations.import_registrations(session, people=people[:2], address_of=address_of, by=cast.nora, at=AT)
    assert (told, states(session)) == (2, ["registered", "registered"])


def test_a_cancelled_session_ends_everybodys_registration_and_tells_them(cast: Cast) -> None:
    session = a_session(cast.nora, seats=1)
    registered(session, cast.nora, "Ada A", "Bea B")
    session.refresh_from_db()
    waiting = OutboxMessage.objects.count()

    assert operations.cancel_session(session, by=cast.nora, at=AT) == 2

    session.refresh_from_db()
    assert (session.state, session.taken, states(session)) == ("cancelled", 0, ["cancelled", "cancelled"])
    assert OutboxMessage.objects.count() == waiting + 2


def test_only_those_who_keep_training_write(cast: Cast) -> None:
    session = a_session(cast.nora)
    (row,) = registered(session, cast.nora, "Ada A")
    for stranger in (cast.lawyer, cast.anne, cast.claire, cast.officer, cast.administrator):
        for act in (
            lambda by: operations.open_session(a_session(cast.nora, opened=False), by=by, at=AT),
            lambda by: operations.register_for(session, coming=coming("Z Z"), approved=True, address_of=address_of, by=by, at=AT),
            lambda by: operations.cancel_registration(row, by=by, at=AT),
            lambda by: operations.note_approval(row, approved=True, by=by, at=AT),
            lambda by: operations.note_presence(row, half=1, present=True, by=by, at=ON_THE_DAY),
        ):  # fmt: skip
            with pytest.raises((NotAllowed, NotNow)):
                act(stranger)
    assert states(session) == ["registered"]


def test_reach_is_a_secret_and_links_keep_their_hash_only(cast: Cast) -> None:
    session, sent = a_session(cast.nora, needs_approval=False), []
    row = operations.register_publicly(
        session, coming=coming(), address_of=lambda use, token: sent.append(token) or f"/{token}/", by=None, at=AT
    )

    with pytest.raises(Sealed):
        row.unseal("reach")
    assert PersonalLink.objects.get().token != sent[0]
    link = operations.open_link(token_in(f"/{sent[0]}/"), by=None, at=AT)
    operations.cancel_by_link(link, by=None, at=AT)
    assert states(session) == ["cancelled"]


def test_once_the_names_are_old_the_session_goes_with_its_key(cast: Cast) -> None:
    from havre.vault.models import SubjectKey

    session = a_session(cast.nora)
    registered(session, cast.nora, "Ada A")
    session.refresh_from_db()
    operations.cancel_session(session, by=cast.nora, at=AT)

    assert operations.forget_old(AT.replace(year=2031, month=4, day=1)) == 0
    assert operations.forget_old(AT.replace(year=2031, month=5)) == 1
    assert not Session.objects.exists()
    assert not SubjectKey.objects.filter(pk=session.pk).exists()


def test_once_it_took_place_nobody_gives_a_seat_back_nor_says_yes_by_a_link(cast: Cast) -> None:
    session, sent = a_session(cast.nora), list[str]()

    def note(use: str, token: str) -> str:
        sent.append(token)
        return address_of(use, token)

    come = operations.register_for(session, coming=coming("Ada A"), approved=True, address_of=note, by=cast.nora, at=AT)
    asked = operations.register_for(
        session, coming=coming("Bea B"), approved=False, address_of=note, by=cast.nora, at=AT
    )
    operations.note_presence(come, half=1, present=True, by=cast.nora, at=ON_THE_DAY)
    session.refresh_from_db()
    operations.hold_session(session, by=cast.nora, at=ON_THE_DAY)
    own, _other, employer = (operations.open_link(token, by=None, at=AFTERWARDS) for token in sent)

    with pytest.raises(NotNow):
        operations.cancel_by_link(own, by=None, at=AFTERWARDS)
    with pytest.raises(NotNow):
        operations.cancel_registration(Registration.objects.get(pk=come.pk), by=cast.nora, at=AFTERWARDS)
    with pytest.raises(NotNow):
        operations.approve_by_link(employer, approved=True, by=None, at=AFTERWARDS)

    assert states(session) == ["registered", "asked"]
    operations.note_approval(asked, approved=True, by=cast.nora, at=AFTERWARDS)
    assert states(session) == ["registered", "registered"], "whoever keeps training may still put it right"


def test_whoever_gave_her_seat_back_gets_no_certificate(cast: Cast) -> None:
    session = a_session(cast.nora)
    gone, stayed = registered(session, cast.nora, "Ada A", "Bea B")
    for row in (gone, stayed):
        operations.note_presence(row, half=1, present=True, by=cast.nora, at=ON_THE_DAY)
    operations.cancel_registration(gone, by=cast.nora, at=ON_THE_DAY)
    session.refresh_from_db()
    operations.hold_session(session, by=cast.nora, at=ON_THE_DAY)

    with pytest.raises(NotThere):
        operations.make_certificate(Registration.objects.get(pk=gone.pk), by=cast.nora, at=AFTERWARDS)


def test_a_seminar_tells_its_place_late_even_where_nobody_said_when(cast: Cast) -> None:
    assert a_seminar(cast.nora).place_from == FIRST_DAY - timedelta(days=7)
    assert a_session(cast.nora).place_from is None


def publicly(session: Session, name: str, **changes: str) -> PersonalLink:
    """Registered by the public page; the link that went to the address, opened."""
    sent: list[str] = []

    def note(use: str, token: str) -> str:
        sent.append(token)
        return address_of(use, token)

    operations.register_publicly(session, coming=coming(name, **changes), address_of=note, by=None, at=AT)
    return operations.open_link(sent[0], by=None, at=AT)


def test_a_public_registration_takes_no_seat_before_its_address_confirms_it(cast: Cast) -> None:
    session = a_session(cast.nora, seats=1, needs_approval=False)
    slow, quick = publicly(session, "Ada A"), publicly(session, "Bea B")
    session.refresh_from_db()
    assert (states(session), session.taken) == (["pending", "pending"], 0)

    for link in (quick, slow):
        operations.confirm_by_link(link, address_of=address_of, by=None, at=AT)

    quick.registration.refresh_from_db()
    assert (quick.registration.state, states(session)) == ("registered", ["registered", "waiting"])
    with pytest.raises(NotNow):
        operations.confirm_by_link(quick, address_of=address_of, by=None, at=AT)
    assert PersonalLink.objects.get(pk=quick.pk).expires_at > AT + timedelta(days=100)


def test_the_employer_is_asked_only_once_the_address_is_confirmed(cast: Cast) -> None:
    session, asked = a_session(cast.nora), list[str]()
    link = publicly(session, "Ada A")
    assert PersonalLink.objects.count() == 1

    def note(use: str, token: str) -> str:
        asked.append(use)
        return address_of(use, token)

    operations.confirm_by_link(link, address_of=note, by=None, at=AT)

    assert (states(session), asked) == (["asked"], ["employer"])


def test_nobody_says_yes_to_oneself_by_the_employers_address(cast: Cast) -> None:
    session = a_session(cast.nora)
    for same in ("ada@example.org", " ADA@example.org", "ada+chef@example.org"):
        with pytest.raises(SameAddress):
            publicly(session, "Ada A", employer_mail=same)
    own = "anne@example.org"
    with pytest.raises(SameAddress):
        operations.register_self(
            session, coming=coming("Anne F", mail=own, employer_mail=own), address_of=address_of, by=cast.anne, at=AT
        )
    assert states(session) == []


def test_what_nobody_confirmed_in_two_days_is_gone(cast: Cast) -> None:
    session = a_session(cast.nora)
    never, confirmed = publicly(session, "Ada A"), publicly(session, "Bea B")
    operations.confirm_by_link(confirmed, address_of=address_of, by=None, at=AT)

    assert operations.forget_unconfirmed(AT + timedelta(hours=47)) == 0
    with pytest.raises(LinkOver):
        operations.confirm_by_link(never, address_of=address_of, by=None, at=AT + timedelta(hours=49))
    assert operations.forget_unconfirmed(AT + timedelta(hours=49)) == 1

    assert states(session) == ["asked"]
    publicly(session, "Ada A")


def test_whoever_was_registered_by_telephone_meanwhile_is_not_registered_twice(cast: Cast) -> None:
    session = a_session(cast.nora)
    link = publicly(session, "Ada A")
    registered(session, cast.nora, "Ada A")

    with pytest.raises(RegisteredAlready):
        operations.confirm_by_link(link, address_of=address_of, by=None, at=AT)
    session.refresh_from_db()
    operations.close_session(session, by=cast.nora, at=AT)
    with pytest.raises(RegistrationsClosed):
        operations.confirm_by_link(link, address_of=address_of, by=None, at=AT)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_many_who_confirm_at_the_same_moment_never_overbook_and_two_clicks_confirm_once(cast: Cast) -> None:
    session = a_session(cast.nora, seats=2, needs_approval=False)
    links = [publicly(session, f"P{number} N") for number in range(4)] * 2
    start, refused = threading.Barrier(len(links)), []

    def confirm(link: PersonalLink) -> None:
        try:
            start.wait()
            mine = PersonalLink.objects.select_related("registration__session").get(pk=link.pk)
            operations.confirm_by_link(mine, address_of=address_of, by=None, at=AT)
        except Exception as error:
            refused.append(type(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=(link,)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.refresh_from_db()
    assert refused == [NotNow] * 4
    assert (session.taken, sorted(states(session))) == (2, ["registered"] * 2 + ["waiting"] * 2)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_many_who_register_at_the_same_moment_never_overbook(cast: Cast) -> None:
    session = a_session(cast.nora, seats=3)
    start, refused = threading.Barrier(8), []

    def come(number: int) -> None:
        try:
            start.wait()
            operations.register_for(
                Session.objects.get(pk=session.pk), coming=coming(f"P{number} N"), approved=True, address_of=address_of,
                by=cast.nora, at=AT,
            )  # fmt: skip
        except Exception as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.refresh_from_db()
    assert refused == []
    assert session.taken == 3
    assert states(session) == ["registered"] * 3 + ["waiting"] * 5
    assert sorted(session.registrations.values_list("number", flat=True)) == list(range(1, 9))
    assert connection.vendor in ("sqlite", "postgresql")
