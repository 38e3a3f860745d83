"""Partner organisations and shelters: by code in clear, everything else sealed, the place of a house most of all."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.accounts.roles import ROLES
from havre.common.dataclass_json import from_json
from havre.directory.profiles import Dealings, ExchangeCard, PartnerCard, ShelterProfile
from havre.directory.states import PARTNERSHIP
from havre.vault.fields import PROFILE, SECRET, SealedField, SealedModel


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: Any) -> PartnerQuerySet:
        return self if may(user, Permission.READ_DIRECTORY) else self.none()


class Partner(SealedModel):
    """An organisation of the network, with its agreement. A vault subject of the realm ``locations``."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT)
    card = SealedField(kind=PROFILE, help_text="see profiles.PartnerCard: area, agreement, note")
    contacts = SealedField(kind=SECRET, help_text="see profiles.Contacts: name, address, telephones, mails")
    version = models.PositiveIntegerField(default=1)

    objects = PartnerQuerySet.as_manager()
    situation_id = None

    def __str__(self) -> str:
        return str(self.pk)

    def read_card(self) -> PartnerCard:
        return from_json(PartnerCard, self.unseal("card"))


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, user: Any) -> PartnershipQuerySet:
        return self if may(user, Permission.KEEP_DIRECTORY) else self.none()


class Partnership(SealedModel):
    """How far an organisation has come with the network. A vault subject of the realm ``locations``.

    One for every organisation with a house or a card; the coordination has none with itself.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT)
    state = models.CharField(max_length=12, choices=PARTNERSHIP.choices, default=PARTNERSHIP.initial)
    dealings = SealedField(kind=PROFILE, help_text="see profiles.Dealings: last exchange, how many a year")
    version = models.PositiveIntegerField(default=1)

    objects = PartnershipQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def situation_id(self) -> uuid.UUID:
        """What goes on record about it stands under its own id; no person is in it."""
        return self.pk

    def read_dealings(self) -> Dealings:
        return from_json(Dealings, self.unseal("dealings"))


class Exchange(SealedModel):
    """A call, a visit, a seminar with a partner. When and about what is sealed: a call the day after an arrival tells
    where somebody arrived (law 2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    content = SealedField(kind=PROFILE, help_text="see profiles.ExchangeCard: kind, day, with whom, topics, note")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sealing_subject(self) -> uuid.UUID:
        return self.partnership_id

    def read_content(self) -> ExchangeCard:
        return from_json(ExchangeCard, self.unseal("content"))


class ShelterKind(models.TextChoices):
    SHELTER = "shelter", _("lieu d’accueil")
    RELAY = "relay", _("appartement relais")


class ShelterQuerySet(models.QuerySet["Shelter"]):
    def visible_to(self, user: Any) -> ShelterQuerySet:
        """All for those who read the directory; a shelter's team sees its own."""
        if may(user, Permission.READ_DIRECTORY):
            return self
        if may(user, Permission.KEEP_PLACES):
            roles = {key for key, role in ROLES.items() if Permission.KEEP_PLACES in role.permissions}
            return self.filter(organisation__in=user.organisations(roles))
        return self.none()

    def relay(self) -> ShelterQuerySet:
        return self.filter(kind=ShelterKind.RELAY)


class Shelter(SealedModel):
    """A house that takes people in, or a relay apartment. A vault subject of the realm ``locations``.

    A place has no row of its own: it is an entry of ``profile`` (law 2). No operation that touches a person writes
    this row.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    code = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=8, choices=ShelterKind.choices, default=ShelterKind.SHELTER)
    profile = SealedField(kind=PROFILE, help_text="see profiles.ShelterProfile: area, what it accepts, places")
    address = SealedField(kind=SECRET)
    contacts = SealedField(kind=SECRET, help_text="see profiles.Contacts")
    version = models.PositiveIntegerField(default=1)

    objects = ShelterQuerySet.as_manager()
    situation_id = None

    def __str__(self) -> str:
        return str(self.pk)

    def read_profile(self) -> ShelterProfile:
        return from_json(ShelterProfile, self.unseal("profile"))

    def team(self) -> list[User]:
        """The accounts of the house, to be told that something waits."""
        held = {"membership__organisation": self.organisation_id, "membership__is_confirmed": True}
        return list(User.objects.filter(**held, is_active=True).distinct())


def shelter_ids_of(user: User) -> frozenset[uuid.UUID]:
    """Ids of the shelters whose team this account belongs to, fetched once per request like the roles it holds."""
    kept = user.__dict__  # where a cached property of the account would stand, which knows no shelter
    if "shelter_ids" not in kept:
        kept["shelter_ids"] = _shelter_ids(user)
    found: frozenset[uuid.UUID] = kept["shelter_ids"]
    return found


def _shelter_ids(user: User) -> frozenset[uuid.UUID]:
    roles = {key for key, role in ROLES.items() if Permission.SEE_RESIDENTS in role.permissions}
    organisations = user.organisations(roles)
    if not organisations:
        return frozenset()
    return frozenset(Shelter.objects.filter(organisation__in=organisations).values_list("pk", flat=True))
