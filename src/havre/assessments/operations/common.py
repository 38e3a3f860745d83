"""What every part shares: the row, who signs, how a part is written."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.assessments.content import Danger, Signature, Trafficking
from havre.assessments.models import Assessment
from havre.common.dataclass_json import from_json, to_json
from havre.people.models import Person
from havre.people.profiles import Profile
from havre.record.operations import NotAllowed, Refusal, save


class AssessmentClosed(Refusal):
    sentence = _("Cette évaluation est close. Rouvrez-la d’abord.")


class Incomplete(Refusal):
    sentence = _("Il manque une raison. Ce que vous avez écrit est gardé.")


def of_person(person_id: uuid.UUID) -> Assessment | None:
    return Assessment.objects.select_related("person").filter(person_id=person_id).first()


def trafficking_of(assessment: Assessment) -> Trafficking:
    return from_json(Trafficking, assessment.unseal("trafficking"))


def danger_of(assessment: Assessment) -> Danger:
    return from_json(Danger, assessment.unseal("danger"))


def profile_of(person: Person) -> Profile:
    return from_json(Profile, person.unseal("profile"))


def signed(by: User | None, at: datetime) -> Signature:
    """Who signs; the house itself where nobody acts (a sweep, the building of a demo)."""
    return Signature(str(by.pk) if by else "", by.name if by else "", at)


def require_coordination(by: User | None, assessment: Assessment) -> None:
    """Raises ``NotAllowed``."""
    if not may(by, Permission.COORDINATE, assessment):
        raise NotAllowed


def require_open(assessment: Assessment) -> None:
    """Trafficking and danger are written as long as nobody ended the assessment. Raises ``AssessmentClosed``."""
    if assessment.state not in ("open", "on_hold", "search"):
        raise AssessmentClosed


def keep(assessment: Assessment, column: str, value: Any, *also: str) -> None:
    """Seal one part and save it with ``also``. Raises ``Stale``."""
    assessment.seal(column, to_json(value))
    save(assessment, column, *also)
