"""New rows by a statement made once for each table: the same rows as Django writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from havre.common.adding import add, add_unless_taken
from havre.journey.models import Journey
from havre.people.models import Person
from havre.record.guard import housekeeping
from havre.record.models import Clock
from havre.vault import keys
from havre.vault.models import SearchToken

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rows_alone() -> Iterator[None]:
    with housekeeping("rows without a story"):
        yield


def test_rows_are_written_as_they_would_be_saved() -> None:
    subject = keys.create_subject()
    clocks = [Clock(subject=subject, code=f"C{n}", starts_at=AT, due_at=AT + timedelta(days=n)) for n in range(3)]
    add(*clocks)
    saved = Clock(subject=subject, code="C9", starts_at=AT, due_at=AT + timedelta(days=9))
    saved.save(force_insert=True)
    found = {clock.code: (clock.pk, clock.starts_at, clock.due_at) for clock in Clock.objects.filter(subject=subject)}
    assert found == {one.code: (one.pk, one.starts_at, one.due_at) for one in [*clocks, saved]}


def test_a_row_that_was_added_can_be_saved_again() -> None:
    person = Person(id=keys.create_subject(), reference="A2B-22", pseudonym="Alix")
    add(person)
    person.pseudonym = "Camille"
    person.save()
    assert [one.pseudonym for one in Person.objects.all()] == ["Camille"]


def test_what_the_database_works_out_is_left_to_it() -> None:
    person = Person(id=keys.create_subject(), reference="A2B-22", pseudonym="Alix")
    add(person)
    add(Journey(person=person, state="searching", since=AT))
    token = SearchToken(subject_id=person.pk, field="person.name", token=b"x" * 32)
    add(token)
    assert Journey.objects.get().is_open
    assert SearchToken.objects.get().pk is not None


def test_a_value_that_is_taken_writes_nothing_and_breaks_nothing() -> None:
    first, second = (Person(id=keys.create_subject(), reference="A2B-22", pseudonym=name) for name in ("Alix", "Lou"))
    assert add_unless_taken(first, "reference")
    assert not add_unless_taken(second, "reference")
    assert second._state.adding
    assert [one.pseudonym for one in Person.objects.all()] == ["Alix"]


def test_nothing_is_written_twice() -> None:
    person = Person(id=keys.create_subject(), reference="A2B-22", pseudonym="Alix")
    add(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(Person(id=keys.create_subject(), reference="A2B-22", pseudonym="Alix"))
    add()
    assert Person.objects.count() == 1
