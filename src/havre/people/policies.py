"""May this be done now? Law 5: what offers, transfers or shares demands the agreement in force."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from havre.common.dataclass_json import from_json
from havre.people.models import Agreement, AgreementKind, AgreementState, Person
from havre.people.profiles import Profile
from havre.record.operations import NotAllowed, Refusal


class NoAgreement(Refusal):
    sentence = _("Son accord manque ou a été repris. Inscrivez-le d’abord ; rien n’a été envoyé.")


class NotYourCase(NotAllowed):
    """Law 2: what touches her place is for the coordinator of the case, the duty and the team of that house. Its
    sentence says who that coordinator is, and the way out."""

    def __init__(self, person: Person) -> None:
        self.person_id = person.pk
        coordinator = person.coordinator
        if coordinator is None or not coordinator.is_active:
            super().__init__(_("Personne ne suit ce dossier. Reprenez-le, ou appelez l’astreinte."))
        else:
            said = _("%(who)s suit ce dossier. Reprenez-le, ou appelez l’astreinte.")
            super().__init__(said % {"who": coordinator.name})


def agreement_in_force(person_id: uuid.UUID, kind: str, *, offer_id: uuid.UUID | None = None) -> Agreement | None:
    """The agreement of this kind that is given and not withdrawn; for ``place`` the one to that offer."""
    given = Agreement.objects.filter(person_id=person_id, kind=kind, state=AgreementState.GIVEN)
    for agreement in given:
        if offer_id is None or agreement.unseal("terms").get("offer") == str(offer_id):
            return agreement
    return None


def require_agreement(person_id: uuid.UUID, kind: str, *, offer_id: uuid.UUID | None = None) -> Agreement:
    """The agreement in force; none stands alone once she took back being referred at all. Raises ``NoAgreement``."""
    agreement = agreement_in_force(person_id, kind, offer_id=offer_id)
    if agreement is None or took_back_referral(person_id):
        raise NoAgreement
    return agreement


def took_back_referral(person_id: uuid.UUID) -> bool:
    """Whether she agreed to be referred, no longer does, and has not said yes again."""
    said = Agreement.objects.filter(person_id=person_id, kind=AgreementKind.REFER)
    states = set(said.values_list("state", flat=True))
    return AgreementState.WITHDRAWN in states and AgreementState.GIVEN not in states


class NotAnAdult(Refusal):
    """R1, R34: minors, and those whose age is in doubt, are not housed by the network."""

    sentence = _(
        "Le réseau n’héberge pas de personne mineure, ni de personne dont l’âge est en doute. "
        "Confiez-la à la protection de l’enfance ; si elle est majeure, corrigez d’abord son âge."
    )


def is_for_child_protection(profile: Profile) -> bool:
    """Whether the person protected is a minor, or presumed one because her age is in doubt (R1, R34)."""
    return profile.is_minor or profile.age_in_doubt


def require_adult(person: Person) -> None:
    """What prepares a place in the network begins with this. Raises ``NotAnAdult``."""
    if is_for_child_protection(from_json(Profile, person.unseal("profile"))):
        raise NotAnAdult
