"""What is asked about sessions: which questionnaire goes out when, and what everybody answered together, once it closed."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from havre.surveys.models import Sending, Survey
from havre.vault.fields import PROFILE, SealedField, SealedModel

MOST_OBJECTIVES = 3
LONGEST_OBJECTIVE = 200


class Moment(models.TextChoices):
    BEFORE = "before", _("avant")
    END = "end", _("à la fin")
    LATER = "later", _("après trois mois")


class Questionnaires(models.Model):
    """Of a programme: which questionnaire goes out by itself at which moment; ``None``: none does."""

    programme = models.OneToOneField("training.Programme", on_delete=models.PROTECT, primary_key=True)
    before = models.ForeignKey(Survey, on_delete=models.PROTECT, null=True, related_name="+")
    end = models.ForeignKey(Survey, on_delete=models.PROTECT, null=True, related_name="+")
    later = models.ForeignKey(Survey, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.pk)

    def at(self, moment: str) -> Survey | None:
        survey: Survey | None = getattr(self, moment)
        return survey


class Outcome(SealedModel):
    """What one sending of a session gave, counted once it was closed, and never again. Sealed under the key of the sending.

    ``number`` is the order of counting: what is told together follows it, so that no later count changes what was told.
    The session goes after five years, its count stays.
    """

    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, primary_key=True)
    number = models.PositiveIntegerField(unique=True)
    session = models.ForeignKey("training.Session", on_delete=models.SET_NULL, null=True, related_name="outcomes")
    programme = models.ForeignKey("training.Programme", on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    year = models.PositiveSmallIntegerField()
    audiences = models.JSONField(default=list, help_text="profession groups of the session")
    invited = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField()
    counts = SealedField(kind=PROFILE, help_text="{question: {answer: how many}}")

    class Meta:
        indexes = [models.Index(fields=["survey", "year"], name="outcome_of_year")]

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.sending_id

    def __str__(self) -> str:
        return str(self.pk)


class Objectives(SealedModel):
    """What one participant wants to be able to do, in words of one's own, and how far it was reached. Goes with the session."""

    registration = models.OneToOneField("training.Registration", on_delete=models.PROTECT, primary_key=True)
    session = models.ForeignKey("training.Session", on_delete=models.PROTECT, related_name="objectives")
    texts = SealedField(kind=PROFILE, help_text="[text], three at most")
    reached = SealedField(kind=PROFILE, help_text="{moment: [yes, partly, no or nothing, for each text]}")
    version = models.PositiveIntegerField(default=1)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.session_id

    def __str__(self) -> str:
        return str(self.pk)
