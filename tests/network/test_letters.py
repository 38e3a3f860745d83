"""Letters to partners: who gets them, once, each alone, and nothing of them leaves the house."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connections

from havre.accounts.models import User
from havre.directory.models import Partnership
from havre.directory.operations.accounts import close_account, welcome
from havre.directory.operations.partnerships import note_exchange
from havre.directory.profiles import ExchangeCard
from havre.network import operations
from havre.network.content import AGREED, REFERRERS, SHELTERS, SILENT, LetterText
from havre.network.groups import group_of
from havre.network.models import Letter, LetterCopy
from havre.network.operations import letters
from havre.network.operations.letters import LetterDiscarded, Nobody, OtherPartners
from havre.record import audit, outbox
from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed, Refusal, Stale
from havre.record.transitions import NotNow
from tests.cast import AT, Cast
from tests.network.story import a_letter, address_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def gateway(settings: LazySettings) -> None:
    settings.HAVRE_DEMO, settings.HAVRE_SMS_URL, settings.HAVRE_MAIL_URL = False, "", "smtp://localhost"


def told(letter: Letter) -> set[User]:
    return set(User.objects.filter(pk__in=[copy.user for copy in letter.copies.all()]))


def test_each_rule_finds_its_partners_and_those_without_account_are_to_be_telephoned(cast: Cast) -> None:
    card = ExchangeCard("support_call", AT.date())
    note_exchange(Partnership.objects.get(organisation=cast.s058.organisation), exchange=card, by=cast.nora, at=AT)

    assert group_of(SHELTERS, [], AT).codes.keys() == {one.organisation_id for one in (cast.s058, cast.s017, cast.s002)}
    assert group_of(REFERRERS, [], AT).people == {cast.anne.pk, cast.other_referrer.pk}
    silent = group_of(SILENT, [], AT)
    assert "S058" not in silent.codes.values()
    assert "S017" in silent.codes.values()
    agreed = group_of(AGREED, [], AT)
    assert agreed.people == {cast.claire.pk, cast.karim.pk, cast.other_manager.pk}
    assert agreed.to_call == ["S002"]


def test_a_letter_is_a_message_of_its_own_to_each_and_the_sentence_tells_nothing(cast: Cast, gateway: None) -> None:
    letter = a_letter(cast.nora, cast.s058.organisation, cast.s017.organisation)
    shown = operations.look_at_recipients(letter, by=cast.nora, at=AT).digest
    operations.send_letter(letter, address_of=address_of, expected=shown, by=cast.nora, at=AT)
    assert told(letter) == {cast.claire, cast.karim, cast.other_manager}
    sent: list[tuple[str, str, str]] = []

    assert operations.hand_out(AT) == 3
    outbox.send_waiting(AT, lambda *message: sent.append(message))

    assert Letter.objects.get().state == "sent"
    assert len({address for _means, address, _text in sent}) == 3
    assert {text for _means, _address, text in sent} == {"Quelque chose vous attend dans Havre."}
    assert not any(other in text for _means, _address, text in sent for other in ("Séminaire", "printemps"))


def test_two_clicks_send_once(cast: Cast) -> None:
    letter = a_letter(cast.nora, cast.s058.organisation)
    twin = Letter.objects.get(pk=letter.pk)
    operations.send_letter(letter, address_of=address_of, version=1, by=cast.nora, at=AT)

    with pytest.raises(Stale):
        operations.send_letter(twin, address_of=address_of, version=1, by=cast.marc, at=AT)

    assert LetterCopy.objects.count() == 2


def test_a_kill_in_the_middle_goes_on_where_it_stopped(
    cast: Cast, gateway: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "AT_ONCE", 1)
    letter = a_letter(cast.nora, cast.s058.organisation, cast.s017.organisation)
    operations.send_letter(letter, address_of=address_of, by=cast.nora, at=AT)
    real, calls = outbox.tell, []

    def die_at_the_second(recipient: User, kind: str) -> list[OutboxMessage]:
        calls.append(recipient)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(recipient, kind)

    monkeypatch.setattr(outbox, "tell", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        operations.hand_out(AT)
    assert OutboxMessage.objects.count() == 1
    monkeypatch.setattr(outbox, "tell", real)
    operations.hand_out(AT)

    assert sorted(OutboxMessage.objects.values_list("recipient", flat=True)) == sorted(user.pk for user in told(letter))
    assert Letter.objects.get().state == "sent"


def test_a_closed_account_is_told_nothing(cast: Cast, gateway: None) -> None:
    letter = a_letter(cast.nora, cast.s058.organisation)
    operations.send_letter(letter, address_of=address_of, by=cast.nora, at=AT)
    close_account(cast.karim, by=cast.administrator, at=AT)
    operations.hand_out(AT)

    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [cast.claire.pk]


def test_a_group_that_changed_since_the_second_look_or_is_empty_sends_nothing(cast: Cast) -> None:
    letter = a_letter(cast.nora, cast.s058.organisation)
    with pytest.raises(OtherPartners):
        operations.send_letter(letter, address_of=address_of, expected="other", by=cast.nora, at=AT)
    with pytest.raises(Nobody):
        operations.send_letter(a_letter(cast.nora, cast.s002.organisation), address_of=address_of, by=cast.nora, at=AT)

    assert not LetterCopy.objects.exists()
    for stranger in (cast.claire, cast.lawyer, cast.officer, cast.administrator):
        with pytest.raises(NotAllowed):
            operations.send_letter(letter, address_of=address_of, by=stranger, at=AT)


def test_one_recipient_in_the_place_of_another_since_the_second_look_sends_nothing(cast: Cast) -> None:
    """As many as before, and somebody else."""
    letter = a_letter(cast.nora, cast.s058.organisation)
    shown = operations.look_at_recipients(letter, by=cast.nora, at=AT)
    close_account(cast.karim, by=cast.administrator, at=AT)
    welcome(
        mail="neuf@example.org", name="Neuf N.", password="y", role="shelter_worker",
        organisation=cast.s058.organisation, by=None, at=AT,
    )  # fmt: skip
    now = operations.look_at_recipients(letter, by=cast.nora, at=AT)
    assert len(now.people) == len(shown.people) == 2

    with pytest.raises(OtherPartners):
        operations.send_letter(letter, address_of=address_of, expected=shown.digest, by=cast.nora, at=AT)
    assert not LetterCopy.objects.exists()
    operations.send_letter(letter, address_of=address_of, expected=now.digest, by=cast.nora, at=AT)
    assert cast.karim not in told(letter)


def test_what_has_left_is_neither_changed_nor_destroyed(cast: Cast) -> None:
    letter = a_letter(cast.nora, cast.s058.organisation)
    operations.send_letter(letter, address_of=address_of, by=cast.nora, at=AT)

    with pytest.raises(NotNow):
        operations.write_letter(letter.pk, group=SHELTERS, content=letter.read(), by=cast.nora, at=AT + timedelta(1))
    with pytest.raises(NotNow):
        operations.discard_letter(letter, by=cast.nora, at=AT)
    draft = a_letter(cast.nora)
    operations.discard_letter(draft, by=cast.project, at=AT)
    draft.refresh_from_db()
    assert (draft.state, draft.read()) == ("discarded", LetterText())
    assert draft not in Letter.objects.visible_to(cast.nora)
    with pytest.raises(LetterDiscarded):
        operations.write_letter(draft.pk, group=SHELTERS, content=letter.read(), by=cast.nora, at=AT)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_many_who_send_one_letter_at_the_same_moment_send_it_once(cast: Cast) -> None:
    letter = a_letter(cast.nora, cast.s058.organisation, cast.s017.organisation)
    shown = operations.look_at_recipients(letter, by=cast.nora, at=AT).digest
    start, answers = threading.Barrier(8), list[str]()

    def at_once(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            answers.append("done")
        except Refusal as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connections.close_all()

    def send(row: Letter, by: User) -> Callable[[], object]:
        return lambda: operations.send_letter(row, address_of=address_of, expected=shown, version=1, by=by, at=AT)

    twins = [Letter.objects.get(pk=letter.pk) for _number in range(8)]
    acts = [send(twin, by) for twin, by in zip(twins, [cast.nora, cast.marc] * 4, strict=True)]
    threads = [threading.Thread(target=at_once, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 8
    assert answers.count("done") == 1
    assert set(answers) <= {"done", "Stale", "NotNow"}
    assert LetterCopy.objects.count() == 3
    assert audit.verify().holds

    answers.clear()
    acts = [lambda: operations.hand_out(AT)] * 8
    threads = [threading.Thread(target=at_once, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OutboxMessage.objects.count() == 3, "a message to each, once"
    assert Letter.objects.get().state == "sent"
