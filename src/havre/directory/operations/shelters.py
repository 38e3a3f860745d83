"""Partners, shelters and their places: written only when no person is touched (law 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import to_json
from havre.directory.models import Partner, Shelter
from havre.directory.profiles import Contacts, PartnerCard, ShelterProfile
from havre.record import words
from havre.record.operations import NotAllowed, expect_version, operation, record, save
from havre.vault import keys

words.register(
    {
        "partner_added": _("Partenaire inscrit"),
        "partner_changed": _("Partenaire modifié"),
        "shelter_added": _("Lieu d’accueil inscrit"),
        "shelter_changed": _("Lieu d’accueil modifié"),
    }
)


def _may_keep_directory(by: User | None) -> bool:
    return by is None or may(by, Permission.KEEP_DIRECTORY)


def _may_keep_places(by: User | None, shelter: Shelter) -> bool:
    return _may_keep_directory(by) or may(by, Permission.KEEP_PLACES, shelter)


@operation
def add_partner(
    organisation: Organisation, *, card: PartnerCard, contacts: Contacts, by: User | None, at: datetime
) -> Partner:
    if not _may_keep_directory(by):
        raise NotAllowed
    partner = Partner(id=keys.create_subject("locations"), organisation=organisation)
    partner.seal("card", to_json(card))
    partner.seal("contacts", to_json(contacts))
    partner.save(force_insert=True)
    record("partner_added", subject=partner.pk, thread=False)
    return partner


@operation
def add_shelter(
    organisation: Organisation,
    *,
    code: str,
    kind: str = "shelter",
    profile: ShelterProfile,
    contacts: Contacts,
    address: dict[str, Any],
    by: User | None,
    at: datetime,
) -> Shelter:
    """``address``: {lines, town, access}. Its places must already carry ids."""
    if not _may_keep_directory(by):
        raise NotAllowed
    shelter = Shelter(id=keys.create_subject("locations"), organisation=organisation, code=code, kind=kind)
    shelter.seal("profile", to_json(profile))
    shelter.seal("contacts", to_json(contacts))
    shelter.seal("address", address)
    shelter.save(force_insert=True)
    record("shelter_added", subject=shelter.pk, fields=["code", "kind"], thread=False)
    return shelter


@operation
def change_profile(
    shelter: Shelter, *, profile: ShelterProfile, version: int | None = None, by: User | None, at: datetime
) -> None:
    """Replace the working profile. Raises ``Stale``, ``NotAllowed``."""
    if not _may_keep_places(by, shelter):
        raise NotAllowed
    expect_version(shelter, version)
    shelter.seal("profile", to_json(profile))
    save(shelter, "profile")
    record("shelter_changed", subject=shelter.pk, fields=["profile"], thread=False)
