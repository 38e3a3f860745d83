from __future__ import annotations

import pytest

from havre.desk.capacity import capacity_map
from tests.cast import AT, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_place_that_is_held_or_occupied_is_not_free_on_the_map(cast: Cast) -> None:
    before = capacity_map(cast.nora, AT)
    walk(cast, "accepted")
    after = capacity_map(cast.nora, AT)

    assert before is not None
    assert after is not None
    assert (before.confirmed + before.said_free) - (after.confirmed + after.said_free) == 1


def test_only_the_coordination_sees_départements(cast: Cast) -> None:
    assert all(capacity_map(user, AT) is None for user in (cast.lawyer, cast.claire, cast.anne, cast.officer))
