"""Where a person meets a place. Rows carry blind tokens; every date, reference and author on them is sealed.

All sealed columns stand under the person's key. When a relation ends, what is worth keeping moves to the person's own
sealed past and the tokens go. Every night these tables are rewritten in the order of their random keys.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.directory.models import Shelter, shelter_ids_of
from havre.people.models import Person
from havre.placements.states import ALARM, INTERVIEW, OFFER, OVERRIDE, ROUND, STAY, TRANSFER
from havre.record.transitions import NotNow
from havre.vault.fields import PROFILE, SECRET, BlindLinkField, SealedField, SealedModel

Row = TypeVar("Row", bound="Meeting")


class Unlinked(NotNow):
    """The relation has ended: this row no longer knows its person."""


class PlaceLock(models.Model):
    """The lock of one place, keyed by its blind token: the last place goes to one person."""

    place = BlindLinkField("lock.place", primary_key=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return "lock"


class MeetingQuerySet(models.QuerySet[Row]):
    def of_person(self, person_id: uuid.UUID) -> MeetingQuerySet[Row]:
        return self.filter(person=person_id)

    def linked(self) -> MeetingQuerySet[Row]:
        """Rows that still know their person: the relation has not ended."""
        return self.filter(person__isnull=False)

    def visible_to(self, user: Any) -> MeetingQuerySet[Row]:
        """The coordination sees that it exists; a shelter's team sees what concerns its own house."""
        if may(user, Permission.READ_SITUATIONS):
            return self
        if may(user, Permission.SEE_RESIDENTS) and "shelter" in {f.name for f in self.model._meta.get_fields()}:
            return self.filter(shelter__in=shelter_ids_of(user))
        return self.none()


class Meeting(SealedModel):
    """What every row between a person and a place shares."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.situation_id

    @property
    def situation_id(self) -> uuid.UUID:
        """The person's id. Raises ``Unlinked`` once the relation has ended."""
        person: uuid.UUID | None = self.person  # type: ignore[attr-defined]
        if person is None:
            raise Unlinked(type(self).__name__)
        return person

    @property
    def coordinator_id(self) -> uuid.UUID | None:
        """The coordinator of the case; ``with_people`` fetches them for many rows at once."""
        if not hasattr(self, "_coordinator"):
            with_people([self])
        return self._coordinator  # type: ignore[attr-defined,no-any-return]

    @property
    def organisation_id(self) -> uuid.UUID | None:
        """The organisation of the shelter concerned, for the questions of its own team."""
        shelter: uuid.UUID | None = getattr(self, "shelter", None)
        if shelter is None:
            return None
        if not hasattr(self, "_organisation"):
            self._organisation = Shelter.objects.values_list("organisation_id", flat=True).filter(pk=shelter).first()
        return self._organisation


def with_people(rows: Iterable[Meeting], also: Iterable[uuid.UUID] = ()) -> dict[uuid.UUID, Person]:
    """The persons of ``rows``, and those of ``also``, by id, one query; their coordinators are noted on the rows."""
    listed = list(rows)
    ids = {row.person for row in listed if row.person is not None} | {*also}  # type: ignore[attr-defined]
    people = {p.pk: p for p in Person.objects.filter(pk__in=ids)} if ids else {}
    for row in listed:
        person = people.get(row.person)  # type: ignore[attr-defined]
        row._coordinator = person.coordinator_id if person else None  # type: ignore[attr-defined]
    return people


class Search(Meeting):
    """A stored search: what went in, what came out, what was decided. Read by coordinators, 90 days."""

    person = BlindLinkField("search.person", null=True)
    content = SealedField(
        kind=PROFILE,
        help_text="{at, by, exploratory, engine, digest, problem, result, decision}; after 90 days shorter",
    )

    objects = MeetingQuerySet["Search"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["person"], name="search_person")]


class CallRound(Meeting):
    """The shelters of a search, to be telephoned one after the other, alone or with invited colleagues.

    Nothing in clear names a house, a day or an author: who was called, when, and what was answered stands in ``content``.
    """

    person = BlindLinkField("round.person", null=True)
    state = models.CharField(max_length=6, choices=ROUND.choices, default="open")
    content = SealedField(kind=PROFILE, help_text="see calling.RoundContent; after 90 days shorter")

    objects = MeetingQuerySet["CallRound"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(state="open"), name="one_open_round"),
        ]


