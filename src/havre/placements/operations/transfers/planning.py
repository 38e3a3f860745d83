"""A journey is planned, planned anew, or given up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.people.policies import require_agreement
from havre.placements import notices
from havre.placements.content import Costs, Route, Times, write
from havre.placements.events import TransferChanged
from havre.placements.models import Offer, Transfer
from havre.placements.operations.alarms import clear_for_arrival
from havre.placements.operations.endings import TRAVELLING, stop_transfer
from havre.placements.operations.offers import require_safe_still
from havre.placements.policies import require, require_verb
from havre.placements.states import TRANSFER
from havre.record import events, words
from havre.record.operations import Refusal, expect_version, operation, record
from havre.record.transitions import move

words.register({"transfer_planned": _("Voyage prévu")})


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
