"""An absence: all open work goes to colleagues at once, is told, stands on record, and comes back in one act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.directory.operations.accounts import close_account
from havre.intake.models import Call
from havre.intake.operations import call_back
from havre.journey import away, open_work
from havre.journey.away import (
    AlreadyAway,
    AwayToo,
    CannotReceive,
    EndsTooSoon,
    SayWhyAway,
    TooLongAway,
    WorkChanged,
    arrange_absence,
    begin_absences,
    end_absence,
)
from havre.journey.models import Absence, Journey
from havre.people.handing import hand_over_case
from havre.people.models import CaseNews
from havre.record import outbox, timeline
from havre.record.models import AuditEntry, OutboxMessage
from havre.record.operations import NotAllowed
from havre.record.transitions import NotNow
from tests.cast import AT, Cast
from tests.desk.test_watch import promised
from tests.stories import Situation, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW, BACK = AT + timedelta(days=3), AT + timedelta(days=10)


def leave(cast: Cast, user: User | None = None, **changes: object) -> Absence:
    asked = {"to": cast.marc, "ends_at": BACK, "reason": "congés", "by": user or cast.nora, "at": NOW} | changes
    return arrange_absence(user or cast.nora, **asked)  # type: ignore[arg-type]  # checked by the operation


def has(user: User) -> set[str]:
    """Which work this account has in hand."""
    return {f"{kind}-{pk}" for kind, pk in open_work.ids_of(user)}


def case(it: Situation) -> str:
    return f"case-{it.person.pk}"


def told() -> list[User]:
    return [User.objects.get(pk=row.recipient) for row in OutboxMessage.objects.all()]


def test_all_of_it_moves_is_told_once_and_comes_back(cast: Cast) -> None:
    first, second = walk(cast, "arrived"), walk(cast, "searched")
    over = walk(cast, "closed", house=cast.s017, manager=cast.other_manager)
    call, shared = promised(cast, hours=90, for_all=False), promised(cast, hours=90, for_all=True)
    outbox.send_waiting(AT)

    absence = leave(cast, others={case(second): cast.judith})

    assert has(cast.nora) == set()
    assert has(cast.marc) == {case(first), f"call-{call.pk}"} and has(cast.judith) == {case(second)}
    assert over.person.coordinator_id == cast.nora.pk and Call.objects.get(pk=shared.pk).owner_id == cast.nora.pk
    assert Journey.objects.get(pk=first.person.pk).owner_id == cast.marc.pk
    assert may(cast.marc, P.OPEN_PLACE, first.person) and may(cast.marc, P.ARRANGE_PLACE, first.person)
    assert not may(cast.nora, P.OPEN_PLACE, first.person) and not may(cast.nora, P.OPEN_IDENTITY, first.person)
    assert sorted(map(str, told())) == sorted(map(str, (cast.marc, cast.judith, cast.head))), "each once"
    assert not CaseNews.objects.exists()
    line = timeline.read(first.person.pk)[0]
    assert (line.event, "congés" in line.text, "jusqu’au" in line.text) == ("case_handed_over", False, True)

    hand_over_case(first.person, to=cast.head, reason="wish", by=cast.marc, at=NOW)
    call_back(Call.objects.get(pk=call.pk), outcome="advice", by=cast.marc, at=NOW)
    left = end_absence(absence, by=cast.nora, at=BACK)

    assert left == 2, "one case has gone on, one call is over"
    assert has(cast.nora) == {case(second)} and has(cast.head) == {case(first)}
    row = Absence.objects.get()
    assert (row.state, row.terms) == ("over", None)
    with pytest.raises(NotNow):
        end_absence(absence, by=cast.nora, at=BACK)
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"absence_arranged", "absence_begun", "absence_ended", "call_passed_on"} <= events


def test_one_to_come_begins_by_itself_with_the_work_of_that_day(cast: Cast) -> None:
    known = walk(cast, "assessed")
    starts = NOW + timedelta(days=1)
    leave(cast, starts_at=starts, others={case(known): cast.judith})
    newcomer = walk(cast, "taken_up")

    assert begin_absences(starts - timedelta(minutes=1)) == 0 and has(cast.nora) == {case(known), case(newcomer)}
    close_account(cast.judith, by=cast.administrator, at=NOW)
    outbox.send_waiting(NOW)
    assert begin_absences(starts) == 1 and begin_absences(starts) == 0

    assert has(cast.marc) == {case(known), case(newcomer)}, (
        "who cannot have it any more is replaced by who has the rest"
    )
    assert timeline.read(known.person.pk)[0].by is None
    assert told() == [cast.marc], "told again on the day"

    end_absence(Absence.objects.get(), by=cast.head, at=BACK)
    assert has(cast.nora) == {case(known), case(newcomer)}


def test_one_to_come_is_called_off_and_nothing_moves(cast: Cast) -> None:
    it = walk(cast, "assessed")
    absence = leave(cast, starts_at=NOW + timedelta(days=1))

    with pytest.raises(NotAllowed):
        end_absence(absence, by=cast.marc, at=NOW)
    assert end_absence(absence, by=cast.nora, at=NOW) == 0
    assert begin_absences(NOW + timedelta(days=2)) == 0

    assert has(cast.nora) == {case(it)}
    assert leave(cast).state == "running"


def test_without_anybody_to_have_it_the_rest_falls_to_the_head(cast: Cast) -> None:
    it, starts = walk(cast, "assessed"), NOW + timedelta(days=1)
    leave(cast, starts_at=starts)
    close_account(cast.marc, by=cast.administrator, at=NOW)

    begin_absences(starts)

    assert has(cast.head) == {case(it)}


def test_who_may_arrange_it_and_what_is_refused(cast: Cast) -> None:
    it = walk(cast, "assessed")
    seen = open_work.digest(open_work.ids_of(cast.nora))
    for who in (cast.marc, cast.judith, cast.lawyer, cast.administrator, cast.claire):
        with pytest.raises(NotAllowed):
            leave(cast, by=who)
    for changes, refusal in (
        ({"ends_at": NOW}, EndsTooSoon),
        ({"starts_at": BACK}, EndsTooSoon),
        ({"ends_at": NOW + timedelta(days=400)}, TooLongAway),
        ({"reason": " "}, SayWhyAway),
        ({"to": cast.nora}, CannotReceive),
        ({"to": cast.lawyer}, CannotReceive),
        ({"others": {case(it): cast.claire}}, CannotReceive),
        ({"seen": "something else"}, WorkChanged),
    ):
        with pytest.raises(refusal):
            leave(cast, **changes)
    assert has(cast.nora) == {case(it)} and not Absence.objects.exists()

    leave(cast, cast.marc, to=cast.judith)
    with pytest.raises(AwayToo) as refused:
        leave(cast)
    assert "Marc T." in str(refused.value)
    leave(cast, to=cast.judith, seen=seen, by=cast.head)
    with pytest.raises(AlreadyAway):
        leave(cast, to=cast.judith)
    assert has(cast.judith) == {case(it)}


def test_nothing_is_half_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    works = {
        case(walk(cast, "assessed")),
        case(walk(cast, "taken_up")),
        f"call-{promised(cast, hours=90, for_all=False).pk}",
    }
    real, moved = away._pass_on, []

    def breaks_at_the_second(*args: object, **options: object) -> None:
        real(*args, **options)  # type: ignore[arg-type]
        moved.append(args)
        if len(moved) == 2:
            raise RuntimeError

    monkeypatch.setattr(away, "_pass_on", breaks_at_the_second)
    with pytest.raises(RuntimeError):
        leave(cast)

    assert has(cast.nora) == works and has(cast.marc) == set()
    assert not Absence.objects.exists()
