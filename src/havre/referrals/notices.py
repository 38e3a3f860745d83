"""Who is told that something waits, and when a clock of a referral has rung. What waits is never said outside."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import DutyShift, Membership, User
from havre.people.models import Person
from havre.record import audit, clocks, outbox, words
from havre.record.models import AuditEntry, Clock
from havre.record.operations import operation, record
from havre.vault import blind

WAIT_WARN, WAIT_ESCALATE, RECEIPT = "WAIT3", "WAIT7", "R34"
WAITS = (WAIT_WARN, WAIT_ESCALATE)
CHASE_EVERY = timedelta(hours=24)

RINGS = {WAIT_WARN: "wait_warned", WAIT_ESCALATE: "wait_escalated", RECEIPT: "receipt_chased"}

words.register(
    {
        "wait_warned": _("Trois jours sans place : la coordination est prévenue"),
        "wait_escalated": _("Sept jours sans place : la cheffe de service est prévenue"),
        "receipt_chased": _("Accusé de réception de la protection de l’enfance à relancer"),
    }
)


def on_watch(at: datetime) -> list[User]:
    """Whoever answers now by the rota; the heads of service where nobody does."""
    shifts = DutyShift.objects.current(at).filter(rank__lte=2, user__is_active=True).select_related("user")
    return _each_once(shift.user for shift in shifts) or heads()


def heads() -> list[User]:
    """The heads of service."""
    held = Membership.objects.filter(role="head", is_confirmed=True, user__is_active=True).select_related("user")
    return _each_once(membership.user for membership in held)


def _each_once(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())


def tell_coordination(person: Person, kind: str, at: datetime) -> None:
    """Tell the coordinator of the situation, the duty where it has none or she has left; inside an operation."""
    coordinator = person.coordinator
    for user in [coordinator] if coordinator is not None and coordinator.is_active else on_watch(at):
        outbox.tell(user, kind)


def ring_late(at: datetime) -> int:
    """The sweep: tell once about each wait that ran out, every 24 h about a receipt that does not come.

    The clocks stay as they are, so that lists show them as late.
    """
    late = list(clocks.late(at).filter(code__in=RINGS))
    due = [clock for clock in late if not _has_rung(clock, at)]
    for clock in due:
        _ring(clock.subject, code=clock.code, by=None, at=at)
    return len(due)


def _has_rung(clock: Clock, at: datetime) -> bool:
    since = at - CHASE_EVERY if clock.code == RECEIPT else clock.starts_at
    rung = AuditEntry.objects.filter(subject=blind.token("audit.subject", clock.subject), event=RINGS[clock.code])
    return rung.filter(at_us__gt=audit.microseconds(since)).exists()


@operation
def _ring(subject: uuid.UUID, *, code: str, by: User | None, at: datetime) -> None:
    person = Person.objects.select_related("coordinator").get(pk=subject)
    tell_coordination(person, RINGS[code], at)
    if code != WAIT_WARN:
        for head in heads():
            outbox.tell(head, RINGS[code])
    record(RINGS[code], subject=subject)
