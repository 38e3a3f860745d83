"""What the rooms below tell this one, in the same transaction."""

from __future__ import annotations

from havre.assessments.events import DangerChanged
from havre.people.events import AgreementWithdrawn
from havre.people.models import AgreementKind
from havre.placements.operations.offers import flag_offers, release_for_withdrawal
from havre.record.operations import current

STOPS = {AgreementKind.REFER, AgreementKind.JOIN, AgreementKind.PLACE}


def on_agreement_withdrawn(event: AgreementWithdrawn) -> None:
    """Offers, interviews and journeys that stood on the agreement stop; a stay goes on (law 5)."""
    if event.kind in STOPS:
        only = event.offer_id if event.kind == AgreementKind.PLACE else None
        release_for_withdrawal(event.person_id, offer_id=only, by=current().by, at=current().at)


def on_danger_changed(event: DangerChanged) -> None:
    flag_offers(event.person_id, by=current().by, at=current().at)
