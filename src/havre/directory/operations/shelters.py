"""Partners and shelters: written only when no person is touched (law 2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, OrganisationKind, User
from havre.common.dataclass_json import to_json
from havre.directory.models import Partner, Shelter, ShelterKind
from havre.directory.news import waiting, with_news
from havre.directory.operations.accounts import open_organisation
from havre.directory.operations.partnerships import follow_agreement, open_partnership
from havre.directory.policies import may_keep_directory, may_keep_places
from havre.directory.profiles import Agreement, Contacts, PartnerCard, Pause, ShelterProfile
from havre.record import words
from havre.record.operations import NotAllowed, OnBehalf, Refusal, expect_version, operation, record, said_at, save
from havre.vault import keys

words.register(
    {
        "partner_added": _("Partenaire inscrit"),
        "partner_changed": _("Partenaire modifié"),
        "shelter_added": _("Lieu d’accueil inscrit"),
        "shelter_changed": _("Lieu d’accueil modifié"),
        "shelter_paused": _("Lieu d’accueil en pause"),
        "shelter_resumed": _("Fin de la pause d’un lieu d’accueil"),
        "contacts_changed": _("Noms et numéros modifiés"),
        "address_changed": _("Adresse modifiée"),
        "partnership_agreed": _("Convention inscrite"),
    }
)


class CodeTaken(Refusal):
    sentence = _("Ce code est déjà pris. Choisissez-en un autre ; le reste est gardé.")


class ReasonMissing(Refusal):
    sentence = _("Dites pourquoi, en quelques mots. Le reste est gardé.")


class DaysReversed(Refusal):
    sentence = _("La fin vient avant le début. Corrigez l’un des deux jours ; le reste est gardé.")


class NotPaused(Refusal):
    sentence = _("Ce lieu n’est pas en pause.")


@operation
def add_partner(
    organisation: Organisation, *, card: PartnerCard, contacts: Contacts, by: User | None, at: datetime
) -> Partner:
    """Write down a partner of an organisation that exists. Raises ``NotAllowed``."""
    if not may_keep_directory(by):
        raise NotAllowed
    partner = Partner(id=keys.create_subject("locations"), organisation=organisation)
    partner.seal("card", to_json(card))
    partner.seal("contacts", to_json(contacts))
    partner.save(force_insert=True)
    record("partner_added", subject=partner.pk, thread=False)
    open_partnership(organisation, card.agreement)
    return partner


@operation
def enlist_partner(
    *, code: str, kind: str, card: PartnerCard, contacts: Contacts, by: User | None, at: datetime
) -> Partner:
    """A new organisation of the network with its card. Raises ``CodeTaken``, ``NotAllowed``."""
    if not may_keep_directory(by):
        raise NotAllowed
    _refuse_taken(code)
    organisation = open_organisation(code=code, kind=kind, by=by, at=at)
    return add_partner(organisation, card=card, contacts=contacts, by=by, at=at)


@operation
def change_partner(
    partner: Partner, *, card: PartnerCard, version: int | None = None, by: User | None, at: datetime
) -> None:
    """Replace the card. Raises ``Stale``, ``NotAllowed``."""
    if not may_keep_directory(by):
        raise NotAllowed
    expect_version(partner, version)
    partner.seal("card", to_json(card))
    save(partner, "card")
    record("partner_changed", subject=partner.pk, fields=["card"], thread=False)


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
    if not may_keep_directory(by):
        raise NotAllowed
    shelter = Shelter(id=keys.create_subject("locations"), organisation=organisation, code=code, kind=kind)
    shelter.seal("profile", to_json(profile))
    shelter.seal("contacts", to_json(contacts))
    shelter.seal("address", address)
    shelter.save(force_insert=True)
    record("shelter_added", subject=shelter.pk, fields=["code", "kind"], thread=False)
    if kind == ShelterKind.SHELTER:
        open_partnership(organisation, profile.agreement)
    return shelter


@operation
def enlist_shelter(
    *,
    code: str,
    kind: str,
    profile: ShelterProfile,
    contacts: Contacts,
    address: dict[str, Any],
    by: User | None,
    at: datetime,
) -> Shelter:
    """A new house with an organisation of its own; a relay apartment is the coordination's.

    Raises ``CodeTaken``, ``NotAllowed``.
    """
    if not may_keep_directory(by):
        raise NotAllowed
    _refuse_taken(code)
    of = OrganisationKind.COORDINATION if kind == ShelterKind.RELAY else OrganisationKind.SHELTER
    organisation = open_organisation(code=code, kind=of, by=by, at=at)
    return add_shelter(
        organisation, code=code, kind=kind, profile=profile, contacts=contacts, address=address, by=by, at=at
    )


def _refuse_taken(code: str) -> None:
    if Organisation.objects.filter(code=code).exists() or Shelter.objects.filter(code=code).exists():
        raise CodeTaken


@operation
def change_profile(
    shelter: Shelter,
    *,
    profile: ShelterProfile,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Replace the working profile. Raises ``Stale``, ``NotAllowed``."""
    if not may_keep_places(by, shelter):
        raise NotAllowed
    expect_version(shelter, version)
    keep_profile(shelter, profile, "shelter_changed")


