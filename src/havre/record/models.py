"""What the house remembers of its own work: audit, timeline, clocks, messages out, facts, drafts, leases."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.vault.fields import PROFILE, SECRET, BlindLinkField, SealedField, SealedModel


class AuditEntry(models.Model):
    """One thing that happened. Appended by operations only, chained by a keyed MAC, never changed."""

    sequence = models.BigIntegerField(primary_key=True)
    at_us = models.BigIntegerField(help_text="microseconds since 1970, UTC")
    event = models.CharField(max_length=48)
    subject = models.UUIDField(null=True, help_text="blind token of whom it concerns")
    actor = models.BinaryField(help_text="sealed with a fresh nonce")
    fields = models.CharField(max_length=400, blank=True)
    details = models.BinaryField(null=True)
    mac = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["subject", "sequence"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event}"


class AuditChain(models.Model):
    """The one row that operations lock, last of all, to append: where the chain stands."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    head = models.BinaryField(default=b"")
    segment = models.CharField(max_length=7, blank=True, help_text="YYYY-MM of the open segment, UTC")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain")]

    def __str__(self) -> str:
        return f"{self.sequence}"


class AuditCheckpoint(models.Model):
    """The end of a monthly segment, fit to be handed to another organisation."""

    segment = models.CharField(primary_key=True, max_length=7)
    last_sequence = models.BigIntegerField()
    head = models.BinaryField()
    mac = models.BinaryField()

    def __str__(self) -> str:
        return self.segment


class TimelineEntry(SealedModel):
    """A line of a situation's thread, for those who work on it. Everything about it is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(db_index=True, editable=False)
    entry = SealedField(kind=PROFILE)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.subject

    def __str__(self) -> str:
        return str(self.id)


class Clock(models.Model):
    """A deadline that runs for a situation (DOMAIN.md §7). Never one that belongs to a place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(db_index=True, editable=False)
    code = models.CharField(max_length=16)
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "code"], condition=models.Q(stopped_at=None), name="clock_runs_once"
            )
        ]
        indexes = [models.Index(fields=["stopped_at", "due_at"], name="clock_due")]

    def __str__(self) -> str:
        return self.code


class OutboxMessage(SealedModel):
    """A message out: it says that something waits in Havre, never what. The row goes once it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = BlindLinkField("outbox.recipient")
    message = SealedField(kind=PROFILE, help_text="{kind, means, tries, failing_since, next_at}")

    @property
    def sealing_subject(self) -> uuid.UUID:
        return uuid.UUID(str(self.recipient))

    def __str__(self) -> str:
        return str(self.id)


class PendingFact(models.Model):
    """An anonymous fact that waits, sealed, for the nightly sweep."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.id)


class Fact(models.Model):
    """An anonymous, coarsened row for the figures of a year. Written shuffled, at night."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    values = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["kind", "year", "values"], name="fact_counted")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class Draft(SealedModel):
    """What somebody typed and has not sent, sealed under their own account's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = BlindLinkField("draft.author")
    kind = models.CharField(max_length=40)
    content = SealedField(kind=SECRET)
    saved_at = models.DateTimeField()
    keep_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["author", "kind"], name="draft_author")]

    @property
    def sealing_subject(self) -> uuid.UUID:
        return uuid.UUID(str(self.author))

    def __str__(self) -> str:
        return self.kind


class ExportState(models.TextChoices):
    ASKED = "asked", _("attend une seconde personne")
    CONFIRMED = "confirmed", _("à télécharger")
    TAKEN = "taken", _("téléchargé")
    REFUSED = "refused", _("refusé")
    LAPSED = "lapsed", _("passé sans suite")


class Export(SealedModel):
    """A table that leaves the house as a file: which one, who asked and who confirmed, when. Nothing of its content.

    ``number`` is its watermark (P26): it stands in the file and in its name, and tells nothing without this row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=9, unique=True)
    table = models.CharField(max_length=24)
    state = models.CharField(max_length=9, choices=ExportState.choices, default=ExportState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exports")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    reason = SealedField(kind=PROFILE, help_text="{text}: why it is needed, as the second person reads it")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["table", "asked_at"], name="export_table")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(asked_by=models.F("confirmed_by")), name="export_two_persons"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, confirmed_by=None)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="export_who_and_when",
            ),
        ]

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.asked_by_id

    @property
    def situation_id(self) -> uuid.UUID:
        """Under whom it stands on record: the account that asked."""
        return self.asked_by_id

    def __str__(self) -> str:
        return self.number


class Lease(models.Model):
    """Which process runs a sweep, and until when nobody else may."""

    name = models.CharField(primary_key=True, max_length=40)
    holder = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
