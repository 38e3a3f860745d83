"""What a seminar has beyond its session: a programme, a call for topics, notes, decisions, minutes, travel claims.

All of it is sealed under the key of the session, and goes with it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common.dataclass_json import from_json
from havre.network.models import Topic
from havre.training.models import OfSession, Registration, Session
from havre.training.seminars.content import Claim, DecisionText, Notes, SlotText, SubjectText, Travelled
from havre.training.states import CLAIM, DECISION
from havre.vault.fields import PROFILE, SECRET, BlindLinkField, SealedField, SealedModel


class SlotKind(models.TextChoices):
    PLENARY = "plenary", _("séance plénière")
    WORKSHOP = "workshop", _("atelier")
    BREAK = "break", _("pause")


class Seminar(SealedModel):
    """Until when topics are called for, since when its minutes may be read; for whoever settles, what its travel costs."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, primary_key=True, related_name="seminar")
    call_ends_on = models.DateField(null=True, help_text="the last day of the call for topics")
    minutes_on = models.DateField(null=True, help_text="since when participants read the minutes")
    travel = SealedField(kind=PROFILE, help_text="see content.Travelled")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.pk)

    def takes_topics(self, today: date) -> bool:
        return self.call_ends_on is not None and today <= self.call_ends_on

    def read_travel(self) -> Travelled:
        return from_json(Travelled, self.unseal("travel"))


class Subject(OfSession):
    """What a partner proposes to talk about. Which partner, only the coordination and itself read."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="subjects")
    organisation = BlindLinkField("subject.organisation")
    told_on = models.DateField()
    content = SealedField(kind=PROFILE, help_text="see content.SubjectText")

    class Meta:
        indexes = [models.Index(fields=["session", "told_on"], name="subject_session")]

    def read(self) -> SubjectText:
        return from_json(SubjectText, self.unseal("content"))


class Support(models.Model):
    """A partner that said «we too» of a proposed subject, or of a topic of the network, for one seminar."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="supports")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, null=True, related_name="supports")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    organisation = BlindLinkField("support.organisation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=None, topic__isnull=False) | Q(subject__isnull=False, topic=None),
                name="support_of_one",
            ),
            models.UniqueConstraint(
                fields=["subject", "organisation"], condition=Q(topic=None), name="support_subject_once"
            ),
            models.UniqueConstraint(
                fields=["session", "topic", "organisation"], condition=Q(subject=None), name="support_topic_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Slot(OfSession):
    """A part of the programme, inside one half-day; no two of a session overlap. ``notes`` is what was said there, written
    by the coordination, or by the participant who is its ``leader``."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="slots")
    half = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=SlotKind.choices)
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.SET_NULL, null=True, related_name="slots")
    leader = models.ForeignKey(Registration, on_delete=models.SET_NULL, null=True, related_name="led")
    content = SealedField(kind=PROFILE, help_text="see content.SlotText")
    notes = SealedField(kind=PROFILE, help_text="see content.Notes")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["session", "half", "starts"], name="slot_in_order")]
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="slot_lasts")]

    @property
    def ends(self) -> time:
        return (datetime.combine(date.min, self.starts) + timedelta(minutes=self.minutes)).time()

    @property
    def is_break(self) -> bool:
        return self.kind == SlotKind.BREAK

    def read(self) -> SlotText:
        return from_json(SlotText, self.unseal("content"))

    def read_notes(self) -> Notes:
        return from_json(Notes, self.unseal("notes"))


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any) -> DecisionQuerySet:
        return self if may(user, P.KEEP_TRAINING) else self.none()

    def open(self) -> DecisionQuerySet:
        return self.filter(state="open")

    def late(self, today: date) -> DecisionQuerySet:
        return self.open().filter(due_on__lt=today)


class Decision(OfSession):
    """What a seminar decided, who carries it and until when; followed up until it is done or dropped."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=7, choices=DECISION.choices, default=DECISION.initial)
    taken_on = models.DateField()
    due_on = models.DateField()
    content = SealedField(kind=PROFILE, help_text="see content.DecisionText")
    version = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="decision_due"),
            models.Index(fields=["session", "taken_on"], name="decision_session"),
        ]

    @property
    def situation_id(self) -> Any:
        return self.session_id

    def is_late(self, today: date) -> bool:
        return self.state == "open" and self.due_on < today

    def read(self) -> DecisionText:
        return from_json(DecisionText, self.unseal("content"))


class TravelClaim(OfSession):
    """What somebody who came paid to come. From where and how much is secret: a town tells where a shelter stands."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="claims")
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="claim")
    state = models.CharField(max_length=8, choices=CLAIM.choices, default=CLAIM.initial)
    claim = SealedField(kind=SECRET, help_text="see content.Claim")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["session", "state"], name="claim_session")]

    @property
    def situation_id(self) -> Any:
        return self.session_id

    def read(self) -> Claim:
        """Inside an operation."""
        return from_json(Claim, self.unseal("claim"))
