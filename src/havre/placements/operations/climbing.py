"""An alarm that nobody takes climbs: first, second, head of service, then all of them again, every 15 minutes.

How high it stands follows from how long it is open, never from how often a sweep ran: after an interruption whoever
should have been told meanwhile is told at once.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.directory.ladder import RUNGS, Ladder, ladder
from havre.placements import notices
from havre.placements.content import AlarmContent, Step, read, write
from havre.placements.models import Alarm
from havre.record import outbox, words
from havre.record.operations import operation, record, save
from havre.vault.fields import fetch_keys

log = logging.getLogger("havre.alarms")
CLIMB_EVERY = timedelta(minutes=15)
COORDINATOR = "coordinator"
words.register({"alarm_climbed": _("Alarme sans réponse : elle monte")})


@dataclass(frozen=True)
class Next:
    """When an open alarm climbs next, and to whom."""

    at: datetime
    users: list[User]


def tell_first(content: AlarmContent, person_ids: Iterable[uuid.UUID], *, everybody: bool, at: datetime) -> None:
    """The coordinators of these cases and the lowest rung, or ``everybody``; inside the operation that raises the alarm."""
    rungs = ladder(at)
    owners = [(COORDINATOR, user) for one in person_ids for user in notices.coordinator_of(one)]
    _tell(content, [*rungs.reach(RUNGS if everybody else 1), *owners], at)
    content.round = RUNGS if everybody else 0


def climb_alarms(at: datetime) -> int:
    """Sweep: tell the next ones of every open alarm whose quarter of an hour is over. One that fails never hides
    another. Returns how many climbed."""
    rows = list(Alarm.objects.linked().filter(state="open"))
    fetch_keys(rows)
    climbed = 0
    for row in rows:
        try:
            climbed += bool(_is_due(read(row, "content", AlarmContent), at) and _climb(row.pk, by=None, at=at))
        except Exception:
            log.exception("an alarm could not climb")
    return climbed


def next_of(content: AlarmContent, rungs: Ladder) -> Next:
    """What the bar and the watch page announce. ``rungs`` is the ladder of the moment."""
    return Next(_due_at(content), [user for _role, user in _chosen(content, content.round + 1, rungs)])


def _quarters(content: AlarmContent, at: datetime) -> int:
    return (at - content.since) // CLIMB_EVERY


def _is_due(content: AlarmContent, at: datetime) -> bool:
    return at >= _due_at(content)


def _due_at(content: AlarmContent) -> datetime:
    return (content.climbed_at or content.since) + CLIMB_EVERY


def _chosen(content: AlarmContent, height: int, rungs: Ladder) -> list[tuple[str, User]]:
    """Whoever stands up to ``height`` and was not told yet; once all were told, all of them again."""
    reached = rungs.reach(height + 1)
    fresh = [(role, user) for role, user in reached if str(user.pk) not in content.told]
    return fresh if fresh and height < RUNGS else rungs.reach(RUNGS)


@operation
def _climb(alarm_id: uuid.UUID, *, by: User | None, at: datetime) -> bool:
    """Raises ``Stale`` when somebody takes it at that moment: then nobody else is told."""
    alarm = Alarm.objects.linked().filter(pk=alarm_id, state="open").first()
    if alarm is None:
        return False
    content = read(alarm, "content", AlarmContent)
    if not _is_due(content, at):
        return False
    before = len(set(content.told))
    content.round = max(content.round + 1, _quarters(content, at))
    _tell(content, _chosen(content, content.round, ladder(at)), at)
    write(alarm, "content", content)
    save(alarm, "content")
    record("alarm_climbed", subject=alarm.situation_id, fields=["content"], thread=len(set(content.told)) > before)
    return True


def _tell(content: AlarmContent, whom: list[tuple[str, User]], at: datetime) -> None:
    """Queue one message for each account and write down that it was told."""
    once: dict[str, tuple[str, User]] = {}
    for role, user in whom:
        once.setdefault(str(user.pk), (role, user))
    for key, (role, user) in once.items():
        reached, messages = outbox.means_of(user), outbox.tell(user, "alarm")
        means = reached or [""]
        content.steps += [
            Step(who=key, at=at, role=role, means=one, message=str(message.pk))
            for one, message in zip(means, messages, strict=True)
        ]
    content.told = list(dict.fromkeys([*content.told, *once]))
    content.climbed_at = at
