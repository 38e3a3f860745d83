"""What the rooms below tell this one, in the same transaction."""

from __future__ import annotations

from havre.assessments.events import DangerChanged
from havre.people.events import AgreementWithdrawn
from havre.people.models import AgreementKind
from havre.placements.events import OfferAnswered, PlaceKept
from havre.placements.operations.offers import flag_offers, release_for_withdrawal
from havre.placements.operations.rounds import end_round
from havre.record.operations import current

STOPS = {AgreementKind.REFER, AgreementKind.JOIN, AgreementKind.PLACE}


def on_agreement_withdrawn(event: AgreementWithdrawn) -> None:
    """Offers, interviews and journeys that stood on the agreement stop; a stay goes on (law 5)."""
    if event.kind in STOPS:
        only = event.offer_id if event.kind == AgreementKind.PLACE else None
        release_for_withdrawal(event.person_id, offer_id=only, by=current().by, at=current().at)
    if event.kind in STOPS - {AgreementKind.PLACE}:
        end_round(event.person_id, why="withdrawn")


def on_offer_answered(event: OfferAnswered) -> None:
    """A house said yes, by whatever way: nobody else needs to be called."""
    if event.answer == "accepted":
        end_round(event.person_id, why="placed")


def on_placed(event: PlaceKept) -> None:
    end_round(event.person_id, why="placed")


def on_danger_changed(event: DangerChanged) -> None:
    flag_offers(event.person_id, by=current().by, at=current().at)
