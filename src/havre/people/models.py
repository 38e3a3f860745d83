"""The persons protected: a pseudonym to work with, a sealed profile, a sealed identity, and what they agreed to."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.vault.fields import PROFILE, SECRET, SealedField, SealedModel


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: Any) -> PersonQuerySet:
        """Situations are read by the coordination alone. Shelters and referrers see rows of their own."""
        return self if may(user, Permission.READ_SITUATIONS) else self.none()


class Person(SealedModel):
    """The person protected and her household: the subject of one situation.

    ``id`` is her vault subject: all that describes or names her, in every room, is sealed under her key.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(max_length=8, unique=True)
    pseudonym = models.CharField(max_length=40)
    coordinator = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="situations")
    profile = SealedField(kind=PROFILE, help_text="see profiles.Profile: household, languages, needs, wishes")
    identity = SealedField(kind=SECRET, help_text="{names, birth_date, nationality, papers}")
    contact = SealedField(kind=SECRET, help_text="{call, hours, write, code_word}")
    narrative = SealedField(kind=SECRET, help_text="{text}: what she said, once, so that nobody asks again")
    health = SealedField(kind=SECRET, help_text="{text}")
    past = SealedField(kind=PROFILE, help_text="what ended: offers, interviews, journeys, stays, with their places")
    apart = SealedField(kind=PROFILE, help_text="[person id]: whom she must not meet, noted on both sides")
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.reference

    @property
    def situation_id(self) -> uuid.UUID:
        return self.pk


class OfPerson(SealedModel):
    """A row of one person's file: it has a ``person`` and is sealed under her key."""

    person_id: uuid.UUID

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.person_id

    @property
    def situation_id(self) -> uuid.UUID:
        return self.person_id


class HandReason(models.TextChoices):
    """Why a case changes hands."""

    ABSENCE = "absence", _("absence ou départ")
    NIGHT = "night", _("appel de nuit ou de week-end")
    WISH = "wish", _("souhait de la personne")
    LOAD = "load", _("charge de travail")
    OTHER = "other", _("autre raison")


class CaseNews(OfPerson):
    """A case changed hands: what ``reader`` finds on the desk until it is read. The record keeps it for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    terms = SealedField(kind=PROFILE, help_text="{at, by, to, reason, note}: names as colleagues read them")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["reader"], name="case_news_reader")]

    def __str__(self) -> str:
        return str(self.pk)


class AgreementKind(models.TextChoices):
    """Law 5: three agreements of her own, and one per sharing."""

    REFER = "refer", _("être orientée vers la coordination")
    JOIN = "join", _("rejoindre le réseau : la distance, les règles, la rupture")
    PLACE = "place", _("ce lieu-là")
    SHARE = "share", _("partager une information")


class AgreementState(models.TextChoices):
    GIVEN = "given", _("donné")
    WITHDRAWN = "withdrawn", _("repris")
    STRUCK = "struck", _("inscrit par erreur")


class Agreement(OfPerson):
    """One agreement in her name: given how, in which language, relayed by whom; withdrawable at any time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8, choices=AgreementKind.choices)
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.GIVEN)
    terms = SealedField(
        kind=PROFILE,
        help_text="{at, how, language, relayed_by, purpose, recipient, offer, written_at, withdrawn_at, reason}",
    )
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.kind
