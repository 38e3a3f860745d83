"""The cast, met once: who coordinates, who shelters, who reports, and who must see nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from havre.accounts.models import Organisation, User
from havre.directory.models import Shelter
from havre.directory.operations import accounts
from havre.directory.operations.shelters import add_shelter
from havre.directory.profiles import Accepts, Agreement, Contact, Contacts, Place, ShelterProfile

AT = datetime(2026, 3, 17, 9, 14, tzinfo=UTC)  # a Tuesday, 10 h 14 in Paris
PASSWORD = "un-long-mot-de-passe"


@dataclass
class Cast:
    """Nora coordinates, Judith is on duty, Inès heads; Anne refers; Claire and Karim shelter in S058; Yves escorts."""

    head: User
    nora: User
    judith: User
    marc: User
    lawyer: User
    officer: User
    administrator: User
    project: User
    anne: User
    other_referrer: User
    claire: User
    karim: User
    other_manager: User
    escort: User
    hospital: Organisation
    s058: Shelter
    s017: Shelter
    s002: Shelter
    relay: Shelter


def account(name: str, role: str | None, organisation: Organisation | None = None, *, at: datetime = AT) -> User:
    mail = f"{name.split()[0].lower()}-{uuid.uuid4().hex[:6]}@example.org"
    user = accounts.open_account(mail=mail, name=name, password=PASSWORD, by=None, at=at)
    if role:
        accounts.grant_role(user, role=role, organisation=organisation, by=None, at=at)
    return user


def shelter(
    code: str, area: str, *, kind: str = "shelter", size: int = 2, at: datetime = AT, **changes: object
) -> Shelter:
    """A shelter with one place that is free and confirmed yesterday; ``changes`` go into its profile."""
    organisation = accounts.open_organisation(code=code, kind="Shelter", by=None, at=at)
    profile = ShelterProfile(
        area=area,
        accepts=Accepts(genders=["Feminine", "TransgenderFeminine"], children=True, pregnant=True),
        languages=["fr", "en", "pcm"],
        services=["psychology", "childcare"],
        night_staff=True,
        agreement=Agreement(since=date(2020, 1, 1), yearly_target=2),
        places=[
            Place(id=str(uuid.uuid4()), label="1", size=size, kind="flat", free_from=at.date(),
                  confirmed_on=at.date() - timedelta(days=1), confirmed_by="par téléphone")
        ],
    )  # fmt: skip
    for name, value in changes.items():
        setattr(profile, name, value)
    return add_shelter(
        organisation, code=code, kind=kind, profile=profile,
        contacts=Contacts(name=f"Maison {code}", phone="0500000000", people=[Contact("Claire M.", "responsable")]),
        address={"lines": "1 rue du Port", "town": "Portville", "access": ""}, by=None, at=at,
    )  # fmt: skip


def make_cast(at: datetime = AT) -> Cast:
    hospital = accounts.open_organisation(code="R012", kind="HealthServiceOrganisation", by=None, at=at)
    police = accounts.open_organisation(code="R013", kind="LawEnforcement", by=None, at=at)
    s058, s017 = shelter("S058", "FR-50", at=at), shelter("S017", "FR-29", at=at)
    s002 = shelter("S002", "FR-13", at=at)
    relay = shelter("RA", "FR-83", kind="relay", at=at)
    judith = account("Judith L.", "coordinator", at=at)
    head = account("Inès R.", "head", at=at)
    night = {"starts_at": at - timedelta(days=3), "ends_at": at + timedelta(days=4)}
    accounts.set_duty(judith, rank=1, by=None, at=at, **night)
    return Cast(
        head=head, judith=judith, nora=account("Nora B.", "coordinator", at=at), marc=account("Marc T.", "coordinator", at=at),
        lawyer=account("Paul D.", "lawyer", at=at), officer=account("Lucie V.", "officer", at=at),
        administrator=account("Théo G.", "administrator", at=at), project=account("Salomé P.", "project_officer", at=at),
        anne=account("Anne F.", "referrer", hospital, at=at), other_referrer=account("Rémi C.", "referrer", police, at=at),
        claire=account("Claire M.", "shelter_manager", s058.organisation, at=at),
        karim=account("Karim S.", "shelter_worker", s058.organisation, at=at),
        other_manager=account("Odile N.", "shelter_manager", s017.organisation, at=at),
        escort=account("Yves A.", "escort", at=at),
        hospital=hospital, s058=s058, s017=s017, s002=s002, relay=relay,
    )  # fmt: skip
