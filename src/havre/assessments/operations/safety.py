"""What happens outside and touches her safety: kept on her file, and the risk is to be looked at again, now (P21)."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.assessments.content import Enquiry
from havre.assessments.models import SafetyEvent
from havre.assessments.operations.common import of_person, signed
from havre.assessments.operations.levels import ASKED_ABOUT, REVIEW
from havre.common.dataclass_json import from_json, to_json
from havre.intake.events import EnquiryMade
from havre.people.models import Person
from havre.record import clocks, outbox, words
from havre.record.opening import Purpose, open_section
from havre.record.operations import current, operation, record
from havre.referrals.notices import on_watch

words.register({"safety_event_kept": _("Le risque est à revoir maintenant : quelqu’un a demandé après elle")})


def on_enquiry(event: EnquiryMade) -> None:
    running = current()
    person = Person.objects.select_related("coordinator").get(pk=event.person_id)
    row = SafetyEvent(person=person)
    said = event.said
    row.seal("content", to_json(Enquiry(said.who, said.service, said.what, said.knew, signed(running.by, event.at))))
    row.save(force_insert=True)
    clocks.start(person.pk, ASKED_ABOUT, due_at=event.at)
    if of_person(person.pk) is not None:
        clocks.start(person.pk, REVIEW, due_at=event.at)
    record("safety_event_kept", subject=person.pk)
    for user in {*on_watch(event.at), *([person.coordinator] if person.coordinator else [])} - {running.by}:
        outbox.tell(user, "safety_event_kept")


@operation
def open_enquiries(person: Person, *, purpose: Purpose, by: User, at: datetime) -> list[Enquiry]:
    """All calls about her, the latest first; for the coordinator of the case and the duty. Raises ``NotAllowed``."""
    rows = list(SafetyEvent.objects.filter(person=person).select_related("person"))
    opened = [
        open_section(
            row, ["content"], section=str(_("Appels à son sujet")), permission=Permission.OPEN_IDENTITY,
            purpose=purpose, by=by, at=at,
        )["content"]
        for row in rows
    ]  # fmt: skip
    return sorted((from_json(Enquiry, one) for one in opened), key=lambda one: one.signed.at, reverse=True)


def asked_about(person_id: uuid.UUID) -> tuple[int, int]:
    """How many calls about her are on the file, and how many nobody has reviewed the risk for."""
    states = list(SafetyEvent.objects.filter(person_id=person_id).values_list("is_reviewed", flat=True))
    return len(states), states.count(False)
