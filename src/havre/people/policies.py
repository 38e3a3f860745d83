"""May this be done now? Law 5: what offers, transfers or shares demands the agreement in force."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from havre.people.models import Agreement, AgreementState
from havre.record.operations import Refusal


class NoAgreement(Refusal):
    sentence = _("Son accord manque ou a été repris. Inscrivez-le d’abord ; rien n’a été envoyé.")


def agreement_in_force(person_id: uuid.UUID, kind: str, *, offer_id: uuid.UUID | None = None) -> Agreement | None:
    """The agreement of this kind that is given and not withdrawn; for ``place`` the one to that offer."""
    given = Agreement.objects.filter(person_id=person_id, kind=kind, state=AgreementState.GIVEN)
    for agreement in given:
        if offer_id is None or agreement.unseal("terms").get("offer") == str(offer_id):
            return agreement
    return None


def require_agreement(person_id: uuid.UUID, kind: str, *, offer_id: uuid.UUID | None = None) -> Agreement:
    """Raises ``NoAgreement``."""
    agreement = agreement_in_force(person_id, kind, offer_id=offer_id)
    if agreement is None:
        raise NoAgreement
    return agreement
