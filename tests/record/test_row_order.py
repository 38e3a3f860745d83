"""A table is written anew whatever its columns are: what the database computes itself is computed anew."""

from __future__ import annotations

import pytest

from havre.journey.models import Journey
from havre.record.row_order import rewrite
from tests.cast import Cast
from tests.placements.stories import somebody

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def test_a_table_with_a_computed_column_is_written_anew_row_for_row(cast: Cast) -> None:
    people = [somebody(cast).pk for _ in range(3)]
    before = list(Journey.objects.order_by("pk").values())

    rewrite([Journey])

    assert list(Journey.objects.order_by("pk").values()) == before
    assert {row["person_id"] for row in before} == set(people)
    assert {row["is_open"] for row in before} == {True}
