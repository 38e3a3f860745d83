"""Questionnaires, their editions, their sendings; who is invited, and what was answered.

A named answer stands beside its invitation. An anonymous one is a *ballot*: a row that was there, blank, before anybody
answered, and that has no column in which a person, an invitation or a moment could stand (decision 0012).
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import from_json
from havre.surveys.content import Content, say
from havre.surveys.states import SENDING, SURVEY
from havre.vault.fields import PROFILE, SECRET, BlindLinkField, SealedField, SealedModel


class Naming(models.TextChoices):
    ANONYMOUS = "anonymous", _("anonyme")
    NAMED = "named", _("nommé")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user: Any) -> SurveyQuerySet:
        return self if may(user, Permission.KEEP_SURVEYS) else self.none()


class Survey(models.Model):
    """One questionnaire over the years. Whether its answers carry a name is said once and never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=24, unique=True)
    naming = models.CharField(max_length=9, choices=Naming.choices)
    state = models.CharField(max_length=8, choices=SURVEY.choices, default=SURVEY.initial)
    version = models.PositiveIntegerField(default=1)

    objects = SurveyQuerySet.as_manager()
    situation_id = None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(naming__in=Naming.values), name="survey_naming_known"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_anonymous(self) -> bool:
        return self.naming == Naming.ANONYMOUS

    @property
    def latest(self) -> Edition:
        """The edition that is being written, or the last one published."""
        return self.editions.order_by("-number")[0]

    @property
    def published(self) -> Edition | None:
        return self.editions.filter(published_on__isnull=False).order_by("-number").first()


class Edition(models.Model):
    """What a questionnaire asks. Once published it never changes: the database itself refuses it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="see content.Content")
    published_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="edition_once"),
            models.UniqueConstraint(fields=["survey"], condition=models.Q(published_on=None), name="edition_one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.number}"

    def read(self) -> Content:
        return from_json(Content, self.content)

    @property
    def title(self) -> str:
        return say(self.content.get("title", {}))


class SendingQuerySet(models.QuerySet["Sending"]):
    def visible_to(self, user: Any) -> SendingQuerySet:
        return self if may(user, Permission.KEEP_SURVEYS) else self.none()

    def to_open(self, today: date) -> SendingQuerySet:
        return self.filter(state="planned", opens_on__lte=today)

    def to_close(self, today: date) -> SendingQuerySet:
        return self.filter(state="open", closes_on__lt=today)


class Sending(SealedModel):
    """One edition sent to a circle of people, from one day to another. A vault subject: with its key all answers go.

    ``kind`` and ``about`` belong to the room that asked for it; they mean nothing here.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sendings")
    number = models.PositiveSmallIntegerField(help_text="of its questionnaire")
    card = SealedField(kind=PROFILE, help_text="{label}: what it is about, as the coordination reads it")
    guests = SealedField(kind=SECRET, help_text="see operations.reminding: to whom links went by mail, until reminded")
    kind = models.CharField(max_length=24, blank=True)
    about = models.UUIDField(null=True)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="the last day on which one may answer")
    papers = models.PositiveSmallIntegerField(default=0, help_text="paper forms handed out")
    papers_typed = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=SENDING.choices, default=SENDING.initial)
    version = models.PositiveIntegerField(default=1)

    objects = SendingQuerySet.as_manager()
    situation_id = None

    class Meta:
        indexes = [models.Index(fields=["about", "kind"], name="sending_about")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="sending_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=models.Q(papers_typed__lte=models.F("papers")), name="sending_papers_handed_out"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def label(self) -> str:
        return str((self.unseal("card") or {}).get("label", ""))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting_for(self, account: uuid.UUID, today: date) -> InvitationQuerySet:
        """What that account may still answer, the nearest last day first. Led by the few sendings that are open."""
        open_now = Sending.objects.filter(state="open", closes_on__gte=today)
        return self.filter(sending__in=open_now, account=account, answered=False).order_by("sending__closes_on", "pk")


class Invitation(SealedModel):
    """Somebody may answer once: an account, whoever holds a link, or both unknown to the house but for that.

    It never says when it was answered. Sealed under the key of its sending.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="invitations")
    account = BlindLinkField("invitation.account", null=True)
    recipient = SealedField(kind=PROFILE, help_text="{name, mail}: who was given the link, where answers carry a name")
    link = models.CharField(max_length=64, unique=True, null=True, help_text="digest of the link")
    link_again = models.CharField(max_length=64, unique=True, null=True, help_text="digest of that of the reminder")
    answered = models.BooleanField(default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sending", "account"], condition=models.Q(account__isnull=False), name="invited_once"
            ),
        ]

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.sending_id

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        return str((self.unseal("recipient") or {}).get("name", ""))


class Answer(SealedModel):
    """A named answer, beside its invitation. The database refuses one to an anonymous questionnaire."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No constraint in the database: PostgreSQL empties no table that another one points to (UNORDERED).
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, db_constraint=False)
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="answers")
    ticked = SealedField(kind=PROFILE, help_text="see answers.py")
    texts = SealedField(kind=SECRET, help_text="key → text")

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.sending_id

    def __str__(self) -> str:
        return str(self.pk)


class Ballot(SealedModel):
    """What one unknown person ticked. There from the opening on, blank, as long as all others; ``filled`` once used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="ballots")
    filled = models.BooleanField(default=False)
    ticked = SealedField(kind=PROFILE, help_text="{a: see answers.py, f: filling}")

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.sending_id

    def __str__(self) -> str:
        return str(self.pk)


class BallotText(SealedModel):
    """What one unknown person wrote to one question: beside nothing else that she answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="texts")
    key = models.CharField(max_length=8)
    filled = models.BooleanField(default=False)
    text = SealedField(kind=SECRET, help_text="{a: text, f: filling}")

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.sending_id

    def __str__(self) -> str:
        return str(self.pk)


class LinkDraft(models.Model):
    """What the holder of a link has typed so far, sealed under a key made of the link, which the house does not have."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, primary_key=True, db_constraint=False)
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


UNORDERED = (Invitation, Ballot, BallotText, Answer)
"""Tables whose order of rows would tell who answered when: written anew every night in the order of their random keys."""


def account_of(invitation: Invitation) -> User | None:
    return User.objects.filter(pk=invitation.account, is_active=True).first() if invitation.account else None
