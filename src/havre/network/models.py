"""What partners tell and what becomes of it; letters, announcements and days of the network. No person is in any of it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import from_json
from havre.countries.fr.life import KINDS_OF_DAYS, LOCAL_WORK, MINISTRIES, SET_ASIDE
from havre.countries.fr.network import EXCHANGE_TOPICS
from havre.network import audience
from havre.network.content import AUDIENCES, GROUPS, Both, LetterText, Said, TopicText
from havre.network.states import LETTER, TOPIC, UNDER_WAY
from havre.vault.fields import PROFILE, SECRET, BlindLinkField, SealedField, SealedModel


class OfTheNetwork(SealedModel):
    """A vault subject of the realm ``locations``: what a partner says may tell where it stands."""

    id = models.UUIDField(primary_key=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def situation_id(self) -> uuid.UUID:
        """Under whom it stands on record: itself."""
        return self.pk


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: Any) -> TopicQuerySet:
        """All for those who keep the network and for its partners: a topic names neither person nor partner."""
        return self if audience.keeps(user) or audience.takes_part(user) else self.none()

    def under_way(self) -> TopicQuerySet:
        return self.filter(state__in=UNDER_WAY)


class Topic(OfTheNetwork):
    """What several partners told, as the network carries it."""

    state = models.CharField(max_length=12, choices=TOPIC.choices, default=TOPIC.initial)
    field = models.CharField(max_length=16, choices=EXCHANGE_TOPICS.choices())
    opened_on = models.DateField()
    moved_on = models.DateField(help_text="the day of the last step")
    reason = models.CharField(max_length=12, blank=True, choices=SET_ASIDE.choices())
    content = SealedField(kind=PROFILE, help_text="see content.TopicText")

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-moved_on"], name="topic_state"),
            models.Index(fields=["field", "-moved_on"], name="topic_field"),
            models.Index(fields=["-moved_on", "id"], name="topic_day"),
        ]

    def read(self) -> TopicText:
        return from_json(TopicText, self.unseal("content"))

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class DifficultyQuerySet(models.QuerySet["Difficulty"]):
    def visible_to(self, user: Any) -> DifficultyQuerySet:
        """All for those who keep the network; a partner reads what it told itself."""
        if audience.keeps(user):
            return self
        return self.filter(organisation__in=audience.organisations_of(user))

    def waiting(self) -> DifficultyQuerySet:
        """In no topic yet."""
        return self.filter(topic=None)


class Difficulty(OfTheNetwork):
    """What one partner told that it cannot solve alone. Which partner, only the coordination and itself read: a copy of
    the table does not tell it either."""

    organisation = BlindLinkField("difficulty.organisation")
    field = models.CharField(max_length=16, choices=EXCHANGE_TOPICS.choices())
    told_on = models.DateField()
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="difficulties")
    content = SealedField(kind=PROFILE, help_text="see content.Said")

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["told_on", "id"], condition=Q(topic=None), name="difficulty_waiting"),
            models.Index(fields=["organisation", "-told_on"], name="difficulty_own"),
        ]

    def read(self) -> Said:
        return from_json(Said, self.unseal("content"))


class Voice(models.Model):
    """A partner that said «we too» of a topic, or asked for it in an exchange."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="voices")
    organisation = BlindLinkField("voice.organisation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "organisation"], name="voice_once")]

    def __str__(self) -> str:
        return str(self.pk)


class OfTopic(SealedModel):
    """What belongs to one topic and is sealed under its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="%(class)ss")
    ministry = models.CharField(max_length=12, choices=MINISTRIES.choices())
    content = SealedField(kind=PROFILE, help_text="see content.Said")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.topic_id

    def read(self) -> Said:
        return from_json(Said, self.unseal("content"))


class Proposal(OfTopic):
    """What the network asks of a ministry; ``carried_on`` is the day it was brought there."""

    written_on = models.DateField()
    carried_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(carried_on=None) | Q(carried_on__gte=models.F("written_on")), name="proposal_days"
            )
        ]


class Answer(OfTopic):
    """What a ministry answered, and when."""

    given_on = models.DateField()


class WorkQuerySet(models.QuerySet["LocalWork"]):
    def visible_to(self, user: Any) -> WorkQuerySet:
        if audience.keeps(user):
            return self
        return self.filter(organisation__in=audience.organisations_of(user))


class LocalWork(OfTheNetwork):
    """What a partner did as the resource centre of its place: advice, a local body, a position."""

    organisation = BlindLinkField("local_work.organisation")
    kind = models.CharField(max_length=12, choices=LOCAL_WORK.choices())
    done_on = models.DateField()
    content = SealedField(kind=PROFILE, help_text="see content.Said")

    objects = WorkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-done_on", "id"], name="local_work_day")]

    def read(self) -> Said:
        return from_json(Said, self.unseal("content"))


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: Any) -> LetterQuerySet:
        """All but what was destroyed for those who keep the network; others, partners or not, the letters written to
        their account."""
        if audience.keeps(user):
            return self.exclude(state="discarded")
        return self.filter(copies__user=user.pk) if may(user, Permission.TAKE_PART) else self.none()


class Letter(OfTheNetwork):
    """A text to a group of partners. It is read in Havre alone: what leaves the house is one fixed sentence."""

    state = models.CharField(max_length=12, choices=LETTER.choices, default=LETTER.initial)
    group = models.CharField(max_length=12, choices=list(GROUPS.items()))
    written_on = models.DateField()
    sent_on = models.DateField(null=True)
    content = SealedField(kind=PROFILE, help_text="see content.LetterText")

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-written_on", "id"], name="letter_day")]

    def read(self) -> LetterText:
        return from_json(LetterText, self.unseal("content"))


class LetterCopyQuerySet(models.QuerySet["LetterCopy"]):
    def unread_by(self, user: Any, since: date) -> LetterCopyQuerySet:
        """Letters sent since that day which this account has not opened. Led by the few letters of that time."""
        sent = Letter.objects.filter(state__in=("leaving", "sent"), written_on__gte=since)
        return self.filter(letter__in=sent, user=user.pk, is_read=False)


class LetterCopy(models.Model):
    """One account to which a letter goes. ``message`` is what waits for it in the outbox, gone once it left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    user = BlindLinkField("letter_copy.user")
    is_told = models.BooleanField(default=False)
    is_reached = models.BooleanField(default=False, help_text="a mail or an SMS could be sent at all")
    is_read = models.BooleanField(default=False)
    message = models.UUIDField(null=True)

    objects = LetterCopyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "user"], name="letter_once")]
        indexes = [models.Index(fields=["letter"], condition=Q(is_told=False), name="letter_to_tell")]

    def __str__(self) -> str:
        return str(self.pk)


