"""One row per situation, written by event handlers, so that lists filter, sort and page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from havre.accounts.models import Membership, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.accounts.roles import ROLES
from havre.journey.states import JOURNEY
from havre.people.models import Person


class JourneyQuerySet(models.QuerySet["Journey"]):
    def visible_to(self, user: Any) -> JourneyQuerySet:
        return self if may(user, Permission.READ_SITUATIONS) else self.none()

    def waiting(self) -> JourneyQuerySet:
        """Those who wait for a place, the longest first."""
        return self.exclude(waiting_since=None).order_by("waiting_since")

    def without_coordinator(self) -> JourneyQuerySet:
        """Taken up and not over, but nobody has it: its coordinator's account is closed, or no longer coordinates."""
        roles = [key for key, role in ROLES.items() if Permission.COORDINATE in role.permissions]
        held = Membership.objects.filter(
            role__in=roles, is_confirmed=True, user__is_active=True, user=OuterRef("owner")
        )
        over = [stage.code for stage in JOURNEY.stages if stage.final]
        return self.exclude(state__in=["referral_received", *over]).filter(~Exists(held))

    def late(self, at: datetime) -> JourneyQuerySet:
        return self.filter(next_due__lt=at)


class Journey(models.Model):
    """Where one situation stands. ``havre check`` recomputes it from the rooms below and reports differences."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    state = models.CharField(max_length=24, choices=JOURNEY.choices, default="referral_received")
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
            models.Index(fields=["waiting_since"], name="journey_waiting"),
            models.Index(fields=["state", "since"], name="journey_state"),
            models.Index(fields=["next_due"], name="journey_due"),
        ]

    def __str__(self) -> str:
        return self.state


def still_here() -> models.Q:
    """For rooms below that look for rows of persons (``person``): those whose way has not ended."""
    gone = {stage.code for stage in JOURNEY.stages if stage.final} | {"follow_up"}
    here = [stage.code for stage in JOURNEY.stages if stage.code not in gone]
    return models.Q(person__journey__state__in=here)
