"""She is behind the door: confirmed by the shelter, or entered whatever was entered before."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.common.dataclass_json import from_json
from havre.people.models import Person
from havre.people.profiles import Profile
from havre.placements import notices
from havre.placements.content import OfferTerms, StayTerms, read, write
from havre.placements.distance import reach
from havre.placements.events import TransferChanged
from havre.placements.models import Offer, Stay, Transfer
from havre.placements.operations.alarms import clear_for_arrival
from havre.placements.operations.endings import TRAVELLING, end, journey_entry, stop_transfer
from havre.placements.operations.offers import accept_offer, open_offers, release_at_once
from havre.placements.operations.overrides import let_go
from havre.placements.operations.places import find_place
from havre.placements.operations.stays import PLACE, begin, end_present
from havre.placements.owed import LABELS, of_offer
from havre.placements.policies import happened, override_for, require, require_adult, require_verb
from havre.placements.states import OFFER, TRANSFER
from havre.record import events
from havre.record.operations import OnBehalf, expect_version, operation, record, save
from havre.record.transitions import NotNow


@operation
def confirm_arrival(
    transfer: Transfer,
    *,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Stay:
    """She is behind the door: the offer is fulfilled, the stay begins, the alarm is answered. By the shelter, or by a
    coordinator on its behalf. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_verb(by, TRANSFER, transfer, "arrive")
    expect_version(transfer, version)
    if transfer.shelter is None or transfer.place is None:
        raise NotNow
    person = Person.objects.get(pk=transfer.situation_id)
    shelter_id, place_id = transfer.shelter, transfer.place
    arrived_at = happened(at, on_behalf_of)
    offer = Offer.objects.filter(pk=transfer.offer).first() if transfer.offer else None
    owed = of_offer(offer, person.pk)
    end(
        TRANSFER, transfer, "arrive", kind="transfers", entry=journey_entry(transfer, arrived_at=arrived_at.isoformat())
    )
    events.publish(TransferChanged(person.pk, "arrived"))
    return _settle_in(
        person, offer, shelter_id=shelter_id, place_id=place_id, arrived_at=arrived_at, owed=owed, by=by, at=at
    )


def _settle_in(
    person: Person,
    offer: Offer | None,
    *,
    shelter_id: uuid.UUID,
    place_id: uuid.UUID,
    arrived_at: datetime,
    owed: list[str],
    by: User | None,
    at: datetime,
    planned_end: date | None = None,
) -> Stay:
    end_present(person.pk, by=by, at=at)
    reference, ticks = "", []
    if offer is not None:
        terms = read(offer, "terms", OfferTerms)
        reference, ticks = terms.reference, terms.ticks
        entry = {"offer": str(offer.pk), "reference": reference, "override": terms.override}
        end(OFFER, offer, "fulfil", kind="offers", entry=entry, as_system=True)
    for other in open_offers(person.pk):
        release_at_once(other, reason="not_needed")
    override = override_for(person.pk, place_id)
    stay = begin(
        person, shelter_id=shelter_id, place_id=place_id, kind=PLACE, began_at=arrived_at, at=at, reference=reference,
        planned_end=planned_end, override=str(override.pk) if override else None, owed=owed,
        ticks=ticks,
    )  # fmt: skip
    let_go(person.pk, beside=place_id)
    clear_for_arrival(person.pk, reason=str(_("arrivée confirmée")), by=by, at=at)
    notices.tell_coordination(person.pk, "arrival_confirmed", at)
    return stay


@operation
def record_arrival(
    person: Person,
    *,
    shelter_id: uuid.UUID,
    place_id: uuid.UUID,
    planned_end: date | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Stay:
    """She is there, whatever was entered before: by telephone, in the order the day brought. What misses is owed.

    A journey to that place is confirmed, any other one stops; an offer of that place is fulfilled, the others are
    released. Raises ``PlaceTaken``, ``NotAdult``, ``UnknownPlace``, ``NotAllowed``.
    """
    require(by, P.ARRANGE_PLACE, person)
    require_adult(from_json(Profile, person.unseal("profile")))
    _shelter, house, _place = find_place(shelter_id, place_id)
    for transfer in Transfer.objects.of_person(person.pk).filter(state__in=TRAVELLING):
        if transfer.place == place_id:
            return confirm_arrival(transfer, by=by, at=at, on_behalf_of=on_behalf_of)
        stop_transfer(transfer, reason="arrived_elsewhere")
    arrived_at = happened(at, on_behalf_of)
    offer = next((one for one in open_offers(person.pk) if one.place == place_id), None)
    missing = set(of_offer(offer, person.pk)) | {"transfer"}
    if not reach(person.pk, house.area).is_far_enough and override_for(person.pk, place_id) is None:
        missing.add("override")
    if offer is not None and offer.state == "asked":
        accept_offer(offer, by=by, at=at, on_behalf_of=on_behalf_of)
    return _settle_in(
        person, offer, shelter_id=shelter_id, place_id=place_id, arrived_at=arrived_at, planned_end=planned_end,
        owed=[code for code in LABELS if code in missing], by=by, at=at,
    )  # fmt: skip


@operation
def enter_owed(
    stay: Stay,
    *,
    code: str,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Write down that a step which the day skipped did happen, when and told by whom. Raises ``NotNow``."""
    require(by, P.ARRANGE_PLACE, stay)
    expect_version(stay, version)
    happened(at, on_behalf_of)
    terms = read(stay, "terms", StayTerms)
    if code not in terms.owed:
        raise NotNow
    terms.owed = [one for one in terms.owed if one != code]
    write(stay, "terms", terms)
    save(stay, "terms")
    record("owed_entered", subject=stay.situation_id, fields=["terms"], facts={"what": str(LABELS[code])})
