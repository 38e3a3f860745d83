"""All writes about a person: her situation, her profile, her agreements."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.adding import add
from havre.common.dataclass_json import to_json
from havre.people import duplicates, references
from havre.people.events import (
    AgreementGiven,
    AgreementStruck,
    AgreementWithdrawn,
    CoordinatorChanged,
    ProfileChanged,
    SituationOpened,
)
from havre.people.models import Agreement, AgreementState, Person
from havre.people.profiles import Profile
from havre.record import events, words
from havre.record.operations import (
    NotAllowed,
    OnBehalf,
    Refusal,
    current,
    expect_version,
    operation,
    record,
    save,
)
from havre.vault import index

words.register(
    {
        "situation_opened": _("Situation ouverte"),
        "profile_changed": _("Ce dont il faut tenir compte a changé"),
        "secret_changed": _("« %(section)s » modifié"),
        "agreement_given": _("Accord donné : %(what)s"),
        "agreement_withdrawn": _("Accord repris : %(what)s"),
        "agreement_struck": _("Accord inscrit par erreur, effacé : %(what)s"),
        "coordinator_changed": _("Situation confiée"),
    }
)

SECRETS = {
    "identity": _("Identité"),
    "contact": _("Joindre sans danger"),
    "narrative": _("Récit"),
    "health": _("Santé"),
}


class AlreadyWithdrawn(Refusal):
    sentence = _("Cet accord est déjà repris.")


@operation
def open_situation(*, profile: Profile, secrets: dict[str, Any] | None = None, by: User | None, at: datetime) -> Person:
    """A person enters the house under a pseudonym. ``secrets`` may hold identity, contact, narrative, health."""
    person = Person(
        id=index.new_subject("people", _searchable((secrets or {}).get("identity"))),
        pseudonym=references.pseudonym(),
    )
    person.seal("profile", to_json(profile))
    for name, value in (secrets or {}).items():
        if name not in SECRETS:
            raise ValueError(f"unknown secret {name!r}")
        person.seal(name, value or None)
    references.add(person, "reference", references.reference)
    record("situation_opened", subject=person.pk)
    events.publish(SituationOpened(person.pk))
    return person


def _searchable(identity: dict[str, Any] | None) -> index.Texts:
    """By what she is found: each word of her names, and what tells that somebody may be she."""
    if identity is None:
        return {}
    return {"person.name": duplicates.words_of(identity), duplicates.FIELD: duplicates.marks(identity)}


@operation
def change_profile(person: Person, *, profile: Profile, version: int | None = None, by: User, at: datetime) -> None:
    """Replace the working profile. Raises ``Stale``, ``NotAllowed``."""
    if not may(by, Permission.COORDINATE, person):
        raise NotAllowed
    expect_version(person, version)
    person.seal("profile", to_json(profile))
    save(person, "profile")
    record("profile_changed", subject=person.pk, fields=["profile"])
    events.publish(ProfileChanged(person.pk))


@operation
def change_secret(
    person: Person, *, name: str, value: dict[str, Any], version: int | None = None, by: User, at: datetime
) -> None:
    """Replace one sealed section. Raises ``Stale``, ``NotAllowed``."""
    if name not in SECRETS:
        raise ValueError(f"unknown secret {name!r}")
    if not may(by, Permission.OPEN_IDENTITY, person):
        raise NotAllowed
    expect_version(person, version)
    person.seal(name, value)
    save(person, name)
    if name == "identity":
        index.put(person.pk, _searchable(value))
    record("secret_changed", subject=person.pk, fields=[name], facts={"section": str(SECRETS[name])})


@operation
def give_agreement(
    person: Person,
    *,
    kind: str,
    how: str,
    language: str = "",
    relayed_by: str = "",
    purpose: str = "",
    recipient: str = "",
    offer_id: uuid.UUID | None = None,
    is_first: bool = False,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Agreement:
    """Write down that she agreed: how (``spoken``, ``written``), in which language, relayed by whom.

    The same words sent twice stand once; ``is_first``: her situation just opened, nothing was said before.
    """
    said = {
        "how": how, "language": language, "relayed_by": relayed_by, "purpose": purpose, "recipient": recipient,
        "offer": str(offer_id) if offer_id else None,
    }  # fmt: skip
    given = Agreement.objects.filter(person=person, kind=kind, state=AgreementState.GIVEN)
    for known in () if is_first else given:
        if known.unseal("terms").items() >= said.items():
            return known
    agreement = Agreement(person=person, kind=kind)
    given_at = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    agreement.seal("terms", {"at": given_at.isoformat(), "written_at": at.isoformat()} | said)
    add(agreement)
    record("agreement_given", subject=person.pk, fields=[kind], facts={"what": str(agreement.get_kind_display())})
    events.publish(AgreementGiven(person.pk, kind, offer_id))
    return agreement


@operation
def withdraw_agreement(
    agreement: Agreement,
    *,
    reason: str = "",
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """She takes an agreement back, with all that say the same in other words; what depends on it stops.

    Raises ``AlreadyWithdrawn``, ``Stale``.
    """
    if agreement.state != AgreementState.GIVEN:
        raise AlreadyWithdrawn
    terms = agreement.unseal("terms")
    others = Agreement.objects.filter(
        person_id=agreement.person_id, kind=agreement.kind, state=AgreementState.GIVEN
    ).exclude(pk=agreement.pk)
    same = [other for other in others if _about(other.unseal("terms")) == _about(terms)]
    for one in (agreement, *same):
        one.seal("terms", one.unseal("terms") | {"withdrawn_at": at.isoformat(), "reason": reason})
        one.state = AgreementState.WITHDRAWN
        save(one, "terms", "state")
    record(
        "agreement_withdrawn",
        subject=agreement.person_id,
        fields=[agreement.kind],
        facts={"what": str(agreement.get_kind_display())},
    )
    offer = terms.get("offer")
    events.publish(AgreementWithdrawn(agreement.person_id, agreement.kind, uuid.UUID(offer) if offer else None))


@operation
def strike_agreement(agreement: Agreement, *, by: User | None, at: datetime) -> None:
    """It was written down by mistake: she never said so, and takes nothing back. Refused by what was built on it.

    Raises ``AlreadyWithdrawn``, ``NotAllowed``, ``Stale``, and what the rooms that stand on agreements raise.
    """
    if by is not None and not may(by, Permission.COORDINATE, agreement.person):
        raise NotAllowed
    if agreement.state != AgreementState.GIVEN:
        raise AlreadyWithdrawn
    terms = agreement.unseal("terms")
    agreement.seal("terms", terms | {"withdrawn_at": at.isoformat(), "reason": ""})
    agreement.state = AgreementState.STRUCK
    save(agreement, "terms", "state")
    what = {"what": str(agreement.get_kind_display())}
    record("agreement_struck", subject=agreement.person_id, fields=[agreement.kind], facts=what)
    offer = terms.get("offer")
    events.publish(AgreementStruck(agreement.person_id, agreement.kind, uuid.UUID(offer) if offer else None))


def _about(terms: dict[str, Any]) -> tuple[Any, ...]:
    """What an agreement is about, however it was given."""
    return terms.get("offer"), terms.get("purpose"), terms.get("recipient")


@operation
def assign(person: Person, *, coordinator: User | None, by: User | None, at: datetime) -> None:
    """Give a situation to a coordinator, or to nobody."""
    if by is not None and not may(by, Permission.COORDINATE, person):
        raise NotAllowed
    person.coordinator = coordinator
    save(person, "coordinator")
    record("coordinator_changed", subject=person.pk, fields=["coordinator"])
    events.publish(CoordinatorChanged(person.pk, coordinator.pk if coordinator else None))


def archive(person_id: uuid.UUID, kind: str, entry: dict[str, Any]) -> None:
    """Keep what ended (``kind``: offers, interviews, transfers, stays, alarms, overrides) in her own sealed past.

    Inside a running operation; the row itself forgets its person and place.
    """
    current()
    person = Person.objects.select_for_update().get(pk=person_id)
    past = person.unseal("past") or {}
    past.setdefault(kind, []).append(entry)
    person.seal("past", past)
    Person.objects.filter(pk=person_id).update(past=person.past)