class PlaceNews(SealedModel):
    """What a house said of a place in a call round. It counts at once; the night writes it into the house's profile.

    The profile's own row names the house in clear: no operation that touches a person writes it (law 2).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shelter = BlindLinkField("news.shelter")
    content = SealedField(kind=PROFILE, help_text="see news.News: place, free or not, from when, until when paused")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sealing_subject(self) -> uuid.UUID:
        shelter: uuid.UUID = self.shelter
        return shelter


class Override(Meeting):
    """A place nearer than the rule: two people and a reason, or duty alone at night, reviewed the next working day."""

    person = BlindLinkField("override.person", null=True)
    place = BlindLinkField("override.place", null=True)
    state = models.CharField(max_length=10, choices=OVERRIDE.choices, default="asked")
    content = SealedField(kind=PROFILE, help_text="{asked_by, asked_at, reason, km, min_km, alone, granted_by, ...}")

    objects = MeetingQuerySet["Override"].as_manager()


class Offer(Meeting):
    """A shelter is asked whether it could take her in. It sees ``for_shelter`` under a reference of its own."""

    person = BlindLinkField("offer.person", null=True)
    shelter = BlindLinkField("offer.shelter", null=True)
    place = BlindLinkField("offer.place", null=True)
    state = models.CharField(max_length=10, choices=OFFER.choices, default="asked")
    terms = SealedField(
        kind=PROFILE,
        help_text="{asked_at, asked_by, answer_by, hold_until, reason, next, reference, override, fallback, ticks}",
    )
    for_shelter = SealedField(
        kind=PROFILE, help_text="{reference, household, languages, needs, arrival_from, place_label}"
    )
    questions = SealedField(kind=SECRET, help_text="[{at, from_shelter, text}]")

    objects = MeetingQuerySet["Offer"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="offer_person"),
            models.Index(fields=["shelter"], name="offer_shelter"),
            models.Index(fields=["place"], name="offer_place"),
        ]


class Interview(Meeting):
    """The pre-reception interview. Its link is secret and opened in Havre only."""

    person = BlindLinkField("interview.person", null=True)
    shelter = BlindLinkField("interview.shelter", null=True)
    offer = BlindLinkField("interview.offer", null=True)
    state = models.CharField(max_length=10, choices=INTERVIEW.choices, default="planned")
    when = SealedField(kind=PROFILE, help_text="{at, minutes, interpreter: language or empty, outcome, note}")
    link = SealedField(kind=SECRET, help_text="{link, code}")

    objects = MeetingQuerySet["Interview"].as_manager()


class Transfer(Meeting):
    """The journey to the place. Where it leads is a secret of its own."""

    person = BlindLinkField("transfer.person", null=True)
    shelter = BlindLinkField("transfer.shelter", null=True)
    place = BlindLinkField("transfer.place", null=True)
    offer = BlindLinkField("transfer.offer", null=True)
    escort = BlindLinkField("transfer.escort", null=True)
    state = models.CharField(max_length=10, choices=TRANSFER.choices, default="planned")
    times = SealedField(kind=PROFILE, help_text="{departs_at, expected_at, asked_at, checklist, costs, aid}")
    route = SealedField(kind=SECRET, help_text="{legs, meeting_point, handover, code_word, escort_phone}")

    objects = MeetingQuerySet["Transfer"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="transfer_person"),
            models.Index(fields=["escort"], name="transfer_escort"),
        ]


class Alarm(Meeting):
    """An arrival that nobody confirmed, a check-in that was not made, a leak: open until cleared with a reason."""

    person = BlindLinkField("alarm.person", null=True)
    transfer = BlindLinkField("alarm.transfer", null=True)
    stay = BlindLinkField("alarm.stay", null=True)
    state = models.CharField(max_length=8, choices=ALARM.choices, default="open")
    content = SealedField(kind=PROFILE, help_text="{kind, since, expected_at, told, taken_by, taken_at, reason, ...}")

    objects = MeetingQuerySet["Alarm"].as_manager()


class StayKind(models.TextChoices):
    PLACE = "place", _("lieu d’accueil")
    RELAY = "relay", _("appartement relais")


class Stay(Meeting):
    """She is there. Begun at arrival; ended with a reason, which frees the place."""

    person = BlindLinkField("stay.person", null=True)
    shelter = BlindLinkField("stay.shelter", null=True)
    place = BlindLinkField("stay.place", null=True)
    kind = models.CharField(max_length=8, choices=StayKind.choices, default=StayKind.PLACE)
    state = models.CharField(max_length=8, choices=STAY.choices, default="present")
    terms = SealedField(
        kind=PROFILE,
        help_text="{began_on, planned_end, reference, household, languages, needs, ticks, check_ins, override, network, ...}",
    )

    objects = MeetingQuerySet["Stay"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="stay_person"),
            models.Index(fields=["shelter"], name="stay_shelter"),
            models.Index(fields=["place"], name="stay_place"),
        ]


MEETINGS: tuple[type[models.Model], ...] = (
    PlaceLock, Search, CallRound, PlaceNews, Override, Offer, Interview, Transfer, Alarm, Stay,
)  # fmt: skip
"""The tables that are rewritten every night in the order of their random keys."""


def escorted_by(user: User) -> MeetingQuerySet[Transfer]:
    """The journeys this account accompanies."""
    return Transfer.objects.filter(escort=user.pk)
