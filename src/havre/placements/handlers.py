"""What the rooms below tell this one, in the same transaction."""

from __future__ import annotations

from havre.assessments.events import DangerChanged
from havre.people.apart import apart_from
from havre.people.events import AgreementStruck, AgreementWithdrawn, ApartChanged
from havre.people.models import AgreementKind, Person
from havre.placements.content import StayTerms, read, write
from havre.placements.events import OfferAnswered, PlaceKept
from havre.placements.operations.alarms import warn_together
from havre.placements.operations.offers import flag_offers, release_for_withdrawal
from havre.placements.operations.rounds import end_round
from havre.placements.operations.stays import present_stays
from havre.placements.operations.undoing import refuse_where_built_on
from havre.record.events import OfSituation
from havre.record.operations import current, save

STOPS = {AgreementKind.REFER, AgreementKind.JOIN, AgreementKind.PLACE}


def on_agreement_withdrawn(event: AgreementWithdrawn) -> None:
    """Offers, interviews and journeys that stood on the agreement stop; a stay goes on (law 5)."""
    if event.kind in STOPS:
        only = event.offer_id if event.kind == AgreementKind.PLACE else None
        release_for_withdrawal(event.person_id, offer_id=only, by=current().by, at=current().at)
    if event.kind in STOPS - {AgreementKind.PLACE}:
        end_round(event.person_id, why="withdrawn")


def on_agreement_struck(event: AgreementStruck) -> None:
    """What stands on an agreement is not pulled away by a mistake: she would have to take it back (law 5)."""
    refuse_where_built_on(event.person_id, event.kind, event.offer_id)


def on_offer_answered(event: OfferAnswered) -> None:
    """A house said yes, by whatever way: nobody else needs to be called."""
    if event.answer == "accepted":
        end_round(event.person_id, why="placed")
        on_house_chosen(event)


def on_placed(event: PlaceKept) -> None:
    end_round(event.person_id, why="placed")


def on_apart_changed(event: ApartChanged) -> None:
    """Where she lives now keeps away whom she must not meet."""
    ids = apart_from(Person.objects.get(pk=event.person_id))
    for stay in present_stays(event.person_id):
        terms = read(stay, "terms", StayTerms)
        terms.conflicts = ids
        write(stay, "terms", terms)
        save(stay, "terms")
    on_house_chosen(event)


def on_house_chosen(event: OfSituation) -> None:
    """She is asked for, held, or lives somewhere: somebody whom she must not meet may be there."""
    warn_together(event.person_id, by=None, at=current().at)


def on_danger_changed(event: DangerChanged) -> None:
    flag_offers(event.person_id, by=current().by, at=current().at)
