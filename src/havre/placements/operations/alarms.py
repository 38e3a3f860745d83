"""Alarms: open until somebody clears them with a reason, the risk very high meanwhile (DOMAIN.md §6, ARRIVE)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.assessments.operations.levels import raise_to_very_high, restore_level
from havre.people.models import Person
from havre.placements.content import AlarmContent, Times, read, write
from havre.placements.events import AlarmCleared, AlarmRaised
from havre.placements.models import Alarm, Transfer
from havre.placements.operations.climbing import tell_first
from havre.placements.operations.endings import TRAVELLING, end
from havre.placements.policies import require
from havre.placements.states import ALARM
from havre.placements.together import in_one_house
from havre.record import events, words
from havre.record.operations import Refusal, expect_version, operation, record, save
from havre.record.transitions import move

ARRIVAL, CHECK_IN, LEAK, TOGETHER = "arrival", "check_in", "leak", "together"
KINDS = {
    ARRIVAL: _("arrivée non confirmée"),
    CHECK_IN: _("point du jour manqué"),
    LEAK: _("le lieu est peut-être connu"),
    TOGETHER: _("quelqu’un à ne pas croiser a le même lieu"),
}
STANDS = (LEAK, TOGETHER)
"""What a voice that says where she is does not answer."""
words.register({"alarm_raised": _("Alarme : %(what)s")})


class ReasonNeeded(Refusal):
    sentence = _("Dites comment vous savez que tout va bien. L’alarme reste ouverte.")


def open_alarms(person_id: uuid.UUID) -> list[Alarm]:
    return list(Alarm.objects.of_person(person_id).filter(state__in=("open", "taken")))


@operation
def raise_alarm(
    person_id: uuid.UUID,
    *,
    kind: str,
    transfer_id: uuid.UUID | None = None,
    stay_id: uuid.UUID | None = None,
    expected_at: datetime | None = None,
    note: str = "",
    others: Sequence[uuid.UUID] = (),
    by: User | None,
    at: datetime,
) -> Alarm:
    """Tell the coordinator of the case and the duty; it climbs until somebody takes it (``climbing``). Of a place that
    may be known everybody on the ladder hears at once. The risk is very high until it is cleared. A sweep (``by`` is
    ``None``) or a coordinator raises it; the same cause raises one alarm only.

    ``others`` are those she must not meet: their coordinators hear too. That alarm leaves the level as it is, for it asks
    for two houses, not for another distance."""
    if by is not None:
        require(by, P.COORDINATE, Person(id=person_id))
    for alarm in open_alarms(person_id):
        if (alarm.transfer, alarm.stay) == (transfer_id, stay_id) and read(alarm, "content", AlarmContent).kind == kind:
            return alarm
    alarm = Alarm(person=person_id, transfer=transfer_id, stay=stay_id)
    content = AlarmContent(kind, since=at, expected_at=expected_at, note=note, others=[str(one) for one in others])
    tell_first(content, [person_id, *others], everybody=kind == LEAK, at=at)
    write(alarm, "content", content)
    alarm.save(force_insert=True)
    record("alarm_raised", subject=person_id, facts={"what": str(KINDS[kind])})
    if kind != TOGETHER:
        raise_to_very_high(person_id, cause=kind, by=by, at=at)
    events.publish(AlarmRaised(person_id, alarm.pk))
    return alarm


@operation
def warn_together(person_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    """An alarm where somebody whom she must not meet has, or will have, the same house; one for the two of them."""
    others = [one for one in in_one_house(person_id, at) if not _is_told(one, person_id)]
    if others:
        raise_alarm(person_id, kind=TOGETHER, others=others, by=by, at=at)


def _is_told(person_id: uuid.UUID, other_id: uuid.UUID) -> bool:
    contents = [read(alarm, "content", AlarmContent) for alarm in open_alarms(person_id)]
    return any(content.kind == TOGETHER and str(other_id) in content.others for content in contents)


@operation
def take_alarm(alarm: Alarm, *, version: int | None = None, by: User | None, at: datetime) -> None:
    """«Je m’en occupe». Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(alarm, version)
    content = read(alarm, "content", AlarmContent)
    content.taken_by, content.taken_at = str(by.pk) if by else "", at
    write(alarm, "content", content)
    move(ALARM, alarm, "take", changed=["content"])


@operation
def clear_alarm(alarm: Alarm, *, reason: str, version: int | None = None, by: User | None, at: datetime) -> None:
    """Somebody knows that she is safe, and says how. The level goes back once no alarm is open; for a journey still
    under way the next alarm counts from now. Raises ``ReasonNeeded``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(alarm, version)
    if not reason.strip():
        raise ReasonNeeded
    _clear(alarm, reason=reason.strip(), by=by, at=at, as_system=False)


def clear_for_arrival(person_id: uuid.UUID, *, reason: str, by: User | None, at: datetime) -> None:
    """Inside the operation that confirms where she is: her alarms about arrivals and check-ins are answered."""
    for alarm in open_alarms(person_id):
        if read(alarm, "content", AlarmContent).kind not in STANDS:
            _clear(alarm, reason=reason, by=by, at=at, as_system=True)


def _clear(alarm: Alarm, *, reason: str, by: User | None, at: datetime, as_system: bool) -> None:
    person_id, alarm_id = alarm.situation_id, alarm.pk
    _start_again(alarm.transfer, at)
    content = alarm.unseal("content")
    entry = content | {"reason": reason, "cleared_by": str(by.pk) if by else ""}
    end(ALARM, alarm, "clear", kind="alarms", entry=entry, facts={"reason": reason}, as_system=as_system)
    if not open_alarms(person_id):
        restore_level(person_id, by=by, at=at)
    events.publish(AlarmCleared(person_id, alarm_id))


def _start_again(transfer_id: uuid.UUID | None, at: datetime) -> None:
    transfer = Transfer.objects.filter(pk=transfer_id, state__in=TRAVELLING).first() if transfer_id else None
    if transfer is not None:
        times = read(transfer, "times", Times)
        times.cleared_at = at
        write(transfer, "times", times)
        save(transfer, "times")
