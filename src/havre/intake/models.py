"""Calls: what precedes a referral, and what never becomes one. No caller's number is kept by default (P4)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.countries.fr.policy import CALL_KEPT
from havre.intake.states import CALL
from havre.vault.fields import PROFILE, SECRET, SealedField, SealedModel


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Any) -> CallQuerySet:
        """The coordination sees that every call was; others their own, and those that anybody may ring back.

        What is half typed is its author's alone.
        """
        if not may(user, Permission.NOTE_CALLS):
            return self.none()
        own = Q(owner=user)
        if may(user, Permission.COORDINATE):
            return self.filter(own | ~Q(state="open"))
        return self.filter(own | Q(state="to_call_back", for_all=True))

    def half_typed(self, user: Any) -> CallQuerySet:
        return self.filter(owner=user, state="open").order_by("-noted_on", "pk")

    def to_call_back(self) -> CallQuerySet:
        """Late first."""
        return self.filter(state="to_call_back").order_by("call_back_at", "pk")

    def old(self, on: date) -> CallQuerySet:
        """Closed, or left half typed, so long ago that nothing of what was said is kept any more."""
        last = on - timedelta(days=CALL_KEPT.value)
        closed = Q(state="closed", closed_on__lte=last, about__isnull=False)
        return self.filter(closed | Q(state="open", noted_on__lte=last))


class Call(SealedModel):
    """One call, a vault subject of its own, linked to no person.

    ``noted_on`` is a day, never an hour. ``for_all``: whoever is there rings back.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    state = models.CharField(max_length=14, choices=CALL.choices, default="open")
    outcome = models.CharField(max_length=10, blank=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="calls")
    noted_on = models.DateField()
    closed_on = models.DateField(null=True)
    call_back_at = models.DateTimeField(null=True)
    for_all = models.BooleanField(default=False)
    about = SealedField(kind=PROFILE, help_text="see content.About")
    typed = SealedField(kind=SECRET, help_text="raw answers while the call is open: a call cut off loses nothing")
    said = SealedField(kind=SECRET, help_text="see content.Said")
    reach = SealedField(kind=SECRET, help_text="see content.Reach; dropped when the call is closed")
    version = models.PositiveIntegerField(default=1)

    objects = CallQuerySet.as_manager()
    has_thread = False

    class Meta:
        indexes = [
            models.Index(fields=["state", "call_back_at"], name="call_state"),
            models.Index(fields=["noted_on"], name="call_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("noted_on")), name="call_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def situation_id(self) -> uuid.UUID:
        return self.pk

    def is_late(self, at: datetime) -> bool:
        return self.call_back_at is not None and self.call_back_at <= at
