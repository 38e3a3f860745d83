"""The case: opened when the coordination takes the situation up, closed with a reason."""

from __future__ import annotations

import uuid

from django.db import models

from havre.cases.states import CASE
from havre.people.models import Person


class Case(models.Model):
    """One per situation that was taken up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    state = models.CharField(max_length=8, choices=CASE.choices, default="open")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def situation_id(self) -> uuid.UUID:
        return self.person_id

    @property
    def coordinator_id(self) -> uuid.UUID | None:
        return self.person.coordinator_id
