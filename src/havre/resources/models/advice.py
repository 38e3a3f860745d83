"""Requests for advice, what is said about them, and links for those without account."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When

from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.countries.fr.advice_desk import CHANNELS, FIELDS, KEPT, URGENCIES
from havre.resources.content import HELPED, KINDS
from havre.resources.states import ADVICE, ANSWERED, OPEN
from havre.vault.fields import PROFILE, SECRET, SealedField, SealedModel


class Stage(models.TextChoices):
    """Where a request stands, for lists: one value each, so that an index finds and orders a page of any length."""

    OPEN = "open", "open"
    ANSWERED = "answered", "answered"
    ELSEWHERE = "elsewhere", "elsewhere"


class AdviceQuerySet(models.QuerySet["AdviceRequest"]):
    def visible_to(self, user: Any) -> AdviceQuerySet:
        """The desk sees every request, others their own."""
        if may(user, Permission.GIVE_ADVICE):
            return self
        return self.filter(asker=user) if may(user, Permission.ASK_ADVICE) else self.none()

    def open(self) -> AdviceQuerySet:
        return self.filter(stage=Stage.OPEN)

    def answered(self) -> AdviceQuerySet:
        return self.filter(stage=Stage.ANSWERED)

    def late(self, at: datetime) -> AdviceQuerySet:
        return self.open().filter(due_at__lte=at)

    def counts(self, at: datetime) -> tuple[int, int]:
        """How many wait for an answer, and how many of them too long; one statement."""
        late = models.Count("stage", filter=Q(due_at__lte=at))
        found = self.open().aggregate(waiting=models.Count("stage"), late=late)
        return found["waiting"], found["late"]

    def most_urgent_first(self) -> AdviceQuerySet:
        """What is due first, late before all: urgency and age in one figure."""
        return self.order_by("due_at", "pk")

    def old(self, on: date) -> AdviceQuerySet:
        """Over for so long that nothing of it is kept."""
        return self.exclude(stage=Stage.OPEN).filter(ended_on__lte=on - timedelta(days=KEPT.value))


class AdviceRequest(SealedModel):
    """One question to the coordination, a vault subject of its own, linked to no person and no situation.

    ``due_at`` ends the clock of working hours. ``ended_on`` is the day of the last answer. ``label`` is a title that
    identifies nobody, written by the desk; ``label_plain`` is the same without accents and case, to be searched.
    ``stage`` follows from the state; the database keeps it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    state = models.CharField(max_length=12, choices=ADVICE.choices, default="waiting")
    stage = models.GeneratedField(
        expression=Case(
            When(state__in=OPEN, then=Value(Stage.OPEN)),
            When(state__in=ANSWERED, then=Value(Stage.ANSWERED)),
            default=Value(Stage.ELSEWHERE),
        ),
        output_field=models.CharField(max_length=9),
        db_persist=True,
    )
    kind = models.CharField(max_length=16, choices=list(KINDS.items()))
    field = models.CharField(max_length=16, choices=FIELDS.choices())
    urgency = models.CharField(max_length=12, choices=URGENCIES.choices())
    channel = models.CharField(max_length=12, choices=CHANNELS.choices())
    asked_on = models.DateField()
    needed_on = models.DateField(null=True)
    due_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="advice_given")
    asker = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="advice_asked")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")
    helped = models.CharField(max_length=8, blank=True, choices=list(HELPED.items()))
    label = models.CharField(max_length=120, blank=True)
    label_plain = models.CharField(max_length=120, blank=True)
    about = SealedField(kind=PROFILE, help_text="see content.About")
    question = SealedField(kind=PROFILE, help_text="see content.Question")
    assessed = SealedField(kind=PROFILE, help_text="see content.Assessed")
    contact = SealedField(kind=SECRET, help_text="see content.Contact")
    version = models.PositiveIntegerField(default=1)

    objects = AdviceQuerySet.as_manager()
    has_thread = False

    class Meta:
        indexes = [
            models.Index(fields=["stage", "due_at", "id"], name="advice_due"),
            models.Index(fields=["stage", "asked_on", "id"], name="advice_stage"),
            models.Index(fields=["stage", "field", "asked_on", "id"], name="advice_field"),
            models.Index(fields=["asked_on", "id"], name="advice_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("asked_on")), name="advice_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def situation_id(self) -> uuid.UUID:
        """Under whom it stands on record: itself; a request concerns no person."""
        return self.pk

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_answered(self) -> bool:
        return self.state in ANSWERED

    def is_late(self, at: datetime) -> bool:
        return self.is_open and self.due_at <= at


class OfRequest(SealedModel):
    """What belongs to one request and is sealed under its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.request_id  # type: ignore[attr-defined, no-any-return]


class AdviceReply(OfRequest):
    """What goes to and fro with the asker: questions back, and answers, of which the last one counts."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, related_name="replies")
    number = models.PositiveIntegerField()
    from_desk = models.BooleanField()
    is_answer = models.BooleanField(default=False)
    said = SealedField(kind=PROFILE, help_text="see content.Said")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="reply_in_order")]


class AdviceNote(OfRequest):
    """A note for the desk alone; the asker never reads it."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField()
    said = SealedField(kind=PROFILE, help_text="see content.Said")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="note_in_order")]


class ExpertQuestion(OfRequest):
    """One question to somebody outside, who reads this question and nothing else: not the request, not who asked."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, related_name="expert_questions")
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    question = SealedField(kind=PROFILE, help_text="see content.Said; ``by`` is who is asked")
    answer = SealedField(kind=PROFILE, help_text="see content.Said")
    version = models.PositiveIntegerField(default=1)


class GuestLink(SealedModel):
    """A link of one's own for somebody without account; only its hash is kept, and the address it went to, sealed.

    One table for the three uses, because all three are opened, counted and forgotten alike.
    """

    ASK, READ, EXPERT = "ask", "read", "expert"
    USES = ((ASK, "ask"), (READ, "read"), (EXPERT, "expert"))

    id = models.UUIDField(primary_key=True, editable=False)
    use = models.CharField(max_length=8, choices=USES)
    token = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    expires_at = models.DateTimeField()
    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, null=True, related_name="links")
    expert_question = models.ForeignKey(ExpertQuestion, on_delete=models.CASCADE, null=True, related_name="links")
    mail = SealedField(kind=SECRET, help_text="the professional address it was sent to")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="guest_link_ends")]

    def __str__(self) -> str:
        return str(self.pk)
