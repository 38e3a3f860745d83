"""The referrer takes part in the pre-reception interview, and reads when and where to connect."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.placements.content import Link, Meeting, read
from havre.placements.models import Interview
from havre.placements.policies import require
from havre.record import words
from havre.record.operations import operation, record
from havre.record.transitions import NotNow
from havre.referrals.models import Referral

words.register({"appointment_opened": _("Le service qui oriente ouvre le rendez-vous de l’entretien")})


def _with_referrer(person_id: uuid.UUID) -> tuple[Interview, Meeting] | None:
    planned = Interview.objects.of_person(person_id).filter(state="planned")
    met = ((interview, read(interview, "when", Meeting)) for interview in planned)
    return next((pair for pair in met if "referrer" in pair[1].participants), None)


def is_planned(person_id: uuid.UUID) -> bool:
    """Whether the referrer takes part in an interview to come."""
    return _with_referrer(person_id) is not None


@operation
def open_appointment(referral: Referral, *, by: User | None, at: datetime) -> tuple[Meeting, Link]:
    """When it is and where to connect; never with which house. Raises ``NotNow`` without one, ``NotAllowed``."""
    require(by, P.REFER, referral)
    found = _with_referrer(referral.person_id)
    if found is None:
        raise NotNow
    interview, meeting = found
    link = read(interview, "link", Link)
    record("appointment_opened", subject=referral.person_id, fields=["placements.interview.link"])
    return meeting, link
