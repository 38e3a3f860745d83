from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.journey.models import Journey
from havre.people.models import Agreement, Person
from havre.people.operations import change_profile, give_agreement, withdraw_agreement
from havre.people.policies import NotAnAdult, agreement_in_force, require_adult
from havre.people.profiles import Member, Profile
from havre.people.summary import profile_of
from havre.placements.events import StayBegan
from havre.placements.models import Stay
from havre.record import audit, clocks, drafts, events, timeline
from havre.record.models import AuditEntry, Draft, OutboxMessage
from havre.record.operations import NotAllowed, OnBehalf, Stale, operation
from havre.record.transitions import NotNow
from havre.referrals import notices, operations, summary
from havre.referrals.content import Account, Agreed, Recipient, Referrer, Submission, Tonight, age_on
from havre.referrals.events import ReferralEnded, ReferralReceived, ReferralReopened, ReferralTakenUp
from havre.referrals.models import HandOver, Message, Referral
from havre.referrals.reading import open_sheet
from havre.referrals.states import REFERRAL
from havre.vault.gate import Sealed
from tests.cast import AT, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MARIE = Recipient("Aide sociale à l’enfance", "Marie P.", "0400000000")


def said(
    *, age: int | None = 24, in_doubt: bool = False, names: str = "Joy Osagie", born: date | None = None
) -> Submission:
    return Submission(
        referrer=Referrer(phone="0600000000", name="Anne F.", service="urgences"),
        tonight=Tonight(keeper="us", number="0600000000", until=AT.date() + timedelta(days=3)),
        account=Account(danger_here="on la cherche", areas=["FR-06"], wants="être loin"),
        profile=Profile(household=[Member("Feminine", age), Member("Masculine", 4, "child")], age_in_doubt=in_doubt),
        agreed=Agreed(answer="yes", language="pcm"),
        names=names,
        birth_date=born,
    )


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every event of this room that was published."""
    found: list[object] = []
    for kind in (ReferralReceived, ReferralTakenUp, ReferralEnded, ReferralReopened):
        monkeypatch.setitem(events._handlers, kind, [*events._handlers.get(kind, []), found.append])
    return found


@pytest.fixture
def referral(cast: Cast) -> Referral:
    return operations.submit_referral(data=said(), organisation=cast.hospital, by=cast.anne, at=AT)


def test_a_referral_opens_a_situation_and_starts_the_wait(cast: Cast, heard: list[object]) -> None:
    referral = operations.submit_referral(data=said(), organisation=cast.hospital, by=cast.anne, at=AT)

    person = referral.person
    assert referral.state == "received"
    assert heard == [ReferralReceived(person.pk, AT)]
    assert agreement_in_force(person.pk, "refer") is not None
    assert {(c.code, c.due_at) for c in clocks.running(person.pk)} == {
        ("WAIT3", AT + timedelta(days=3)),
        ("WAIT7", AT + timedelta(days=7)),
    }
    assert [m.recipient for m in OutboxMessage.objects.all()] == [cast.judith.pk]
    assert person.reference != referral.outside_reference
    with pytest.raises(Sealed):
        referral.unseal("tonight")
    assert audit.verify().holds


def test_sending_takes_few_statements(cast: Cast, django_assert_max_num_queries: object) -> None:
    checks = 1 if connection.vendor == "postgresql" else 0  # its constraints, before it waits for the audit's lock
    with django_assert_max_num_queries(16 + checks):  # type: ignore[operator]
        operations.submit_referral(data=said(), organisation=cast.hospital, by=cast.anne, at=AT)


def test_a_second_sending_of_the_same_draft_is_the_same_referral(cast: Cast) -> None:
    key = uuid.uuid4()
    drafts.keep(cast.anne, "referral", {"answers": {}}, at=AT, draft_id=key)

    first = operations.submit_referral(data=said(), organisation=cast.hospital, key=key, by=cast.anne, at=AT)
    second = operations.submit_referral(data=said(), organisation=cast.hospital, key=key, by=cast.anne, at=AT)

    assert first == second
    assert Person.objects.count() == 1
    assert not Draft.objects.exists()
    with pytest.raises(NotAllowed):
        operations.submit_referral(data=said(), organisation=None, key=key, by=cast.nora, at=AT)


def test_nothing_but_the_telephone_is_needed(cast: Cast) -> None:
    bare = Submission(referrer=Referrer(phone="0600000000"))
    referral = operations.submit_referral(data=bare, organisation=cast.hospital, by=cast.anne, at=AT)
    assert referral.state == "received"
    assert not Agreement.objects.exists()

    with pytest.raises(operations.NoContact):
        operations.submit_referral(data=Submission(), organisation=cast.hospital, by=cast.anne, at=AT)


def test_who_may_send(cast: Cast) -> None:
    for user in (cast.claire, cast.administrator, cast.officer, cast.escort, cast.project, cast.lawyer):
        with pytest.raises(NotAllowed):
            operations.submit_referral(data=said(), organisation=cast.hospital, by=user, at=AT)
    with pytest.raises(NotAllowed):
        operations.submit_referral(data=said(), organisation=cast.hospital, by=cast.other_referrer, at=AT)
    with pytest.raises(NotAllowed):
        operations.submit_referral(
            data=said(), organisation=cast.hospital, by=cast.anne, at=AT, on_behalf_of=OnBehalf("Nora")
        )


def test_a_call_counts_from_when_it_happened(cast: Cast) -> None:
    called = AT - timedelta(hours=20)

    referral = operations.submit_referral(data=said(), by=cast.nora, at=AT, on_behalf_of=OnBehalf("Dr Anne F.", called))

    assert referral.received_at == called
    assert clocks.running(referral.person_id).first().due_at == called + timedelta(days=3)  # type: ignore[union-attr]
    line = next(one for one in timeline.read(referral.person_id) if one.event == "referral_received")
    assert (line.happened_at, line.written_at, line.on_behalf_of) == (called, AT, "Dr Anne F.")


def test_taking_up_gives_a_coordinator_once(cast: Cast, referral: Referral, heard: list[object]) -> None:
    operations.take_up(referral, coordinator=cast.marc, by=cast.nora, at=AT)

    referral.refresh_from_db()
    assert (referral.state, referral.coordinator_id) == ("taken_up", cast.marc.pk)
    assert heard[-1] == ReferralTakenUp(referral.person_id, cast.marc.pk)
    with pytest.raises(NotNow):
        operations.take_up(referral, by=cast.nora, at=AT)
    with pytest.raises(NotAllowed):
        operations.take_up(referral, by=cast.anne, at=AT)


def test_two_who_take_up_at_the_same_time_do_not_both_win(cast: Cast, referral: Referral) -> None:
    seen_by_marc = Referral.objects.select_related("person").get(pk=referral.pk)
    operations.take_up(referral, by=cast.nora, at=AT)

    with pytest.raises(Stale):
        operations.take_up(seen_by_marc, by=cast.marc, at=AT)

    referral.refresh_from_db()
    assert referral.coordinator_id == cast.nora.pk


STATES = [state.code for state in REFERRAL.states]
VERBS = ["take_up", "answer", "withdraw", "hand_over", "reopen"]
ALLOWED = {(verb, source) for t in REFERRAL.transitions for verb in [t.verb] for source in t.sources}


def _do(verb: str, referral: Referral, cast: Cast) -> None:
    if verb == "take_up":
        operations.take_up(referral, by=cast.nora, at=AT)
    elif verb == "answer":
        operations.answer_referral(referral, kind="advice", reason="r", by=cast.nora, at=AT)
    elif verb == "withdraw":
        operations.withdraw_referral(referral, by=cast.nora, at=AT)
    elif verb == "hand_over":
        operations.hand_over(referral, recipient=MARIE, by=cast.nora, at=AT)
    else:
        operations.reopen_as_adult(referral, by=cast.nora, at=AT)


ROADS = {
    "received": [],
    "taken_up": ["take_up"],
    "handed_over": ["hand_over"],
    "answered": ["answer"],
    "withdrawn": ["withdraw"],
}


@pytest.mark.parametrize("state", STATES)
def test_every_act_from_every_state(cast: Cast, state: str) -> None:
    for verb in VERBS:
        referral = operations.submit_referral(data=said(), organisation=cast.hospital, by=cast.anne, at=AT)
        for step in ROADS[state]:
            _do(step, referral, cast)
        assert referral.state == state

        if (verb, state) in ALLOWED:
            _do(verb, referral, cast)
            assert referral.state == REFERRAL.find(verb, state).target  # type: ignore[union-attr]
        else:
            with pytest.raises(NotNow):
                _do(verb, referral, cast)
            referral.refresh_from_db()
            assert referral.state == state


def test_an_answer_ends_the_wait_and_tells_the_referrer_only_what_is_written_for_her(
    cast: Cast, referral: Referral, heard: list[object]
) -> None:
    operations.take_up(referral, by=cast.nora, at=AT)
    operations.answer_referral(
        referral, kind="redirected", reason="le danger n’est pas local", instead="le 115", message="Nous avons répondu.",
        by=cast.nora, at=AT,
    )  # fmt: skip

    assert heard[-1] == ReferralEnded(referral.person_id, "answered")
    assert not clocks.running(referral.person_id).exists()
    view = summary.outside_view(referral)
    assert (str(view.label), view.received_on) == ("répondue", AT.date())
    lines = operations.read_messages(referral, by=cast.anne, at=AT)
    assert [line.text for line in lines] == ["Nous avons répondu."]


@pytest.mark.parametrize(
    ("state", "label"),
    [("received", "reçue"), ("taken_up", "en évaluation"), ("handed_over", "répondue"), ("answered", "répondue"), ("withdrawn", "retirée")],
)  # fmt: skip
def test_outside_labels_say_no_more_than_they_must(cast: Cast, referral: Referral, state: str, label: str) -> None:
    for step in ROADS[state]:
        _do(step, referral, cast)

    view = summary.outside_view(referral)

    assert str(view.label) == label
    assert view.received_on == date(2026, 3, 17)
    assert not hasattr(view, "person_id")


def test_messages_go_both_ways_and_are_read_once(cast: Cast, referral: Referral) -> None:
    operations.take_up(referral, by=cast.nora, at=AT)
    operations.send_message(referral, text="Elle dort chez nous jusqu’à vendredi.", by=cast.anne, at=AT)
    operations.send_message(referral, text="Nous cherchons.", by=cast.nora, at=AT + timedelta(minutes=5))
    assert summary.unread_from_referrers([referral.person_id]) == {referral.person_id: 1}
    assert summary.unread_for_referrer(referral) == 1

    lines = operations.read_messages(referral, by=cast.nora, at=AT + timedelta(minutes=6))
    assert [(line.text, line.from_coordination) for line in lines] == [
        ("Elle dort chez nous jusqu’à vendredi.", False),
        ("Nous cherchons.", True),
    ]
    assert summary.unread_from_referrers([referral.person_id]) == {}
    assert summary.unread_for_referrer(referral) == 1
    operations.read_messages(referral, by=cast.anne, at=AT + timedelta(minutes=7))
    assert summary.unread_for_referrer(referral) == 0
    assert AuditEntry.objects.filter(event="messages_read").count() == 2


def test_what_the_referrer_says_on_the_telephone_is_written_as_hers(cast: Cast, referral: Referral) -> None:
    told = OnBehalf("Anne F.", AT - timedelta(hours=1))

    message = operations.add_information(
        referral, text="Elle a changé de numéro.", by=cast.nora, at=AT, on_behalf_of=told
    )

    assert (message.from_coordination, message.unread) == (False, False)
    with pytest.raises(operations.NothingWritten):
        operations.send_message(referral, text="  \n", by=cast.nora, at=AT)


def test_nobody_else_reads_or_writes_messages(cast: Cast, referral: Referral) -> None:
    for user in (cast.other_referrer, cast.claire, cast.lawyer, cast.escort, cast.administrator, cast.officer):
        with pytest.raises(NotAllowed):
            operations.send_message(referral, text="?", by=user, at=AT)
        with pytest.raises(NotAllowed):
            operations.read_messages(referral, by=user, at=AT)
    with pytest.raises(NotAllowed):  # a colleague who does not follow the case and is not on duty
        operations.read_messages(referral, by=cast.marc, at=AT)
    assert not Message.objects.exists()


def test_tonight_is_said_anew_and_a_second_tab_does_not_overwrite_it(cast: Cast, referral: Referral) -> None:
    seen = referral.version
    operations.change_tonight(referral, tonight=Tonight(keeper="other"), version=seen, by=cast.anne, at=AT)

    with pytest.raises(Stale):
        operations.change_tonight(referral, tonight=Tonight(keeper="nobody"), version=seen, by=cast.anne, at=AT)
    with pytest.raises(NotAllowed):
        operations.change_tonight(referral, tonight=Tonight(), by=cast.other_referrer, at=AT)


def test_when_she_takes_back_her_agreement_the_referral_ends(
    cast: Cast, referral: Referral, heard: list[object]
) -> None:
    agreement = agreement_in_force(referral.person_id, "refer")
    assert agreement is not None

    withdraw_agreement(agreement, by=cast.nora, at=AT)

    referral.refresh_from_db()
    assert referral.state == "withdrawn"
    assert heard[-1] == ReferralEnded(referral.person_id, "withdrawn")
    assert not clocks.running(referral.person_id).exists()


def test_a_withdrawal_relayed_by_the_referrer_takes_back_everything(cast: Cast, referral: Referral) -> None:
    give_agreement(referral.person, kind="join", how="spoken", by=cast.nora, at=AT)

    assert operations.relay_withdrawal(referral, reason="elle veut rester", by=cast.anne, at=AT) == 2

    referral.refresh_from_db()
    assert referral.state == "withdrawn"
    assert not Agreement.objects.filter(state="given").exists()
    assert operations.relay_withdrawal(referral, by=cast.anne, at=AT) == 0
    with pytest.raises(NotAllowed):
        operations.relay_withdrawal(referral, by=cast.other_referrer, at=AT)


def test_after_her_arrival_a_relayed_withdrawal_is_a_message_and_somebody_speaks_with_her(
    cast: Cast, client: Client
) -> None:
    it = walk(cast, "arrived")
    before = set(OutboxMessage.objects.values_list("pk", flat=True))

    assert operations.relay_withdrawal(it.referral, reason="elle veut partir", by=cast.anne, at=it.at(70)) == 0

    assert Agreement.objects.filter(person=it.person, state="given", kind="join").exists()
    assert Stay.objects.get(pk=it.stay.pk).state == "present"
    row = Journey.objects.get(person=it.person.pk)
    assert (row.next_code, row.next_due) == ("speak_with_her", it.at(94))
    told = OutboxMessage.objects.exclude(pk__in=before)
    assert {message.recipient for message in told} == {cast.nora.pk}
    read, spoken = (reverse(f"referrals:{name}", args=[it.referral.pk]) for name in ("read", "spoken"))
    client.force_login(cast.marc)
    assert spoken not in client.get(read).content.decode()
    assert client.post(spoken).status_code == 404
    client.force_login(cast.nora)
    assert spoken in client.get(read).content.decode()
    assert client.post(spoken).status_code == 302
    assert Journey.objects.get(person=it.person.pk).next_code != "speak_with_her"
    with pytest.raises(NotNow):
        operations.spoke_with_her(it.referral, by=cast.nora, at=it.at(80))


def test_the_agreement_to_join_taken_back_leaves_the_referral_open(cast: Cast, referral: Referral) -> None:
    join = give_agreement(referral.person, kind="join", how="spoken", by=cast.nora, at=AT)

    withdraw_agreement(join, by=cast.nora, at=AT)

    referral.refresh_from_db()
    assert referral.state == "received"


@pytest.mark.parametrize("data", [said(age=16), said(in_doubt=True), said(age=None, born=date(2009, 3, 18))])
def test_a_minor_is_never_taken_up(cast: Cast, data: Submission) -> None:
    referral = operations.submit_referral(data=data, organisation=cast.hospital, by=cast.anne, at=AT)

    with pytest.raises(NotAnAdult):
        require_adult(referral.person)
    with pytest.raises(NotAnAdult):
        operations.take_up(referral, by=cast.nora, at=AT)
    referral.refresh_from_db()
    assert referral.state == "received"
    assert clocks.running(referral.person_id).filter(code="R34", due_at=AT + timedelta(hours=48)).exists()


def test_the_eighteenth_birthday_counts() -> None:
    assert age_on(date(2008, 3, 17), date(2026, 3, 17)) == 18
    assert age_on(date(2008, 3, 18), date(2026, 3, 17)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17


def test_a_minor_is_handed_over_by_name_with_everything_that_was_typed(cast: Cast, heard: list[object]) -> None:
    referral = operations.submit_referral(
        data=said(age=16), organisation=cast.hospital, hand_over_to=MARIE, by=cast.anne, at=AT
    )

    assert referral.state == "handed_over"
    assert heard[-1] == ReferralEnded(referral.person_id, "handed_over")
    assert [c.code for c in clocks.running(referral.person_id)] == ["R34"]
    sheet = str(open_sheet(referral, by=cast.judith, at=AT))
    for typed in ("Marie P.", "Joy Osagie", "on la cherche", "être loin", "Anne F."):
        assert typed in sheet
    with pytest.raises(NotAllowed):
        open_sheet(referral, by=cast.anne, at=AT)


def test_a_hand_over_names_somebody(cast: Cast, referral: Referral) -> None:
    for nobody in (Recipient(), Recipient("ASE", ""), Recipient("", "Marie"), Recipient("  ", " ")):
        with pytest.raises(operations.NoRecipient):
            operations.hand_over(referral, recipient=nobody, by=cast.nora, at=AT)
    referral.refresh_from_db()
    assert referral.state == "received"


def test_the_receipt_is_chased_until_it_comes(cast: Cast) -> None:
    referral = operations.submit_referral(data=said(age=16), organisation=cast.hospital, by=cast.anne, at=AT)
    row = operations.hand_over(referral, recipient=MARIE, by=cast.nora, at=AT)
    assert referral.coordinator_id == cast.nora.pk
    later = AT + timedelta(hours=49)

    assert notices.ring_late(AT + timedelta(hours=47)) == 0
    assert notices.ring_late(later) == 1
    assert notices.ring_late(later + timedelta(hours=1)) == 0
    assert notices.ring_late(later + timedelta(hours=25)) == 1

    operations.receive_hand_over(row, received_by="Marie P.", by=cast.nora, at=later, on_behalf_of=OnBehalf("Marie P."))
    assert HandOver.objects.get().is_received
    assert notices.ring_late(later + timedelta(days=5)) == 0
    with pytest.raises(operations.AlreadyReceived):
        operations.receive_hand_over(row, received_by="Marie P.", by=cast.nora, at=later)


def test_turning_eighteen_reopens_and_the_wait_begins_anew(cast: Cast, heard: list[object]) -> None:
    referral = operations.submit_referral(
        data=said(age=17), organisation=cast.hospital, hand_over_to=MARIE, by=cast.anne, at=AT
    )
    with pytest.raises(NotAnAdult):
        operations.reopen_as_adult(referral, by=cast.nora, at=AT)
    profile = profile_of(referral.person)
    profile.household[0].age = 18
    change_profile(referral.person, profile=profile, by=cast.nora, at=AT)
    birthday = AT + timedelta(days=40)

    operations.reopen_as_adult(referral, by=cast.nora, at=birthday)

    assert (referral.state, referral.coordinator_id) == ("taken_up", cast.nora.pk)
    assert heard[-1] == ReferralReopened(referral.person_id)
    assert {c.code: c.due_at for c in clocks.running(referral.person_id)} == {
        "WAIT3": birthday + timedelta(days=3),
        "WAIT7": birthday + timedelta(days=7),
    }


def test_the_wait_is_told_once_on_day_three_and_to_the_head_on_day_seven(cast: Cast, referral: Referral) -> None:
    operations.take_up(referral, by=cast.nora, at=AT)
    before = OutboxMessage.objects.count()

    assert notices.ring_late(AT + timedelta(days=3)) == 1
    assert notices.ring_late(AT + timedelta(days=4)) == 0
    assert notices.ring_late(AT + timedelta(days=7)) == 1

    told = [message.recipient for message in OutboxMessage.objects.all()]
    assert len(told) == before + 3
    assert told.count(cast.head.pk) == 1
    assert {c.code for c in clocks.late(AT + timedelta(days=7))} == {"WAIT3", "WAIT7"}


@operation
def _stay_begins(referral: Referral, kind: str, *, by: User, at: datetime) -> None:
    events.publish(StayBegan(referral.person_id, kind))


def test_the_wait_ends_with_a_place_and_not_with_a_relay_apartment(cast: Cast, referral: Referral) -> None:
    operations.take_up(referral, by=cast.nora, at=AT)

    _stay_begins(referral, "relay", by=cast.nora, at=AT)
    assert clocks.running(referral.person_id).filter(code__in=notices.WAITS).count() == 2
    _stay_begins(referral, "place", by=cast.nora, at=AT)
    assert not clocks.running(referral.person_id).filter(code__in=notices.WAITS).exists()
    assert notices.ring_late(AT + timedelta(days=8)) == 0


def test_a_possible_duplicate_is_a_reference_and_nothing_else(cast: Cast) -> None:
    born = date(2001, 5, 2)
    first = operations.submit_referral(data=said(names="Joy Osagie", born=born), by=cast.nora, at=AT)
    same_names = operations.submit_referral(data=said(names="OSAGIE, Jóy"), by=cast.nora, at=AT)
    same_birth = operations.submit_referral(data=said(names="Joy Igbinovia", born=born), by=cast.nora, at=AT)
    other = operations.submit_referral(data=said(names="Joy Idahosa", born=date(1999, 1, 1)), by=cast.nora, at=AT)

    found = summary.of_referral(first).duplicates

    assert found == sorted([same_names.person.reference, same_birth.person.reference])
    assert summary.of_referral(other).duplicates == []


def test_what_is_sealed_stands_nowhere_in_clear(cast: Cast) -> None:
    data = said(names="Zzyzxnom")
    data.account.other = "Zzyzxrécit"
    referral = operations.submit_referral(data=data, organisation=cast.hospital, by=cast.anne, at=AT)
    operations.send_message(referral, text="Zzyzxmessage", by=cast.anne, at=AT)

    copied = ""
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                copied += "".join(str([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor)
    assert referral.outside_reference in copied
    assert "Zzyzx" not in copied
