"""People who work with Havre, the organisations they work for, their roles and the rota."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from havre.accounts.roles import ROLES
from havre.vault.fields import PROFILE, SECRET, SealedField, SealedModel


class OrganisationKind(models.TextChoices):
    """HTCDS OrgType with our additions (DOMAIN.md §5), in the words of the field."""

    COORDINATION = "Coordination", _("coordination")
    SHELTER = "Shelter", _("lieu d’accueil")
    SIAO = "SIAO", _("SIAO")
    NGO = "NGO", _("association")
    LAW_ENFORCEMENT = "LawEnforcement", _("police, gendarmerie")
    PROSECUTION = "Prosecution", _("parquet, juge")
    HEALTH = "HealthServiceOrganisation", _("hôpital, santé")
    LOCAL_GOVERNMENT = "LocalGovernmentOrganisation", _("commune, département")
    CENTRAL_GOVERNMENT = "CentralGovernmentOrganisation", _("service de l’État")
    IMMIGRATION = "ImmigrationService", _("immigration")
    ASYLUM = "AsylumBody", _("asile")
    LABOUR_INSPECTION = "LabourInspection", _("inspection du travail")
    PRISON = "Prison", _("prison")
    LEGAL = "LegalService", _("avocat, droit")
    SCHOOL = "SchoolOrCollege", _("école")
    INTERNATIONAL = "InternationalOrganisation", _("organisation internationale")
    CORPORATE = "CorporateBusiness", _("entreprise")


class Organisation(models.Model):
    """Code and kind only: its name, town and numbers are sealed in the directory."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=40, choices=OrganisationKind.choices)

    def __str__(self) -> str:
        return self.code


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(sign_in=username)


class User(SealedModel, AbstractBaseUser):
    """An account. Its mail stands nowhere in clear: ``sign_in`` is a keyed token of it.

    The account is a vault subject of its own; its drafts are sealed under its key.
    """

    LANGUAGES = (("fr", "Français"), ("en", "English"))
    THEMES = (("light", ""), ("dark", ""))

    id = models.UUIDField(primary_key=True, editable=False)
    sign_in = models.CharField(max_length=64, unique=True)
    card = SealedField(kind=PROFILE, help_text="{name: as colleagues read it}")
    mail = SealedField(kind=SECRET)
    phone = SealedField(kind=SECRET, help_text="where an SMS reaches them; given by themselves")
    language = models.CharField(max_length=8, default="fr", choices=LANGUAGES)
    theme = models.CharField(max_length=8, default="", blank=True, choices=THEMES)
    own_work = models.BooleanField(default=False, help_text="the dashboard shows one's own situations only")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    last_login = None  # nobody notes when somebody last came

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()

    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        """How colleagues read it, for example «Judith L.»."""
        card = self.unseal("card")
        return str(card["name"]) if card else ""

    @property
    def must_change_password(self) -> bool:
        """Whether its password was dictated by somebody else, and is to be changed before anything else."""
        return bool((self.unseal("card") or {}).get("one_time"))

    @cached_property
    def held(self) -> tuple[Membership, ...]:
        """The confirmed roles this account holds, fetched once per request."""
        if not self.is_active:
            return ()
        return tuple(self.membership_set.filter(is_confirmed=True).select_related("organisation"))

    @property
    def waits_for_confirmation(self) -> bool:
        """Whether a role was given that nobody has confirmed yet."""
        return self.is_active and self.membership_set.filter(is_confirmed=False).exists()

    def organisations(self, role_keys: set[str] | None = None) -> set[uuid.UUID]:
        """Ids of the organisations in which it holds a role (one of ``role_keys`` where given)."""
        return {
            m.organisation_id for m in self.held if m.organisation_id and (role_keys is None or m.role in role_keys)
        }


class Membership(models.Model):
    """A role held across the network (no organisation) or within one organisation.

    A role that reads about persons opens nothing until a second person has confirmed it (law 10).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=24, choices=[(key, role.name) for key, role in ROLES.items()])
    is_confirmed = models.BooleanField(default=False)
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="role_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.role


class DutyQuerySet(models.QuerySet["DutyShift"]):
    def current(self, at: datetime) -> DutyQuerySet:
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class DutyShift(models.Model):
    """Who watches: rank 1 answers, rank 2 is second, rank 3 is the head of service."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    rank = models.PositiveSmallIntegerField(
        choices=[(1, _("d’astreinte")), (2, _("seconde")), (3, _("cheffe de service"))]
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start")
        ]
        indexes = [models.Index(fields=["ends_at"], name="duty_ends")]

    def __str__(self) -> str:
        return f"rank {self.rank}"


def is_user(anyone: Any) -> bool:
    """Whether ``anyone`` is a signed-in, active account."""
    return isinstance(anyone, User) and anyone.is_active
