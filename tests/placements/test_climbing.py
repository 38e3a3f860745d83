"""An alarm climbs until somebody takes it, and a hole in the rota never leaves it without anybody."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from havre.accounts.models import DutyShift, User
from havre.directory.ladder import ladder
from havre.directory.operations.accounts import clear_duty, close_account, grant_role, set_duty
from havre.placements.content import AlarmContent, read
from havre.placements.models import Alarm
from havre.placements.operations import climbing
from havre.placements.operations.alarms import CHECK_IN, LEAK, clear_alarm, raise_alarm, take_alarm
from havre.placements.operations.climbing import climb_alarms
from havre.record.models import OutboxMessage
from tests.cast import AT, Cast, account
from tests.placements.stories import somebody

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
QUARTER = timedelta(minutes=15)


def on_duty(user: User, rank: int) -> None:
    set_duty(user, rank=rank, starts_at=AT - timedelta(days=1), ends_at=AT + timedelta(days=1), by=None, at=AT)


def steps(since: datetime = AT) -> list[tuple[int, str]]:
    """(minutes after ``since``, name) of everybody who was told, in order."""
    [alarm] = Alarm.objects.all()
    names = {str(user.pk): user.name for user in User.objects.all()}
    content = read(alarm, "content", AlarmContent)
    return [(int((step.at - since).total_seconds() // 60), names[step.who]) for step in content.steps]


def test_it_climbs_every_quarter_until_somebody_takes_it(cast: Cast) -> None:
    on_duty(cast.marc, 2)
    on_duty(cast.head, 3)
    person = somebody(cast)
    raise_alarm(person.pk, kind=CHECK_IN, by=None, at=AT)
    waiting = OutboxMessage.objects.count()

    for minute in range(1, 62):
        climb_alarms(AT + timedelta(minutes=minute))

    everybody = ["Judith L.", "Marc T.", "Inès R."]
    assert steps() == [
        (0, "Judith L."), (0, "Nora B."), (15, "Marc T."), (30, "Inès R."),
        *[(45, name) for name in everybody], *[(60, name) for name in everybody],
    ]  # fmt: skip
    assert OutboxMessage.objects.count() == waiting + 8

    take_alarm(Alarm.objects.get(), by=cast.marc, at=AT + timedelta(minutes=62))
    assert climb_alarms(AT + timedelta(hours=5)) == 0
    assert len(steps()) == 10


def test_after_an_interruption_it_stands_as_high_as_it_would(cast: Cast) -> None:
    on_duty(cast.marc, 2)
    person = somebody(cast)
    raise_alarm(person.pk, kind=CHECK_IN, by=None, at=AT)

    climb_alarms(AT + timedelta(minutes=31))
    climb_alarms(AT + timedelta(minutes=32))

    assert steps()[2:] == [(31, "Marc T."), (31, "Inès R.")]


def test_a_hole_in_the_rota_is_filled_and_nobody_waits_longer_for_it(cast: Cast) -> None:
    clear_duty(DutyShift.objects.get(), by=None, at=AT)
    lowest = ladder(AT).rungs[0]
    assert (lowest.role, [user.name for user in lowest.users]) == ("head", ["Inès R."])

    on_duty(cast.marc, 2)
    person = somebody(cast)
    raise_alarm(person.pk, kind=CHECK_IN, by=None, at=AT)
    climb_alarms(AT + QUARTER)
    climb_alarms(AT + 2 * QUARTER)

    assert steps()[0] == (0, "Marc T.")
    assert (15, "Inès R.") in steps()
    assert (30, "Judith L.") in steps()  # any other coordinator, once rota and heads are through


def test_an_account_that_is_closed_leaves_a_hole(cast: Cast) -> None:
    on_duty(cast.marc, 2)
    close_account(cast.judith, by=None, at=AT)

    assert [user.name for _role, user in ladder(AT).reach(1)] == ["Marc T."]
    assert not ladder(AT).has_first


def test_a_role_that_nobody_confirmed_yet_is_told_of_nothing(cast: Cast) -> None:
    newcomer = account("Léa Q.", None)
    grant_role(newcomer, role="coordinator", by=cast.administrator, at=AT)

    assert newcomer.pk not in {user.pk for _role, user in ladder(AT).reach(3)}


def test_who_comes_on_duty_meanwhile_is_told_at_the_next_step(cast: Cast) -> None:
    on_duty(cast.marc, 2)
    person = somebody(cast)
    raise_alarm(person.pk, kind=CHECK_IN, by=None, at=AT)
    set_duty(cast.head, rank=1, starts_at=AT + timedelta(minutes=10), ends_at=AT + timedelta(days=1), by=None, at=AT)

    climb_alarms(AT + QUARTER)

    assert {name for minute, name in steps() if minute == 15} == {"Marc T.", "Inès R."}


def test_of_a_known_place_everybody_hears_at_once(cast: Cast) -> None:
    on_duty(cast.marc, 2)
    person = somebody(cast)

    raise_alarm(person.pk, kind=LEAK, by=cast.nora, at=AT)

    assert {name for _minute, name in steps()} == {"Judith L.", "Marc T.", "Inès R.", "Nora B."}
    climb_alarms(AT + QUARTER)
    assert {name for minute, name in steps() if minute == 15} == {"Judith L.", "Marc T.", "Inès R."}


def test_one_alarm_that_fails_hides_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    on_duty(cast.marc, 2)
    broken, fine = (raise_alarm(somebody(cast).pk, kind=CHECK_IN, by=None, at=AT) for _ in range(2))
    climb = climbing._climb

    def sometimes(alarm_id: object, **options: object) -> bool:
        if alarm_id == broken.pk:
            raise ValueError("broken")
        return climb(alarm_id, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(climbing, "_climb", sometimes)

    assert climb_alarms(AT + QUARTER) == 1
    assert read(Alarm.objects.get(pk=fine.pk), "content", AlarmContent).round == 1


def test_an_alarm_that_is_cleared_tells_nobody_else(cast: Cast) -> None:
    alarm = raise_alarm(somebody(cast).pk, kind=CHECK_IN, by=None, at=AT)
    clear_alarm(alarm, reason="elle répond", by=cast.nora, at=AT)
    waiting = OutboxMessage.objects.count()

    assert climb_alarms(AT + timedelta(hours=1)) == 0
    assert OutboxMessage.objects.count() == waiting
