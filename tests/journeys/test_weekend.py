"""A weekend with a hole in the rota, and an arrival that nobody confirms: somebody is told, whatever else fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from havre.accounts.models import DutyShift, User
from havre.directory.operations.accounts import clear_duty, set_duty
from havre.placements.content import AlarmContent, Times, read
from havre.placements.models import Alarm, Transfer
from havre.placements.operations.alarms import clear_alarm, take_alarm
from havre.record import sweeps
from havre.record.models import OutboxMessage
from tests.cast import AT, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def told() -> dict[str, list[int]]:
    """Name → after how many minutes of the alarm they were told."""
    content = read(Alarm.objects.get(), "content", AlarmContent)
    names = {str(user.pk): user.name for user in User.objects.all()}
    found: dict[str, list[int]] = {}
    for step in content.steps:
        found.setdefault(names[step.who], []).append(round((step.at - content.since).total_seconds() / 60))
    return found


def test_the_alarm_of_a_weekend_climbs_over_the_hole_and_over_a_stop_of_the_machine(cast: Cast) -> None:
    walk(cast, "travelling")
    expected = read(Transfer.objects.get(), "times", Times).expected_at
    clear_duty(DutyShift.objects.get(), by=cast.head, at=AT)
    span = {"starts_at": expected - timedelta(days=1), "ends_at": expected + timedelta(days=2)}
    set_duty(cast.marc, rank=2, by=cast.head, at=AT, **span)
    begun = expected + timedelta(minutes=60)

    def house_runs(first: int, last: int) -> None:
        for minute in range(first, last + 1):
            now = begun + timedelta(minutes=minute)
            with time_machine.travel(now, tick=False):
                sweeps.run_due(now)

    house_runs(0, 16)
    assert told() == {"Marc T.": [0], "Nora B.": [0], "Inès R.": [15]}

    house_runs(38, 50)  # the machine stood still for twenty minutes
    assert told()["Judith L."] == [38], "no rank, no head: any other coordinator"

    house_runs(51, 54)
    assert told()["Marc T."] == [0, 53]
    take_alarm(Alarm.objects.get(), by=cast.judith, at=begun + timedelta(minutes=55))
    house_runs(56, 90)
    assert told()["Marc T."] == [0, 53]
    clear_alarm(Alarm.objects.get(), reason="elle a rappelé", by=cast.judith, at=begun + timedelta(minutes=91))
    assert not OutboxMessage.objects.exists(), "the demo's messages have all left for nowhere"
