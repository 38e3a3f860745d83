"""Programmes, sessions, those who come and the half-days they were there, their links and certificates, trainers.

A session is a vault subject: what is said of its participants is sealed under its key and goes with it.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.countries.fr.training import AFTERNOON_STARTS, HALF_DAY_MINUTES, KEPT, MORNING_STARTS
from havre.training.content import AFTERNOON, MORNING, SEMINAR, TRAINING
from havre.training.models_evaluation import Objectives, Outcome, Questionnaires
from havre.training.states import COMING, HELD, LIVING, REGISTRATION, SESSION
from havre.vault.fields import PROFILE, SECRET, BlindLinkField, SealedField, SealedModel

__all__ = [
    "AttendedHalf", "Kind", "Objectives", "Outcome", "Part", "PersonalLink", "Programme", "Questionnaires", "Registration", "Session",
    "Teaching", "TeachingQuerySet", "Trainer", "halves_of", "hours_of",
]  # fmt: skip
HALF_DAY = timedelta(minutes=HALF_DAY_MINUTES.value)


class Kind(models.TextChoices):
    TRAINING = TRAINING, _("formation")
    SEMINAR = SEMINAR, _("séminaire")


class Part(models.TextChoices):
    MORNING = MORNING, _("matin")
    AFTERNOON = AFTERNOON, _("après-midi")


class Programme(models.Model):
    """What is taught, over how many half-days, to how many. Editorial: nothing of it is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TRAINING)
    title_fr = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    half_days = models.PositiveSmallIntegerField()
    smallest = models.PositiveSmallIntegerField()
    largest = models.PositiveSmallIntegerField()
    modules = models.JSONField(default=list, help_text="see content.Module")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(largest__gte=models.F("smallest")), name="programme_group"),
            models.CheckConstraint(condition=Q(half_days__gte=1), name="programme_lasts"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        return self.title_en if (get_language() or "fr").startswith("en") else self.title_fr


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Any) -> SessionQuerySet:
        """Whoever keeps training sees every session; nobody else one as it is kept."""
        return self if may(user, P.KEEP_TRAINING) else self.none()

    def public(self, today: date) -> SessionQuerySet:
        """What the public calendar shows: open training sessions to come, never a seminar."""
        return self.filter(kind=TRAINING, is_public=True, state__in=("open", "closed"), ends_on__gte=today)

    def offered_to(self, user: Any, today: date) -> SessionQuerySet:
        """What an account may register for; seminars only by those who shelter."""
        if not may(user, P.ATTEND_TRAINING):
            return self.none()
        return self.filter(kind__in=self._kinds_for(user), state="open", starts_on__gte=today)

    def on_the_calendar_of(self, user: Any, first: date, last: date) -> SessionQuerySet:
        """Between two days: every session for whoever keeps training, those an account may come to for the others."""
        found = self.filter(starts_on__lte=last, ends_on__gte=first)
        if may(user, P.KEEP_TRAINING):
            return found.exclude(state="cancelled")
        if not may(user, P.ATTEND_TRAINING):
            return self.none()
        return found.filter(kind__in=self._kinds_for(user), state__in=("open", "closed", *HELD))

    @staticmethod
    def _kinds_for(user: Any) -> list[str]:
        """Seminars are for those who shelter."""
        return [TRAINING, SEMINAR] if may(user, P.SEE_RESIDENTS) else [TRAINING]

    def old(self, today: date) -> SessionQuerySet:
        """Over for so long that no name of it is kept."""
        return self.exclude(state__in=LIVING).filter(ends_on__lte=today - timedelta(days=KEPT.value))