def keep_profile(shelter: Shelter, profile: ShelterProfile, event: str) -> None:
    """Write the profile inside the running operation. What changes nothing is neither written nor put on record."""
    if to_json(profile) == shelter.unseal("profile"):
        return
    shelter.seal("profile", to_json(profile))
    save(shelter, "profile")
    record(event, subject=shelter.pk, fields=["profile"], thread=False)


@operation
def pause_shelter(
    shelter: Shelter,
    *,
    since: date,
    until: date | None = None,
    reason: str,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """The house is asked nothing from ``since`` to ``until`` (its last day; ``None``: until somebody ends it).

    Raises ``ReasonMissing``, ``DaysReversed``, ``Stale``, ``NotAllowed``.
    """
    if not may_keep_places(by, shelter):
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing
    if until is not None and until < since:
        raise DaysReversed
    expect_version(shelter, version)
    profile = shelter.read_profile()
    profile.pause = Pause(since=since, until=until, reason=reason.strip())
    profile.pause_said_at = said_at(at, on_behalf_of)
    keep_profile(shelter, profile, "shelter_paused")


@operation
def resume_shelter(
    shelter: Shelter,
    *,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """The pause ends, or is taken back before it began: also one that was only said in a call round.

    Raises ``NotPaused``, ``Stale``, ``NotAllowed``.
    """
    if not may_keep_places(by, shelter):
        raise NotAllowed
    expect_version(shelter, version)
    profile = shelter.read_profile()
    if with_news(profile, waiting().get(shelter.pk, [])).pause is None:
        raise NotPaused
    profile.pause, profile.pause_said_at = None, said_at(at, on_behalf_of)
    keep_profile(shelter, profile, "shelter_resumed")


@operation
def agree_partnership(
    row: Shelter | Partner, *, agreement: Agreement, version: int | None = None, by: User | None, at: datetime
) -> None:
    """The agreement with the network: its days and how many people a year it expects to take in. A candidate has come
    that far with it.

    Raises ``DaysReversed``, ``PartnershipOver``, ``Stale``, ``NotAllowed``.
    """
    if not may_keep_directory(by):
        raise NotAllowed
    if agreement.since and agreement.until and agreement.until < agreement.since:
        raise DaysReversed
    expect_version(row, version)
    column = "profile" if isinstance(row, Shelter) else "card"
    described = row.read_profile() if isinstance(row, Shelter) else row.read_card()
    described.agreement = agreement
    row.seal(column, to_json(described))
    save(row, column)
    record("partnership_agreed", subject=row.pk, fields=[column], thread=False)
    follow_agreement(row, agreement)


@operation
def change_contacts(
    row: Shelter | Partner,
    *,
    contacts: Contacts,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Replace the name and the numbers that are called back (P21). A house keeps its own.

    Raises ``Stale``, ``NotAllowed``.
    """
    allowed = may_keep_places(by, row) if isinstance(row, Shelter) else may_keep_directory(by)
    if not allowed:
        raise NotAllowed
    expect_version(row, version)
    row.seal("contacts", to_json(contacts))
    save(row, "contacts")
    record("contacts_changed", subject=row.pk, fields=["contacts"], thread=False)


@operation
def change_address(
    shelter: Shelter, *, address: dict[str, Any], version: int | None = None, by: User | None, at: datetime
) -> None:
    """Replace where the house stands: {lines, town, access}. Writing it opens nothing. Raises ``Stale``, ``NotAllowed``."""
    if not may_keep_directory(by):
        raise NotAllowed
    expect_version(shelter, version)
    shelter.seal("address", address)
    save(shelter, "address")
    record("address_changed", subject=shelter.pk, fields=["address"], thread=False)
