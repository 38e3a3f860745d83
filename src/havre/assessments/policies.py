"""May this be decided, copied, proposed now?"""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from havre.assessments.models import Assessment
from havre.people.models import Agreement, AgreementKind, AgreementState
from havre.people.profiles import Profile
from havre.record.operations import Refusal

FROM_JUSTICE = "danger_from_justice"


class PresumedMinor(Refusal):
    """R1, R34."""

    sentence = _(
        "La personne est mineure ou son âge est en doute : le réseau ne l’héberge pas. "
        "Appelez le 119 et confiez la situation à la protection de l’enfance ; rien de ce qui est écrit n’est perdu."
    )


class NoLevel(Refusal):
    """R26."""

    sentence = _("Fixez d’abord le niveau de risque : la distance en dépend.")


def require_adult(profile: Profile) -> None:
    """Raises ``PresumedMinor``."""
    if profile.is_minor or profile.age_in_doubt:
        raise PresumedMinor


def require_level(assessment: Assessment) -> None:
    """A named person has set the level before a place is looked for. Raises ``NoLevel``."""
    if not assessment.risk_level:
        raise NoLevel


def justice_agreement(person_id: uuid.UUID) -> Agreement | None:
    """Her agreement, in force, that a fact of danger be copied from the justice compartment (laws 1 and 5)."""
    shared = Agreement.objects.filter(person_id=person_id, kind=AgreementKind.SHARE, state=AgreementState.GIVEN)
    return next((given for given in shared if given.unseal("terms").get("purpose") == FROM_JUSTICE), None)
