"""A professional reports a person in danger; the coordination answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.people.models import OfPerson, Person
from havre.referrals.states import REFERRAL
from havre.vault.fields import SECRET, SealedField, SealedModel


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: Any) -> ReferralQuerySet:
        """The coordination sees all; a referrer what her or his own organisation sent."""
        if may(user, Permission.READ_SITUATIONS):
            return self
        if may(user, Permission.REFER):
            return self.filter(organisation__in=user.organisations({"referrer"}))
        return self.none()

    def open(self) -> ReferralQuerySet:
        return self.filter(state__in=["received", "taken_up"])


class Referral(OfPerson):
    """One referral, sealed under the key of the person it speaks of.

    ``outside_reference`` is the only reference the referrer ever sees (P23).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    state = models.CharField(max_length=16, choices=REFERRAL.choices, default="received")
    outside_reference = models.CharField(max_length=8, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    submitted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    received_at = models.DateTimeField()
    tonight = SealedField(kind=SECRET, help_text="{keeper, name, number, where, until}")
    referrer = SealedField(kind=SECRET, help_text="{name, role, service, phone, mail, safe_hours, verified}")
    account = SealedField(kind=SECRET, help_text="{exploitation, danger_here, reach, wants, other}")
    answer = SealedField(kind=SECRET, help_text="{kind, reason, instead}: what was answered, what was offered instead")
    asks_feedback = models.BooleanField(default=True)
    feedback = SealedField(kind=SECRET, help_text="{helped, quick, clear, words, at}: what the referrer thinks of it")
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "received_at"], name="referral_state")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def coordinator_id(self) -> uuid.UUID | None:
        return self.person.coordinator_id


class Message(SealedModel):
    """A message between referrer and coordination, on the file. ``unread`` by the other side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="messages")
    from_coordination = models.BooleanField()
    unread = models.BooleanField(default=True)
    body = SealedField(kind=SECRET, help_text="{text, at, by}")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.referral.person_id

    @property
    def situation_id(self) -> uuid.UUID:
        return self.referral.person_id


class HandOver(SealedModel):
    """A minor, or an age in doubt, handed by name to child protection; the receipt is chased for 48 h (R34)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="hand_over")
    is_received = models.BooleanField(default=False)
    details = SealedField(kind=SECRET, help_text="{service, name, phone, handed_at, received_at, received_by}")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.referral.person_id

    @property
    def situation_id(self) -> uuid.UUID:
        return self.referral.person_id
