"""One row per situation, written by event handlers, so that lists filter, sort and page."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may, memberships_with
from havre.journey.states import ABSENCE, JOURNEY
from havre.people.models import Person
from havre.vault.fields import PROFILE, SealedField, SealedModel

OPEN = tuple(stage.code for stage in JOURNEY.stages if not stage.final)
TAKEN_UP = tuple(state for state in OPEN if state != "referral_received")


def nobody_has() -> Q:
    """Taken up and not over, but nobody has it: its coordinator's account is closed, or no longer coordinates."""
    held = memberships_with({Permission.COORDINATE}).filter(user=OuterRef("owner"))
    return Q(~Exists(held), state__in=TAKEN_UP)


class JourneyQuerySet(models.QuerySet["Journey"]):
    def visible_to(self, user: Any) -> JourneyQuerySet:
        return self if may(user, Permission.READ_SITUATIONS) else self.none()

    def waiting(self) -> JourneyQuerySet:
        """Those who wait for a place, the longest first."""
        return self.exclude(waiting_since=None).order_by("waiting_since")

    def without_coordinator(self) -> JourneyQuerySet:
        """Those that ``nobody_has``."""
        return self.filter(nobody_has())

    def open(self) -> JourneyQuerySet:
        """Those that have not ended: they stay few while the archive grows, and an index holds them alone."""
        return self.filter(is_open=True)

    def late(self, at: datetime) -> JourneyQuerySet:
        return self.filter(next_due__lt=at)


class Journey(models.Model):
    """Where one situation stands. ``havre check`` recomputes it from the rooms below and reports differences.

    ``is_open`` follows from the state; the database keeps it.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    state = models.CharField(max_length=24, choices=JOURNEY.choices, default="referral_received")
    is_open = models.GeneratedField(
        expression=Case(When(state__in=OPEN, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    since = models.DateTimeField()
    waiting_since = models.DateTimeField(
        null=True, help_text="day 1 of the wait; empty once she is safe or not waiting"
    )
    next_code = models.CharField(max_length=32, blank=True)
    next_due = models.DateTimeField(null=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    version = models.PositiveIntegerField(default=1)

    objects = JourneyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["waiting_since"], condition=Q(waiting_since__isnull=False), name="journey_waiting"),
            models.Index(fields=["waiting_since", "-since", "person"], condition=Q(is_open=True), name="journey_open"),
            models.Index(fields=["state", "since"], name="journey_state"),
            models.Index(fields=["next_due"], name="journey_due"),
        ]

    def __str__(self) -> str:
        return self.state


class Absence(SealedModel):
    """Somebody of the coordination is away, and colleagues have their work meanwhile. One at a time for an account.

    Since when, until when, why and what went to whom are sealed under the account's key, and go once it is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    state = models.CharField(max_length=8, choices=ABSENCE.choices, default="planned")
    terms = SealedField(kind=PROFILE, help_text="see away.Terms")
    version = models.PositiveIntegerField(default=1)
    has_thread = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state__in=["planned", "running"]), name="one_absence_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.state

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.user_id

    @property
    def situation_id(self) -> uuid.UUID:
        """Under whom it stands on record: the account."""
        return self.user_id


def still_looking() -> models.Q:
    """For rooms below that look for rows of persons (``person``): those whose way has not ended and who live in no place
    of the network."""
    passed = {stage.code for stage in JOURNEY.stages if stage.final} | {"follow_up", "accommodated"}
    looking = [stage.code for stage in JOURNEY.stages if stage.code not in passed]
    return models.Q(person__journey__is_open=True, person__journey__state__in=looking)
