"""A refusal for what is no reason (R35) goes to the head of service the same day."""

from __future__ import annotations

import uuid
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.countries.fr.calendar import next_working_day
from havre.people.models import Person
from havre.placements import notices
from havre.placements.policies import require
from havre.record import clocks, words
from havre.record.operations import operation, record

words.register(
    {
        "refusal_to_head": _("Refus transmis à la cheffe de service"),
        "refusal_reviewed": _("Refus relu par la cheffe de service"),
    }
)

R35 = "R35"


def pass_to_head(person_id: uuid.UUID, at: datetime) -> None:
    """Inside a running operation: a refusal for what is no reason (R35) goes to the head of service the same day."""
    record("refusal_to_head", subject=person_id)
    clocks.start(person_id, R35, due_at=next_working_evening(at))
    notices.tell(notices.heads(), "refusal_to_head")


def next_working_evening(at: datetime) -> datetime:
    """18 h, local time, of the next working day: no Saturday, no Sunday, no public holiday."""
    return timezone.make_aware(datetime.combine(next_working_day(timezone.localtime(at).date()), time(18)))


@operation
def review_refusal(person: Person, *, by: User | None, at: datetime) -> None:
    """The head of service has read a refusal of R35 and spoken with the shelter."""
    require(by, P.REVIEW, person)
    clocks.stop(person.pk, R35)
    record("refusal_reviewed", subject=person.pk)
