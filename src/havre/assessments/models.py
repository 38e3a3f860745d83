"""What is established with the referrer: trafficking, danger, needs; and the decision a named person takes."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.assessments.states import ASSESSMENT
from havre.people.models import OfPerson, Person
from havre.vault.fields import PROFILE, SECRET, SealedField


class RiskLevel(models.TextChoices):
    LOW = "low", _("faible")
    MEDIUM = "medium", _("moyen")
    HIGH = "high", _("élevé")
    VERY_HIGH = "very_high", _("très élevé")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any) -> AssessmentQuerySet:
        return self if may(user, Permission.READ_SITUATIONS) else self.none()


class Assessment(OfPerson):
    """One per situation. The risk level is plain: who waits at which risk is what the night needs to see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    state = models.CharField(max_length=14, choices=ASSESSMENT.choices, default="open")
    risk_level = models.CharField(max_length=10, choices=RiskLevel.choices, blank=True)
    trafficking = SealedField(kind=PROFILE, help_text="see content.Trafficking")
    danger = SealedField(kind=PROFILE, help_text="see content.Danger: zones, actors, severity, likelihood, history")
    decision = SealedField(kind=PROFILE, help_text="{kind, reason, instead, by, at}")
    planted = SealedField(kind=SECRET, help_text="{sign, by, at}: sign of a planted person, noted apart")
    version = models.PositiveIntegerField(default=1)

    objects = AssessmentQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def coordinator_id(self) -> uuid.UUID | None:
        return self.person.coordinator_id


class SafetyEventQuerySet(models.QuerySet["SafetyEvent"]):
    def to_review(self, person_id: uuid.UUID) -> SafetyEventQuerySet:
        """What happened since a named person looked at the risk."""
        return self.filter(person_id=person_id, is_reviewed=False)


class SafetyEvent(OfPerson):
    """Somebody asked about her by telephone (P21); it reopens the risk until a named person has set the level."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    is_reviewed = models.BooleanField(default=False)
    content = SealedField(kind=SECRET, help_text="see content.Enquiry: who asked, what, how they knew")

    objects = SafetyEventQuerySet.as_manager()
    has_thread = False

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def coordinator_id(self) -> uuid.UUID | None:
        return self.person.coordinator_id
