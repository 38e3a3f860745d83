"""The journey to the door: planned, begun, postponed, watched, arrived. Source: DOMAIN.md §3 states 8 to 10, ARRIVE."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common.dataclass_json import from_json
from havre.countries.fr.policy import ARRIVAL_ALARM, ARRIVAL_ASK
from havre.people.models import Person
from havre.people.policies import require_agreement
from havre.people.profiles import Profile
from havre.placements import notices
from havre.placements.content import Costs, Leg, OfferTerms, Route, StayTerms, Times, read, write
from havre.placements.distance import reach
from havre.placements.events import TransferChanged
from havre.placements.models import Offer, Stay, Transfer
from havre.placements.operations.alarms import ARRIVAL, clear_for_arrival, raise_alarm
from havre.placements.operations.endings import TRAVELLING, end, journey_entry, stop_transfer
from havre.placements.operations.offers import accept_offer, open_offers, release_at_once, require_safe_still
from havre.placements.operations.overrides import let_go
from havre.placements.operations.places import find_place
from havre.placements.operations.stays import PLACE, begin, end_present
from havre.placements.owed import LABELS, of_offer
from havre.placements.policies import happened, override_for, require, require_adult, require_verb, why_not
from havre.placements.states import OFFER, TRANSFER
from havre.record import events, words
from havre.record.operations import NotAllowed, OnBehalf, Refusal, expect_version, operation, record, save
from havre.record.transitions import NotNow, move
from havre.vault.fields import fetch_keys

log = logging.getLogger("havre.placements")
ASK_AFTER = timedelta(minutes=ARRIVAL_ASK.value)
ALARM_AFTER = timedelta(minutes=ARRIVAL_ALARM.value)
LEG_GRACE = timedelta(minutes=15)

words.register(
    {
        "transfer_planned": _("Voyage prévu"),
        "arrival_asked": _("Arrivée attendue : le lieu d’accueil et l’astreinte sont interrogés"),
        "sheet_opened": _("Feuille de voyage ouverte : étape suivante seulement"),
        "handover_opened": _("Remise ouverte : où et avec quel mot"),
    }
)


class NotKept(Refusal):
    sentence = _(
        "La place n’est pas encore la sienne : le lieu confirme, elle est d’accord, puis le voyage se prépare."
    )


class OneJourney(Refusal):
    sentence = _("Un voyage est déjà prévu. Modifiez-le.")


class NoLeg(Refusal):
    sentence = _("Il manque au moins une étape : d’où, vers où, quand.")


class Backwards(Refusal):
    sentence = _("Les heures ne se suivent pas : chaque étape part après la précédente, l’arrivée vient en dernier.")


class PastJourney(Refusal):
    sentence = _("Cette arrivée est déjà passée. Choisissez une heure à venir, ou inscrivez l’arrivée.")


@dataclass(frozen=True)
class Plan:
    """A journey as the coordinator typed it. ``escort`` is an account, ``route.escort_name`` somebody without one."""

    route: Route
    expected_at: datetime
    escort: User | None = None
    checklist: list[str] = field(default_factory=list)
    costs: Costs = field(default_factory=Costs)

    @property
    def departs_at(self) -> datetime:
        return self.route.legs[0].at


def _require_sense(plan: Plan, at: datetime) -> None:
    if not plan.route.legs:
        raise NoLeg
    moments = [*(leg.at for leg in plan.route.legs), plan.expected_at]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise Backwards
    if plan.expected_at <= at:
        raise PastJourney


@operation
def plan_transfer(offer: Offer, *, plan: Plan, by: User | None, at: datetime) -> Transfer:
    """Prepare the journey to a place that is hers. The shelter reads when she is expected; the escort, on the days of
    the journey, the next leg. Raises ``NotKept``, ``NoAgreement``, ``TooNear``, ``Incompatible``, ``OneJourney``,
    ``NoLeg``, ``Backwards``, ``PastJourney``, ``NotAllowed``."""
    require(by, P.ARRANGE_PLACE, offer)
    if offer.state != "kept":
        raise NotKept
    require_agreement(offer.situation_id, "join")
    require_agreement(offer.situation_id, "place", offer_id=offer.pk)
    require_safe_still(offer, at)
    if Transfer.objects.of_person(offer.situation_id).filter(state__in=TRAVELLING).exists():
        raise OneJourney
    _require_sense(plan, at)
    transfer = Transfer(
        person=offer.situation_id, shelter=offer.shelter, place=offer.place, offer=offer.pk, escort=_escort_id(plan)
    )
    write(transfer, "times", Times(plan.departs_at, plan.expected_at, checklist=plan.checklist, costs=plan.costs))
    write(transfer, "route", plan.route)
    transfer.save(force_insert=True)
    record("transfer_planned", subject=offer.situation_id)
    _tell_journey(transfer, plan.escort)
    events.publish(TransferChanged(offer.situation_id, "planned"))
    return transfer


def _escort_id(plan: Plan) -> uuid.UUID | None:
    return plan.escort.pk if plan.escort else None


def _tell_journey(transfer: Transfer, escort: User | None) -> None:
    notices.tell_shelter(transfer.shelter, "transfer")
    if escort is not None:
        notices.tell([escort], "transfer")


@operation
def change_transfer(
    transfer: Transfer, *, plan: Plan, version: int | None = None, by: User | None, at: datetime
) -> None:
    """Another route, other times, another escort; the journey counts as planned again. Raises ``Backwards``,
    ``PastJourney``, ``NoLeg``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_verb(by, TRANSFER, transfer, "change")
    expect_version(transfer, version)
    _require_sense(plan, at)
    write(transfer, "times", Times(plan.departs_at, plan.expected_at, checklist=plan.checklist, costs=plan.costs))
    write(transfer, "route", plan.route)
    transfer.escort = _escort_id(plan)
    move(TRANSFER, transfer, "change", changed=["times", "route", "escort"])
    _tell_journey(transfer, plan.escort)
    events.publish(TransferChanged(transfer.situation_id, "planned"))


