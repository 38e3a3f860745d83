from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from havre.accounts.models import Organisation, User
from havre.record import audit, timeline, words
from havre.record.guard import WriteOutsideOperation
from havre.record.models import AuditEntry
from havre.record.operations import OnBehalf, operation, record
from havre.vault import blind, keys
from havre.vault.fields import SealedModel
from havre.vault.gate import Sealed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
AT = datetime(2026, 3, 17, 9, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The event of this file has words here and nowhere else."""
    monkeypatch.setitem(words._labels, "test_event", "Essai %(n)s")


@operation
def make_user(*, by: User | None, at: datetime, on_behalf_of: OnBehalf | None = None) -> User:
    user = User(id=keys.create_subject(), sign_in="x", password="!")
    user.seal("card", {"name": "Judith L."})
    user.seal("mail", "judith@example.org")
    user.save(force_insert=True)
    record("test_event", subject=user.pk, fields=["card"], facts={"n": 1})
    return user


def test_an_operation_writes_seals_and_goes_on_record() -> None:
    user = make_user(by=None, at=AT)

    fresh = User.objects.get()
    assert fresh.name == "Judith L."
    with pytest.raises(Sealed):
        fresh.unseal("mail")
    assert [line.text for line in timeline.read(user.pk)] == ["Essai 1"]
    assert audit.verify().holds
    assert audit.verify().entries == 1
    entry = AuditEntry.objects.get()
    assert entry.subject == blind.token("audit.subject", user.pk)
    assert audit.read_actor(bytes(entry.actor)) is None


def test_a_bare_save_is_refused() -> None:
    with pytest.raises(WriteOutsideOperation):
        Organisation(code="X", kind="NGO").save()
    with pytest.raises(WriteOutsideOperation):
        Organisation.objects.update(code="Y")


def test_entries_can_be_neither_changed_nor_deleted() -> None:
    make_user(by=None, at=AT)

    for sql in ("UPDATE record_auditentry SET event = 'x'", "DELETE FROM record_auditentry"):
        with pytest.raises((DatabaseError, WriteOutsideOperation)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_sealed_column_is_bound_to_its_field() -> None:
    user = make_user(by=None, at=AT)

    user.mail, user.card = user.card, user.mail
    from havre.vault.values import Damaged

    with pytest.raises(Damaged):
        user.unseal("card")
    assert issubclass(User, SealedModel)
