from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction

from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.people.models import Person
from havre.people.operations import open_situation
from havre.people.profiles import Member, Profile
from havre.record import audit, clocks, drafts, events, facts, guard, sweeps, timeline, words
from havre.record.models import AuditCheckpoint, AuditEntry, Clock, Draft, Fact, PendingFact
from havre.record.opening import Purpose, enter_file, open_section
from havre.record.operations import NotAllowed, OnBehalf, Stale, after_commit, operation, record, save
from tests.cast import AT, Cast, account

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OWN_WORDS = {"test_happened": "Il est arrivé %(what)s", "test_quiet": "Rien"}


@pytest.fixture(autouse=True)
def own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The events of this file have words here and nowhere else."""
    for code, label in OWN_WORDS.items():
        monkeypatch.setitem(words._labels, code, label)


@operation
def happen(what: str, *, person: Person, by: User | None, at: datetime, on_behalf_of: OnBehalf | None = None) -> None:
    record("test_happened", subject=person.pk, fields=["x"], facts={"what": what})


@pytest.fixture
def person(cast: Cast) -> Person:
    profile = Profile(household=[Member("Feminine", 24)])
    return open_situation(profile=profile, secrets={"identity": {"names": "Ada"}}, by=cast.nora, at=AT)


def test_a_failing_operation_leaves_nothing(person: Person, cast: Cast) -> None:
    class Broken(Exception):
        pass

    @operation
    def breaks(*, by: User, at: datetime) -> None:
        person.pseudonym = "Changed"
        save(person, "pseudonym")
        record("test_quiet", subject=person.pk)
        raise Broken

    before = AuditEntry.objects.count()
    with pytest.raises(Broken):
        breaks(by=cast.nora, at=AT)

    assert Person.objects.get(pk=person.pk).pseudonym != "Changed"
    assert AuditEntry.objects.count() == before
    assert "test_quiet" not in [line.event for line in timeline.read(person.pk)]


def test_a_nested_operation_joins_the_outer_one(person: Person, cast: Cast) -> None:
    done: list[str] = []

    @operation
    def outer(*, by: User, at: datetime) -> None:
        happen("one", person=person, by=cast.marc, at=AT + timedelta(days=9))
        happen("two", person=person, by=cast.marc, at=AT + timedelta(days=9))
        after_commit(lambda: done.append("after"))
        assert done == []

    outer(by=cast.nora, at=AT)

    assert done == ["after"]
    last = AuditEntry.objects.order_by("-sequence")[:2]
    assert {audit.read_actor(bytes(entry.actor)) for entry in last} == {cast.nora.pk}
    assert {entry.at_us for entry in last} == {audit.microseconds(AT)}


def test_an_operation_wants_an_aware_moment(person: Person, cast: Cast) -> None:
    with pytest.raises(TypeError):
        happen("x", person=person, by=cast.nora, at=datetime(2026, 3, 17))  # noqa: DTZ001  the point of the test


def test_an_unregistered_event_is_loud(person: Person, cast: Cast) -> None:
    @operation
    def mumble(*, by: User, at: datetime) -> None:
        record("never_registered", subject=person.pk)

    with pytest.raises(KeyError):
        mumble(by=cast.nora, at=AT)


def test_what_is_entered_for_somebody_else_says_so(person: Person, cast: Cast) -> None:
    earlier = AT - timedelta(hours=2)
    happen("un appel", person=person, by=cast.nora, at=AT, on_behalf_of=OnBehalf("Claire, S058", earlier))

    line = next(line for line in timeline.read(person.pk) if line.event == "test_happened")
    assert (line.text, line.on_behalf_of) == ("Il est arrivé un appel", "Claire, S058")
    assert (line.happened_at, line.written_at, line.by) == (earlier, AT, cast.nora.pk)
    details = audit.read_details(audit.of_subject(person.pk).filter(event="test_happened").get())
    assert details == {"what": "un appel", "on_behalf_of": "Claire, S058", "happened_at": earlier.isoformat()}


def test_of_two_saves_of_one_version_one_wins(person: Person, cast: Cast) -> None:
    @operation
    def rename(row: Person, name: str, *, by: User, at: datetime) -> None:
        row.pseudonym = name
        save(row, "pseudonym")
        record("test_quiet", subject=row.pk)

    one, other = Person.objects.get(pk=person.pk), Person.objects.get(pk=person.pk)
    rename(one, "First", by=cast.nora, at=AT)

    with pytest.raises(Stale):
        rename(other, "Second", by=cast.marc, at=AT)
    assert Person.objects.get(pk=person.pk).pseudonym == "First"


@pytest.mark.parametrize(
    ("sql", "writes"),
    [
        ("SELECT 1", False),
        ("  insert into x values (1)", True),
        ("/* note */ UPDATE x SET y = 1", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", False),
        ("WITH a AS (SELECT 1) UPDATE x SET y = 1", True),
        ("WITH a AS (DELETE FROM x RETURNING *) SELECT * FROM a", True),
        ("REPLACE INTO x VALUES (1)", True),
        ("SAVEPOINT s1", False),
    ],
)
def test_the_guard_reads_the_verb(sql: str, writes: bool) -> None:
    assert guard.is_write(sql) is writes


def test_every_way_to_write_is_guarded(cast: Cast) -> None:
    organisation = cast.hospital
    loose = cast.judith.dutyshift_set.get()
    ways = [
        organisation.save,
        loose.delete,
        lambda: Organisation.objects.create(code="N", kind="NGO"),
        lambda: Organisation.objects.update(kind="NGO"),
        lambda: Organisation.objects.bulk_create([Organisation(code="N", kind="NGO")]),
        lambda: Organisation.objects.bulk_update([organisation], ["kind"]),
        lambda: Organisation.objects.filter(code="R013")._raw_delete("default"),
        lambda: connection.cursor().executemany("UPDATE accounts_organisation SET kind = %s", [["x"]]),
    ]
    for way in ways:
        with pytest.raises(guard.WriteOutsideOperation), transaction.atomic():
            way()
    with pytest.raises(guard.WriteOutsideOperation):
        record("test_quiet")


def test_the_chain_notices_a_change_a_gap_and_a_cut_end(person: Person, cast: Cast) -> None:
    for n in range(5):
        happen(str(n), person=person, by=cast.nora, at=AT + timedelta(seconds=n))
    total = audit.verify()
    assert total.holds
    last = AuditEntry.objects.latest("sequence").sequence

    for sql in (
        f"UPDATE record_auditentry SET event = 'file_entered' WHERE sequence = {last - 2}",
        f"UPDATE record_auditentry SET at_us = at_us + 1 WHERE sequence = {last - 2}",
        f"UPDATE record_auditentry SET subject = NULL WHERE sequence = {last - 2}",
        f"DELETE FROM record_auditentry WHERE sequence = {last - 2}",
        f"DELETE FROM record_auditentry WHERE sequence = {last}",
        "DELETE FROM record_auditentry WHERE sequence = 1",
    ):
        sid = transaction.savepoint()
        with guard.housekeeping("test"), connection.cursor() as cursor:
            _drop_triggers(cursor)
            cursor.execute(sql)
        report = audit.verify()
        assert not report.holds, sql
        transaction.savepoint_rollback(sid)
    assert audit.verify() == total


def _drop_triggers(cursor: object) -> None:
    where = "" if connection.vendor == "sqlite" else " ON record_auditentry"
    cursor.execute(f"DROP TRIGGER audit_no_update{where}")  # type: ignore[attr-defined]
    cursor.execute(f"DROP TRIGGER audit_no_delete{where}")  # type: ignore[attr-defined]


def test_a_new_month_closes_the_segment_and_old_closed_ones_may_go(person: Person, cast: Cast) -> None:
    old = datetime(2020, 1, 31, 23, 30, tzinfo=UTC)
    with guard.housekeeping("test"), connection.cursor() as cursor:
        cursor.execute("UPDATE record_auditchain SET segment = '2019-12'")
    happen("january", person=person, by=cast.nora, at=old)
    happen("february", person=person, by=cast.nora, at=old + timedelta(hours=1))

    january = AuditCheckpoint.objects.get(segment="2020-01")
    assert audit.verify().holds
    assert audit.verify(anchors={"2020-01": bytes(january.head).hex()}).holds
    assert not audit.verify(anchors={"2020-01": "00" * 32}).holds
    assert audit.verify(anchors={"2031-01": "00" * 32}).reason == "checkpoint missing"

    year_ago = audit.microseconds(old + timedelta(minutes=1))
    with guard.housekeeping("test"), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM record_auditentry WHERE at_us < %s AND event = 'test_happened' AND sequence <= %s",
            [year_ago, january.last_sequence],
        )
        assert cursor.rowcount == 1
    with (
        guard.housekeeping("test"),
        pytest.raises(Exception, match=r"kept 12 months"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM record_auditentry WHERE sequence > %s", [january.last_sequence])


def test_opening_a_section_goes_on_record_each_time(person: Person, cast: Cast) -> None:
    def open_identity(by: User) -> dict[str, object]:
        row = Person.objects.get(pk=person.pk)
        return open_section(
            row,
            ["identity"],
            section="Identité",
            permission=Permission.OPEN_IDENTITY,
            purpose=Purpose.CALL,
            by=by,
            at=AT,
        )

    with pytest.raises(NotAllowed):
        open_identity(cast.nora)  # not her case, not on duty
    assert open_identity(cast.judith) == {"identity": {"names": "Ada"}}
    assert open_identity(cast.judith) == {"identity": {"names": "Ada"}}
    for stranger in (cast.claire, cast.anne, cast.administrator, cast.officer, cast.lawyer, cast.head):
        with pytest.raises(NotAllowed):
            open_identity(stranger)

    openings = audit.of_subject(person.pk).filter(event="section_opened")
    assert [entry.fields for entry in openings] == ["people.person.identity"] * 2
    assert "Ada" not in str([bytes(entry.details) for entry in openings])


def test_entering_a_file_is_one_entry_a_session(person: Person, cast: Cast) -> None:
    for session in ("a", "a", "b", "a"):
        enter_file(person.pk, session=session, by=cast.nora, at=AT)

    assert audit.of_subject(person.pk).filter(event="file_entered").count() == 2


def test_clocks_start_move_and_stop(person: Person, cast: Cast) -> None:
    @operation
    def act(*, by: User, at: datetime) -> None:
        clocks.start(person.pk, "TEST3", due_at=AT + timedelta(days=3))
        clocks.start(person.pk, "TEST3", due_at=AT + timedelta(days=2))
        clocks.start(person.pk, "TEST7", due_at=AT + timedelta(days=7))
        clocks.stop(person.pk, "TEST7")

    act(by=cast.nora, at=AT)

    ours = Clock.objects.filter(code__startswith="TEST")
    assert [c.due_at for c in ours.filter(stopped_at=None)] == [AT + timedelta(days=2)]
    assert "TEST3" not in [c.code for c in clocks.late(AT + timedelta(days=1))]
    assert "TEST3" in [c.code for c in clocks.late(AT + timedelta(days=2))]


def test_facts_wait_sealed_and_are_written_shuffled(cast: Cast) -> None:
    @operation
    def publish(n: int, *, by: User, at: datetime) -> None:
        facts.publish("test", year=2026, n=n)

    for n in range(30):
        publish(n, by=cast.nora, at=AT)
    assert not Fact.objects.filter(kind="test").exists()
    waiting = PendingFact.objects.count()

    assert facts.write_pending(AT) == waiting
    written = Fact.objects.filter(kind="test")
    assert sorted(f.values["n"] for f in written) == list(range(30))
    assert facts.write_pending(AT) == 0


def test_a_draft_is_its_authors_alone(cast: Cast) -> None:
    draft = drafts.keep(cast.anne, "referral", {"text": "elle a peur"}, at=AT)
    again = drafts.keep(cast.anne, "referral", {"text": "elle a très peur"}, at=AT, draft_id=draft.pk)

    assert again.pk == draft.pk
    assert drafts.read(cast.anne, draft.pk) == {"text": "elle a très peur"}
    assert drafts.read(cast.nora, draft.pk) is None
    drafts.discard(cast.nora, draft.pk)
    assert [d.pk for d in drafts.own(cast.anne)] == [draft.pk]
    with pytest.raises(drafts.NotYours):
        drafts.keep(cast.nora, "referral", {"text": "x"}, at=AT, draft_id=draft.pk)
    assert drafts.sweep(AT + drafts.KEEP) == 1
    assert not Draft.objects.exists()


def test_one_process_runs_a_sweep_and_a_failing_one_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_sweeps", {})
    ran: list[str] = []

    def fails(at: datetime) -> None:
        ran.append("fails")
        raise RuntimeError("broken")

    sweeps.register("often", lambda at: ran.append("often"), every=timedelta(minutes=1))
    sweeps.register("nightly", lambda at: ran.append("nightly"), every=timedelta(days=1), at_hour=3)
    sweeps.register("fails", fails, every=timedelta(minutes=1))
    midnight = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)  # 0 h 30 in Paris

    assert sweeps.run_due(midnight) == ["often"]
    assert sweeps.run_due(midnight + timedelta(seconds=30)) == []
    assert sweeps.run_due(midnight + timedelta(hours=3)) == ["often", "nightly"]
    assert sweeps.run_due(midnight + timedelta(hours=4)) == ["often"]
    assert ran.count("fails") == 4

    monkeypatch.setattr(sweeps, "_holder", "another process")
    with guard.housekeeping("test"):
        sweeps.Lease.objects.filter(name="often").update(holder="first", until=midnight + timedelta(days=1))
    assert "often" not in sweeps.run_due(midnight + timedelta(hours=6))


def test_an_event_handler_that_fails_rolls_everything_back(
    person: Person, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Happened:
        pass

    def fails(event: object) -> None:
        raise RuntimeError("handler")

    monkeypatch.setitem(events._handlers, Happened, [fails])

    @operation
    def act(*, by: User, at: datetime) -> None:
        record("test_quiet", subject=person.pk)
        events.publish(Happened())

    before = AuditEntry.objects.count()
    with pytest.raises(RuntimeError):
        act(by=cast.nora, at=AT)
    assert AuditEntry.objects.count() == before


def test_the_outermost_operation_is_repeated_on_a_deadlock(person: Person, cast: Cast) -> None:
    tries: list[int] = []

    class Victim(Exception):
        sqlstate = "40P01"

    @operation
    def unlucky(*, by: User, at: datetime) -> str:
        tries.append(1)
        record("test_quiet", subject=person.pk)
        if len(tries) < 3:
            raise OperationalError("deadlock") from Victim()
        return "done"

    before = AuditEntry.objects.count()
    assert unlucky(by=cast.nora, at=AT) == "done"
    assert len(tries) == 3
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_eight_at_once_leave_a_whole_chain() -> None:
    user = account("Nora B.", "coordinator")
    failures: list[BaseException] = []

    @operation
    def quiet(*, by: User, at: datetime) -> None:
        record("test_quiet", subject=user.pk, thread=False)

    def work() -> None:
        try:
            for _ in range(10):
                quiet(by=user, at=AT)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert audit.verify().holds
    assert AuditEntry.objects.filter(event="test_quiet").count() == 80
