"""Who filled which ballot: tried with a copy of both databases, and with all keys as well.

The attacker knows the order in which people answered, because the record dates every answer, and who they are, because
the invitations say so. What is asked is whether anything leads from there to a ballot.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection, models

from havre.record import audit
from havre.record.models import AuditEntry, Draft, TimelineEntry
from havre.surveys.doors import LinkDoor, OwnDoor
from havre.surveys.models import UNORDERED, Answer, Ballot, BallotText, Invitation, LinkDraft, Sending
from havre.surveys.operations.answering import answer_anonymously
from havre.surveys.operations.sending import make_links
from havre.surveys.rewrite import rewrite_answers
from havre.vault.gate import secrets_open
from havre.vault.keys import key_cache
from havre.vault.models import SubjectKey
from tests.cast import AT, Cast, make_cast
from tests.laws.attack import RawRow, raw_rows
from tests.laws.test_law_2_location import bytes_of, files_of, rank_correlation
from tests.surveys.example import a_sending, a_survey

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PEOPLE = 60
OF_ANSWERS = ("surveys_ballot", "surveys_ballottext")


@pytest.fixture
def asked(db: None) -> Sending:
    """Sixty people answer, a minute apart; the n-th writes «n-ième mot», most of them more than that."""
    cast: Cast = make_cast(AT)
    sending = a_sending(a_survey(cast.project), cast.project, links_for=[""] * (PEOPLE - 1), accounts=[cast.nora])
    rows = sending.invitations.select_related("sending__edition__survey").order_by("id")
    for number, invitation in enumerate(rows):
        answers = {
            "q1": "a1",
            "q2": str(1 + number % 5),
            "q6": number % 40,
            "q7": f"{number}-ième mot" + " encore" * (number % 4 * 30),
        }
        if number % 3:
            answers |= {"q4": ["a1", "a2", "a3"], "q9": {"r1": "1", "r2": "5"}}
        answer_anonymously(invitation, answers=answers, by=None, at=AT + timedelta(minutes=number))
    return sending


def stored(model: type[models.Model]) -> list[uuid.UUID]:
    """As they lie in the file; on SQLite a table has no order but that of its keys."""
    order = "ORDER BY ctid" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {model._meta.db_table} {order}")
        return [row[0] if isinstance(row[0], uuid.UUID) else uuid.UUID(row[0]) for row in cursor.fetchall()]


def of_table(rows: list[RawRow], *tables: str) -> list[RawRow]:
    return [row for row in rows if row.table in tables]


def test_no_value_leads_from_whom_was_asked_to_what_was_answered(asked: Sending) -> None:
    rows = raw_rows()
    answers = of_table(rows, *OF_ANSWERS)
    assert len(answers) == 3 * PEOPLE
    common = {asked.pk.hex}

    elsewhere = {value for row in rows if row.table not in OF_ANSWERS for value in row.identifiers}

    assert {value for row in answers for value in row.identifiers & elsewhere} == common
    # Every ballot looks alike.
    assert len({len(bytes(ballot.ticked)) for ballot in Ballot.objects.all()}) == 1
    assert len({len(bytes(text.text)) for text in BallotText.objects.all()}) == 1
    assert Ballot.objects.filter(filled=True).count() == PEOPLE


def test_the_record_says_that_somebody_answered_and_no_more(asked: Sending) -> None:
    entries = AuditEntry.objects.filter(event="survey_answered")
    assert len(entries) == PEOPLE

    assert {entry.subject for entry in entries} == {None}
    assert {audit.read_actor(bytes(entry.actor)) for entry in entries} == {None}
    assert len({repr(audit.read_details(entry)) for entry in entries}) == 1
    assert {entry.fields for entry in entries} == {""}

    assert not LinkDraft.objects.exists()
    assert not Draft.objects.exists()
    assert not TimelineEntry.objects.exists()
    assert {field.name for field in Invitation._meta.fields} == {
        "id", "sending", "account", "recipient", "link", "link_again", "answered",
    }  # fmt: skip


def test_what_is_kept_while_the_answer_is_sent_leaves_no_copy_of_it(db: None) -> None:
    """A page keeps what is typed by itself; such a keeping may arrive after the answer, and would stand beside a name."""
    cast = make_cast(AT)
    sending = a_sending(a_survey(cast.project), cast.project, links_for=[""], accounts=[cast.nora])
    ((_name, link),) = make_links(sending, by=cast.project, at=AT)
    rows = sending.invitations.select_related("sending__edition__survey")
    doors = [
        LinkDoor(rows.get(link__isnull=False), None, "", link),
        OwnDoor(rows.get(account__isnull=False), None, "", cast.nora),
    ]

    for door in doors:
        door.save({"q1": ["a1"]})
        assert door.load()[0] == {"q1": ["a1"]}
        answer_anonymously(rows.get(pk=door.invitation.pk), answers={"q1": "a1"}, by=None, at=AT)
        assert door.load()[0] == {}, "it goes with the answer, whatever becomes of the process"
        door.save({"q1": ["a1"]})

    assert not LinkDraft.objects.exists() and not Draft.objects.exists()


def test_after_a_night_no_order_and_no_transaction_is_left(asked: Sending) -> None:
    logs = [path for path in files_of("default") if path.name.endswith("-wal")]
    assert connection.vendor != "sqlite" or any(path.stat().st_size for path in logs)

    assert set(UNORDERED) == {Invitation, Ballot, BallotText, Answer}
    assert rewrite_answers(AT) == len(UNORDERED)
    assert connection.vendor != "sqlite" or not any(path.stat().st_size for path in logs)

    for model in (Invitation, Ballot, BallotText):
        assert stored(model) == sorted(stored(model), key=lambda pk: pk.hex)
    rows = raw_rows()
    if connection.vendor == "postgresql":
        for table in ("surveys_invitation", *OF_ANSWERS):
            assert len({row.transaction for row in of_table(rows, table)}) == 1
        answered = {row.transaction for row in of_table(rows, "record_auditentry")}
        assert not answered & {row.transaction for row in of_table(rows, *OF_ANSWERS)}
    _try_with_all_keys()


def _try_with_all_keys() -> None:
    """Ballot by ballot, in the order of the table: the n-th ticked n % 40 years; and text by text."""
    with key_cache(), secrets_open():
        ballots = [b.unseal("ticked")["a"]["q6"] for b in sorted(Ballot.objects.all(), key=lambda one: one.pk.hex)]
        words = sorted(BallotText.objects.filter(filled=True), key=lambda one: one.pk.hex)
        numbers = [int(text.unseal("text")["a"].split("-")[0]) for text in words]
    assert sorted(numbers) == list(range(PEOPLE))

    def distance(order: list[int]) -> float:
        return abs(rank_correlation([AT + timedelta(minutes=number) for number in order]))

    assert distance(numbers) < 0.5
    assert [number % 40 for number in numbers] != ballots


def test_answering_makes_no_key_and_the_files_hold_no_word(db: None) -> None:
    cast = make_cast(AT)
    sending = a_sending(a_survey(cast.project), cast.project)
    _name, link = make_links(sending, by=cast.project, at=AT)[0]
    before = set(SubjectKey.objects.values_list("pk", flat=True))

    invitation = sending.invitations.select_related("sending__edition__survey").first()
    assert invitation is not None
    answer_anonymously(invitation, answers={"q1": "a1", "q7": "Marjolaine-quatorze"}, by=None, at=AT)

    assert set(SubjectKey.objects.values_list("pk", flat=True)) == before
    for alias in ("default", "keys"):
        found = bytes_of(alias)
        assert b"Marjolaine-quatorze" not in found and link.encode() not in found
