"""Searches of the library that an account keeps, to be told of what is new in them."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import models

from havre.accounts.models import User, is_user
from havre.common.dataclass_json import from_json
from havre.resources.content import RHYTHMS, Sought
from havre.vault.fields import PROFILE, SealedField, SealedModel


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: Any) -> SavedSearchQuerySet:
        """One's own, and nobody else's."""
        return self.filter(owner=user) if is_user(user) and user.is_active else self.none()

    def kept(self) -> SavedSearchQuerySet:
        return self.filter(removed_at=None)

    def due(self, on: date) -> SavedSearchQuerySet:
        """Those to be looked at today, of accounts that are open."""
        return self.kept().filter(next_on__lte=on, owner__is_active=True)

    def over(self, before: datetime) -> SavedSearchQuerySet:
        """Removed for so long that nobody brings them back."""
        return self.filter(removed_at__lte=before)


class SavedSearch(SealedModel):
    """What an account seeks again and again, sealed under its key. ``next_on``: when the sweep looks next, never where it is
    empty; ``told_until``: how far it has looked. ``removed_at``: for a day it can be brought back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sought = SealedField(kind=PROFILE, help_text="see content.Sought")
    rhythm = models.CharField(max_length=8, choices=list(RHYTHMS.items()))
    next_on = models.DateField(null=True)
    told_until = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_on", "owner"], name="search_due"),
            models.Index(fields=["removed_at"], condition=models.Q(removed_at__isnull=False), name="search_removed"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.owner_id

    def read(self) -> Sought:
        return from_json(Sought, self.unseal("sought"))
