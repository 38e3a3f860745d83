"""References are random, and none is given twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from havre.people import operations, references
from havre.people.models import Person
from havre.people.profiles import Profile
from havre.record.guard import housekeeping
from havre.vault import keys

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_reference_that_is_taken_is_not_given_again() -> None:
    taken = operations.open_situation(profile=Profile(), by=None, at=datetime(2026, 3, 2, 9, tzinfo=UTC)).reference
    picked = iter([taken, taken, "K7Q-24"])
    second = Person(id=keys.create_subject(), pseudonym="Alix")
    with housekeeping("a row without a story"):
        references.add(second, "reference", lambda: next(picked))
    assert {one.reference for one in Person.objects.all()} == {taken, "K7Q-24"}
    assert second.reference == "K7Q-24"