def _require_hand(by: User | None, transfer: Transfer, permission: P, at: datetime) -> None:
    """The coordinator of the case, the duty, the team of the house by ``permission``, or the escort of this very journey
    on its days."""
    if may(by, P.ARRANGE_PLACE, transfer) or (permission != P.ESCORT and may(by, permission, transfer)):
        return
    is_escort = by is not None and transfer.escort == by.pk and may(by, P.ESCORT, transfer)
    if not is_escort or not read(transfer, "times", Times).is_on(timezone.localtime(at).date()):
        raise why_not(by, transfer, (P.ARRANGE_PLACE,))


@operation
def depart(
    transfer: Transfer,
    *,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """She is on her way. By a coordinator, or the escort on the days of the journey. Raises ``NotNow``."""
    expect_version(transfer, version)
    _require_hand(by, transfer, P.ESCORT, at)
    times = read(transfer, "times", Times)
    times.departed_at = happened(at, on_behalf_of)
    write(transfer, "times", times)
    move(TRANSFER, transfer, "depart", changed=["times"])
    events.publish(TransferChanged(transfer.situation_id, "under_way"))


@operation
def postpone(
    transfer: Transfer,
    *,
    minutes: int,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """She will be later by ``minutes``: one act for the escort, the shelter or a coordinator. Legs still to come move
    with it; an alarm that is open stays open until somebody clears it. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(transfer, version)
    _require_hand(by, transfer, P.CONFIRM_ARRIVAL, at)
    if not 0 < minutes <= 7 * 24 * 60:
        raise ValueError("a journey is postponed by minutes, at most a week")
    delay = timedelta(minutes=minutes)
    times, route = read(transfer, "times", Times), read(transfer, "route", Route)
    times.expected_at = max(times.expected_at, at) + delay
    times.asked_at = None
    for leg in route.legs:
        if leg.at > at:
            leg.at += delay
    write(transfer, "times", times)
    write(transfer, "route", route)
    move(TRANSFER, transfer, "postpone", changed=["times", "route"])
    notices.tell([*notices.coordination(transfer.situation_id, at)], "arrival_postponed")
    notices.tell_shelter(transfer.shelter, "arrival_postponed")
    events.publish(TransferChanged(transfer.situation_id, "under_way"))


@operation
def cancel_transfer(
    transfer: Transfer, *, reason: str, version: int | None = None, by: User | None, at: datetime
) -> None:
    """Nobody travels; the place stays hers. Its alarms are answered by that. Raises ``NotNow``, ``Stale``."""
    require_verb(by, TRANSFER, transfer, "cancel")
    expect_version(transfer, version)
    person_id = transfer.situation_id
    stop_transfer(transfer, reason=reason, as_system=False)
    clear_for_arrival(person_id, reason=str(_("voyage annulé")), by=by, at=at)


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


# What is read of a journey


@dataclass(frozen=True)
class Sheet:
    """The next leg and what goes with it; ``meeting_point`` before the first, ``handover`` on the last."""

    leg: Leg
    number: int
    legs: int
    meeting_point: str = ""
    handover: str = ""
    code_word: str = ""
    escort: str = ""


def next_leg(legs: Sequence[Leg], at: datetime) -> int:
    """Index of the leg to take now: the first that leaves from now on, a train missed by 15 minutes included."""
    return next((index for index, leg in enumerate(legs) if leg.at + LEG_GRACE >= at), len(legs) - 1)


@operation
def open_sheet(transfer: Transfer, *, by: User | None, at: datetime) -> Sheet:
    """The travel sheet, opened on demand, never stored: the next leg only (law 2).

    For the coordinator of the case, the duty, and the escort on the days of the journey. Raises ``NotAllowed``.
    """
    if not may(by, P.ARRANGE_PLACE, transfer):
        _require_escort(by, transfer, at)
    if transfer.state not in TRAVELLING:
        raise NotNow
    route = read(transfer, "route", Route)
    index = next_leg(route.legs, at)
    record("sheet_opened", subject=transfer.situation_id, fields=["placements.transfer.route"])
    return Sheet(
        leg=route.legs[index], number=index + 1, legs=len(route.legs),
        meeting_point=route.meeting_point if index == 0 else "",
        handover=route.handover if index == len(route.legs) - 1 else "",
        code_word=route.code_word, escort=route.escort_name,
    )  # fmt: skip


def _require_escort(by: User | None, transfer: Transfer, at: datetime) -> None:
    own = by is not None and transfer.escort == by.pk and may(by, P.ESCORT, transfer)
    if not own or not read(transfer, "times", Times).is_on(timezone.localtime(at).date()):
        raise why_not(by, transfer, (P.ARRANGE_PLACE,))


@dataclass(frozen=True)
class Handover:
    """What the house needs to meet her: where, with which word, who comes along."""

    where: str
    code_word: str
    escort: str
    escort_phone: str


@operation
def open_handover(transfer: Transfer, *, by: User | None, at: datetime) -> Handover:
    """For the team that waits for her. Raises ``NotAllowed``, ``NotNow``."""
    if not may(by, P.CONFIRM_ARRIVAL, transfer) and not may(by, P.OPEN_PLACE, transfer):
        raise NotAllowed
    if transfer.state not in TRAVELLING:
        raise NotNow
    route = read(transfer, "route", Route)
    record("handover_opened", subject=transfer.situation_id, fields=["placements.transfer.route"])
    return Handover(route.handover, route.code_word, route.escort_name, route.escort_phone)


# Who has not arrived


def watch_arrivals(at: datetime) -> int:
    """Sweep: an arrival that nobody confirms is asked about at +15 minutes and raises an alarm at +60, until somebody
    clears it with a reason. One row that fails never hides another. Returns how many are late."""
    transfers = list(Transfer.objects.linked().filter(state__in=TRAVELLING))
    fetch_keys(transfers)
    late = [transfer for transfer in transfers if at >= read(transfer, "times", Times).expected_at + ASK_AFTER]
    for transfer in late:
        try:
            _chase(transfer, by=None, at=at)
        except Exception:
            log.exception("an arrival could not be asked about")
    return len(late)


@operation
def _chase(transfer: Transfer, *, by: User | None, at: datetime) -> None:
    times = read(transfer, "times", Times)
    if times.asked_at is None:
        times.asked_at = at
        write(transfer, "times", times)
        save(transfer, "times")
        record("arrival_asked", subject=transfer.situation_id, fields=["times"])
        notices.tell_shelter(transfer.shelter, "arrival_asked")
        notices.tell(notices.on_duty(at), "arrival_asked")
    if at >= max(times.expected_at, times.cleared_at or times.expected_at) + ALARM_AFTER:
        raise_alarm(
            transfer.situation_id, kind=ARRIVAL, transfer_id=transfer.pk, expected_at=times.expected_at, by=None, at=at
        )