class Session(SealedModel):
    """A programme given once, half-day after half-day from ``starts_on``.

    ``town`` may be read by everybody; what says more is sealed. ``place_from`` is the day from which participants read
    the place (``None``: at once). ``taken`` counts who is registered, ``asked_so_far`` gives everybody a number in the
    order in which they came: both are raised by one statement, so that no two people take the last seat. ``is_to_come``
    is ``is_living`` as the database keeps it, for lists: few are, among many that are over.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=SESSION.choices, default=SESSION.initial)
    is_to_come = models.GeneratedField(
        expression=Case(When(state__in=LIVING, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    starts_on = models.DateField()
    starts_in = models.CharField(max_length=2, choices=Part.choices, default=Part.MORNING)
    half_days = models.PositiveSmallIntegerField()
    ends_on = models.DateField()
    is_public = models.BooleanField(default=False)
    is_online = models.BooleanField(default=False)
    needs_approval = models.BooleanField(default=True)
    town = models.CharField(max_length=80, blank=True)
    place_from = models.DateField(null=True)
    audiences = models.JSONField(default=list, help_text="profession groups")
    funder = models.CharField(max_length=80, blank=True)
    cost = models.PositiveIntegerField(default=0, help_text="euros")
    income = models.PositiveIntegerField(default=0, help_text="euros")
    seats = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    asked_so_far = models.PositiveIntegerField(default=0)
    reminded = models.BooleanField(default=False)
    practical = SealedField(kind=PROFILE, help_text="see content.Practical")
    version = models.PositiveIntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "starts_on"], name="session_state"),
            models.Index(fields=["starts_on", "id"], condition=Q(is_to_come=True), name="session_to_come"),
            models.Index(fields=["starts_on", "id"], name="session_day"),
            models.Index(fields=["kind", "starts_on"], name="session_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=models.F("seats")), name="session_not_overbooked"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="session_days_in_order"),
            models.CheckConstraint(
                condition=~Q(kind=SEMINAR) | Q(is_public=False, town=""), name="seminar_never_public"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def situation_id(self) -> uuid.UUID:
        """Under whom it stands on record: itself; a session concerns no person."""
        return self.pk

    @property
    def is_seminar(self) -> bool:
        return self.kind == SEMINAR

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    @property
    def is_full(self) -> bool:
        return self.taken >= self.seats

    @property
    def free(self) -> int:
        return self.seats - self.taken

    @property
    def halves(self) -> list[tuple[int, date, str]]:
        """(number from 1 on, day, morning or afternoon) of each half-day."""
        return halves_of(self.starts_on, self.starts_in, self.half_days)

    def place_is_told(self, today: date) -> bool:
        return self.place_from is None or self.place_from <= today


def halves_of(starts_on: date, starts_in: str, count: int) -> list[tuple[int, date, str]]:
    first = 0 if starts_in == MORNING else 1
    found = []
    for number in range(count):
        days, part = divmod(first + number, 2)
        found.append((number + 1, starts_on + timedelta(days=days), AFTERNOON if part else MORNING))
    return found


def hours_of(day: date, part: str) -> tuple[datetime, datetime]:
    """When a half-day begins and ends, local time."""
    starts = datetime.combine(
        day, time(MORNING_STARTS if part == MORNING else AFTERNOON_STARTS), timezone.get_current_timezone()
    )
    return starts, starts + HALF_DAY


class OfSession(SealedModel):
    """What is sealed under the key of its session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.session_id  # type: ignore[attr-defined, no-any-return]

    def __str__(self) -> str:
        return str(self.pk)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def coming(self) -> RegistrationQuerySet:
        return self.filter(state__in=COMING)

    def of(self, user: User) -> RegistrationQuerySet:
        """One's own; a seminar to come, whose place may be told, only as long as one shelters."""
        own = self.filter(account=user.pk)
        return own if may(user, P.SEE_RESIDENTS) else own.exclude(session__kind=SEMINAR, session__state__in=LIVING)


class Registration(OfSession):
    """Somebody comes, or would. ``number`` keeps the order; ``same`` is a keyed digest of the mail address, under the key
    of the session, by which somebody is not registered twice."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=10, choices=REGISTRATION.choices, default=REGISTRATION.initial)
    number = models.PositiveIntegerField()
    account = BlindLinkField("registration.account", null=True)
    same = models.CharField(max_length=64)
    certificate = models.CharField(max_length=16, unique=True, null=True, help_text="random number of a certificate")
    who = SealedField(kind=PROFILE, help_text="see content.Who")
    reach = SealedField(kind=SECRET, help_text="see content.Reach")
    version = models.PositiveIntegerField(default=1)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account"], name="registration_account")]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="registration_in_order"),
            models.UniqueConstraint(fields=["session", "same"], condition=Q(state__in=COMING), name="registered_once"),
        ]

    @property
    def situation_id(self) -> uuid.UUID:
        return self.session_id


class AttendedHalf(models.Model):
    """Somebody was there, one half-day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attended")
    half = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "half"], name="attended_once")]

    def __str__(self) -> str:
        return str(self.pk)


class PersonalLink(models.Model):
    """A link of one's own for a participant without account, or for the employer who approves; only its hash is kept."""

    OWN, EMPLOYER = "own", "employer"
    USES = ((OWN, "own"), (EMPLOYER, "employer"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="links")
    use = models.CharField(max_length=8, choices=USES)
    token = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="personal_link_ends")]

    def __str__(self) -> str:
        return str(self.pk)


class Trainer(SealedModel):
    """Somebody of the pool, with or without an account. A vault subject of its own."""

    id = models.UUIDField(primary_key=True, editable=False)
    account = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    card = SealedField(kind=PROFILE, help_text="{name, topics}")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        return str((self.unseal("card") or {}).get("name", ""))


class TeachingQuerySet(models.QuerySet["Teaching"]):
    def to_come(self, user: User, today: date) -> TeachingQuerySet:
        """What an account of the pool has still to give."""
        given = self.filter(trainer__account=user.pk, trainer__is_active=True)
        return given.filter(session__state__in=LIVING, session__ends_on__gte=today)


class Teaching(models.Model):
    """A trainer gives a session: which modules, how many hours, at what cost."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="teaching")
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="teaching")
    hours = models.PositiveSmallIntegerField(default=0)
    cost = models.PositiveIntegerField(default=0, help_text="euros")
    modules = models.JSONField(default=list, help_text="titles of modules of the programme")
    version = models.PositiveIntegerField(default=1)

    objects = TeachingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "trainer"], name="teaches_once")]

    def __str__(self) -> str:
        return str(self.pk)