class LetterLink(SealedModel):
    """A link by which one organisation without account reads one letter, and nothing else. Sealed under the letter's key.

    Once its time is past, token and organisation are gone: that it was read stays as a number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="links")
    organisation = BlindLinkField("letter_link.organisation", null=True)
    token = models.CharField(max_length=64, unique=True, null=True, help_text="SHA-256 of the token")
    expires_at = models.DateTimeField()
    is_told = models.BooleanField(default=False)
    is_reached = models.BooleanField(default=False, help_text="a mail could be sent at all")
    is_read = models.BooleanField(default=False)
    message = models.UUIDField(null=True)
    reach = SealedField(kind=SECRET, help_text="{mail, link}, until the message waits in the outbox")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "organisation"], name="letter_link_once")]
        indexes = [
            models.Index(fields=["letter"], condition=Q(is_told=False), name="letter_link_to_tell"),
            models.Index(fields=["expires_at"], condition=Q(token__isnull=False), name="letter_link_ends"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.letter_id


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def on(self, day: date) -> AnnouncementQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def visible_to(self, user: Any) -> AnnouncementQuerySet:
        return self.filter(audience__in=audience.audiences_of(user))


class Announcement(OfTheNetwork):
    """One sentence for many, for some days."""

    audience = models.CharField(max_length=12, choices=list(AUDIENCES.items()))
    starts_on = models.DateField()
    ends_on = models.DateField()
    content = SealedField(kind=PROFILE, help_text="see content.Both")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ends_on"], name="announcement_ends")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="announcement_days")
        ]

    def read(self) -> Both:
        return from_json(Both, self.unseal("content"))


class PutAway(models.Model):
    """An account has read an announcement and put it away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="put_away")
    user = BlindLinkField("put_away.user")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "user"], name="put_away_once")]

    def __str__(self) -> str:
        return str(self.pk)


class DayQuerySet(models.QuerySet["Day"]):
    def visible_to(self, user: Any) -> DayQuerySet:
        return self if audience.keeps(user) else self.filter(audience__in=audience.audiences_of(user))

    def between(self, first: date, last: date) -> DayQuerySet:
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Day(OfTheNetwork):
    """A day, or some days, of the shared calendar. A place has no room here: it is told otherwise, and late."""

    kind = models.CharField(max_length=12, choices=KINDS_OF_DAYS.choices())
    audience = models.CharField(max_length=12, choices=list(AUDIENCES.items()))
    starts_on = models.DateField()
    ends_on = models.DateField()
    content = SealedField(kind=PROFILE, help_text="see content.Both: titles alone")

    objects = DayQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ends_on"], name="day_ends")]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="days_in_order")]

    def read(self) -> Both:
        return from_json(Both, self.unseal("content"))


class CalendarKey(models.Model):
    """The address of somebody's calendar, of which only a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")

    def __str__(self) -> str:
        return str(self.pk)
