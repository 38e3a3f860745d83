"""Somebody writes what she wants to learn; trainers read it mixed; how far it was reached is told as numbers only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.record import guard
from havre.record.operations import NotAllowed, Stale
from havre.record.transitions import NotNow
from havre.training import objectives, operations
from havre.training.models import Objectives, PersonalLink, Registration, Session
from havre.training.operations.objectives import TooManyObjectives
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.training.story import ON_THE_DAY, a_session, address_of, coming, registered, token_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)
LAST_DAY = ON_THE_DAY + DAY
THREE_MONTHS_ON = LAST_DAY + 91 * DAY
TEXTS = ["repérer sans brusquer", "savoir qui appeler"]


def annes(cast: Cast, session: Session) -> Registration:
    row = operations.register_self(
        session, coming=coming("Anne F.", employer_mail=""), address_of=address_of, by=cast.anne, at=AT
    )
    operations.note_approval(row, approved=True, by=cast.nora, at=AT)
    return Registration.objects.select_related("session__programme").get(pk=row.pk)


def at(moment: datetime, user: User, name: str, *arguments: object) -> str:
    client = Client()
    with time_machine.travel(moment, tick=False):
        client.force_login(user)
        return client.get(reverse(name, args=arguments)).content.decode()


def test_she_writes_them_on_her_page_reads_them_again_and_says_how_far(cast: Cast) -> None:
    row, anne = annes(cast, a_session(cast.nora)), Client()
    where = reverse("training:own_objectives", args=[row.pk])
    with time_machine.travel(AT, tick=False):
        anne.force_login(cast.anne)
        form = form_to(anne.get(where).content.decode(), where)
        assert anne.post(where, form.filled(first=TEXTS[0], second=TEXTS[1])).status_code == 302
    assert TEXTS[0] in at(AT, cast.anne, "training:own", row.pk)

    for moment, key, answer in ((LAST_DAY, "end", "partly"), (THREE_MONTHS_ON, "later", "yes")):
        with time_machine.travel(moment, tick=False):
            anne.force_login(cast.anne)
            shown = anne.get(where).content.decode()
            assert TEXTS[0] in shown
            anne.post(where, form_to(shown, where).filled(reached_0=answer))
        assert Objectives.objects.get().unseal("reached")[key] == [answer, ""]


def test_whoever_holds_the_link_writes_her_own_and_nobody_elses(cast: Cast) -> None:
    session, sent = a_session(cast.nora), list[str]()

    def keep(use: str, token: str) -> str:
        sent.append(address_of(use, token))
        return sent[-1]

    for name in ("Ada A", "Bea B"):
        operations.register_for(session, coming=coming(name), approved=True, address_of=keep, by=cast.nora, at=AT)
    ada, bea = (operations.open_link(token_in(one), by=None, at=AT) for one in sent[:2])

    operations.write_objectives(ada.registration, texts=TEXTS, by=None, at=AT, link=ada)
    with pytest.raises(NotAllowed):
        operations.write_objectives(bea.registration, texts=TEXTS, by=None, at=AT, link=ada)
    with pytest.raises(NotAllowed):
        operations.write_objectives(bea.registration, texts=TEXTS, by=None, at=AT)
    guest, where = Client(), reverse("training:guest_objectives")
    with time_machine.travel(AT, tick=False):
        assert guest.get(where).status_code == 404
        guest.get(sent[0].removeprefix("https://havre.example"))
        form = form_to(guest.get(where).content.decode(), where)
        assert guest.post(where, form.filled(third="un troisième")).status_code == 302
    assert objectives.own(ada.registration, AT.date()).texts == [*TEXTS, "un troisième"]


def test_four_too_late_stale_or_by_somebody_else_is_refused(cast: Cast) -> None:
    row = annes(cast, a_session(cast.nora))
    operations.write_objectives(row, texts=TEXTS, version=1, by=cast.anne, at=AT)

    with pytest.raises(TooManyObjectives):
        operations.write_objectives(row, texts=["a", "b", "c", "d"], by=cast.anne, at=AT)
    with pytest.raises(Stale):
        operations.write_objectives(row, texts=["a"], version=1, by=cast.anne, at=AT)
    with pytest.raises(NotNow):
        operations.write_objectives(row, texts=["a"], by=cast.anne, at=LAST_DAY)
    with pytest.raises(NotNow):
        operations.say_reached(row, reached=["yes"], by=cast.anne, at=AT)
    with pytest.raises(NotNow):
        operations.say_reached(row, reached=["yes"], by=cast.anne, at=LAST_DAY + 121 * DAY)
    for stranger in (cast.claire, cast.nora):
        with pytest.raises(NotAllowed):
            operations.write_objectives(row, texts=["a"], by=stranger, at=AT)


def test_a_trainer_reads_them_without_a_name_before_the_session_and_not_after(cast: Cast) -> None:
    session = a_session(cast.nora)
    row = annes(cast, session)
    operations.write_objectives(row, texts=TEXTS, by=cast.anne, at=AT)
    assert TEXTS[0] not in at(AT, cast.lawyer, "training:objectives", session.pk)
    vera = operations.add_trainer(name="Véra", account=cast.lawyer, by=cast.nora, at=AT)
    operations.add_teaching(session, trainer=vera, hours=7, by=cast.nora, at=AT)

    shown = at(AT, cast.lawyer, "training:objectives", session.pk)

    assert TEXTS[0] in shown
    assert "Anne F." not in shown
    assert TEXTS[0] not in at(LAST_DAY + DAY, cast.lawyer, "training:objectives", session.pk)
    assert TEXTS[0] in at(AT, cast.nora, "training:objectives", session.pk)
    operations.cancel_registration(Registration.objects.get(pk=row.pk), by=cast.anne, at=AT)
    assert TEXTS[0] not in at(AT, cast.nora, "training:objectives", session.pk)


def test_numbers_are_told_once_nobody_answers_any_more_and_never_those_of_four(cast: Cast) -> None:
    session = a_session(cast.nora)
    rows = registered(session, cast.nora, *(f"Personne{number} X" for number in range(7)))
    links = {one.registration_id: one for one in PersonalLink.objects.select_related("registration__session")}
    for row in rows:
        one = links[row.pk]
        operations.write_objectives(one.registration, texts=["a", "b", "c"], by=None, at=AT, link=one)
    for row in rows[:5]:
        one = links[row.pk]
        operations.say_reached(one.registration, reached=["yes"] * 3, by=None, at=LAST_DAY, link=one)

    assert objectives.numbers(session, LAST_DAY.date()) == []
    (end,) = objectives.numbers(session, THREE_MONTHS_ON.date())
    assert end.counts == {"yes": 15, "partly": 0, "no": 0}
    with guard.housekeeping("one says no more"):
        Objectives.objects.filter(registration=rows[0]).update(reached=None)
    (end,) = objectives.numbers(session, THREE_MONTHS_ON.date())
    assert set(end.counts.values()) == {None}


def test_they_can_be_said_while_registering_and_wait_for_the_address_to_be_confirmed(cast: Cast) -> None:
    session, anybody = a_session(cast.nora, needs_approval=False), Client()
    where = reverse("training:public", args=[session.pk])
    typed = {"name": "Ada A", "group": "social", "mail": "ada@example.org"}
    with time_machine.travel(AT, tick=False):
        too_many = anybody.post(where, typed | {"objectives": "un\ndeux\ntrois\nquatre"}).content.decode()
        assert "Trois lignes au plus." in too_many
        assert "quatre" in too_many
        anybody.post(where, typed | {"objectives": "\r\n".join([TEXTS[0], "", TEXTS[1]])})
    row = Registration.objects.get()
    assert (row.state, objectives.own(row, AT.date()).texts) == ("pending", TEXTS)
    assert objectives.mixed(session) == []

    link = PersonalLink.objects.select_related("registration__session").get()
    operations.confirm_by_link(link, address_of=address_of, by=None, at=AT)
    assert sorted(objectives.mixed(session)) == sorted(TEXTS)


def test_they_go_with_an_address_that_was_never_confirmed(cast: Cast) -> None:
    session, come = a_session(cast.nora), coming("Ada A")
    come.objectives = TEXTS
    operations.register_publicly(session, coming=come, address_of=address_of, by=None, at=AT)

    operations.forget_unconfirmed(AT + 3 * DAY)

    assert not Registration.objects.exists()
    assert not Objectives.objects.exists()


def test_an_account_and_somebody_on_the_telephone_say_them_the_same_way(cast: Cast) -> None:
    session = a_session(cast.nora)
    pages = [
        (cast.anne, "training:join", {"name": "Anne F."}), (cast.nora, "training:register", {"name": "Zoe", "approved": "on"}),
    ]  # fmt: skip
    with time_machine.travel(AT, tick=False):
        for user, name, typed in pages:
            client, where = Client(), reverse(name, args=[session.pk])
            client.force_login(user)
            form = form_to(client.get(where).content.decode(), where)
            sent = form.filled(group="social", objectives=f"celui de {typed['name']}", **typed)
            assert client.post(where, sent).status_code == 302
    assert sorted(objectives.mixed(session)) == ["celui de Anne F.", "celui de Zoe"]
