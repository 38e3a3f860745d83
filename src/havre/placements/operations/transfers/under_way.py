"""She is on her way, and may be later: by whoever has this journey in hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.placements import notices
from havre.placements.content import Route, Times, read, write
from havre.placements.events import TransferChanged
from havre.placements.models import Transfer
from havre.placements.policies import happened, why_not
from havre.placements.states import TRANSFER
from havre.record import events
from havre.record.operations import OnBehalf, Refusal, expect_version, operation
from havre.record.transitions import move

LONGEST_DELAY = timedelta(days=7)


class NotLater(Refusal):
    sentence = _("Cette heure n’est pas plus tard que celle qui est prévue. Choisissez-en une après.")


class OverAWeek(Refusal):
    sentence = _("C’est plus d’une semaine de retard. Modifiez le voyage, ou appelez l’astreinte.")


def require_hand(by: User | None, transfer: Transfer, permission: P, at: datetime) -> None:
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
    require_hand(by, transfer, P.ESCORT, at)
    times = read(transfer, "times", Times)
    times.departed_at = happened(at, on_behalf_of)
    write(transfer, "times", times)
    move(TRANSFER, transfer, "depart", changed=["times"])
    events.publish(TransferChanged(transfer.situation_id, "under_way"))


@operation
def postpone(
    transfer: Transfer,
    *,
    minutes: int | None = None,
    until: datetime | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """She will be later, by ``minutes`` or ``until`` a moment: one act for the escort, the shelter or a coordinator. Legs
    still to come move with it; an alarm that is open stays open until somebody clears it.

    Raises ``NotLater``, ``OverAWeek``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(transfer, version)
    require_hand(by, transfer, P.CONFIRM_ARRIVAL, at)
    times, route = read(transfer, "times", Times), read(transfer, "route", Route)
    delay = _delay(max(times.expected_at, at), minutes, until)
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


def _delay(expected: datetime, minutes: int | None, until: datetime | None) -> timedelta:
    if (minutes is None) == (until is None):
        raise ValueError("a journey is postponed by minutes or until a moment")
    delay = until - expected if until is not None else timedelta(minutes=minutes or 0)
    if delay <= timedelta(0):
        raise NotLater
    if delay > LONGEST_DELAY:
        raise OverAWeek
    return delay
