"""The record names who acted; a house's team beside a person's token would say where she is (law 2)."""

from __future__ import annotations

import pytest

from havre.record import reading
from havre.vault import blind
from tests.cast import Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_no_line_of_the_record_joins_a_person_and_somebody_of_a_house(cast: Cast) -> None:
    it = walk(cast, "arrived")
    token = blind.token("audit.subject", it.person.pk).hex[: reading.SHORT]

    lines = reading.page_of(reading.Asked()).entries
    by_the_house = [line for line in lines if line.actor in ("Claire M.", "Karim S.")]

    assert {"offer_accepted", "arrival_confirmed"} <= {line.event for line in by_the_house}
    assert [line.event for line in by_the_house if line.subject] == []
    assert token in {line.subject for line in lines if line.actor == "Nora B."}
