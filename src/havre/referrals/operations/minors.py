"""Minors and ages in doubt are handed over to a named person of child protection (R1, R34)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import to_json
from havre.people.policies import require_adult
from havre.record import clocks, events
from havre.record.operations import (
    OnBehalf,
    Refusal,
    current,
    expect_version,
    operation,
    record,
    save,
)
from havre.record.transitions import move
from havre.referrals import notices
from havre.referrals.content import Recipient
from havre.referrals.events import (
    ReferralEnded,
    ReferralReopened,
)
from havre.referrals.models import HandOver, Referral
from havre.referrals.operations.common import assign, require, start_waiting
from havre.referrals.states import REFERRAL

RECEIPT_HOURS = 48  # R34


class NoRecipient(Refusal):
    sentence = _("Nommez le service et la personne qui reçoit : une situation se confie à quelqu’un, par son nom.")


class AlreadyReceived(Refusal):
    sentence = _("La réception est déjà inscrite.")


@operation
def hand_over(
    referral: Referral,
    *,
    recipient: Recipient,
    version: int | None = None,
    by: User,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> HandOver:
    """Hand the situation to a named person of child protection; the receipt is expected within 48 hours.

    Whoever hands it over without a coordinator in place keeps it, to chase the receipt.
    Raises ``NoRecipient``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(referral, version)
    hand_over = write_hand_over(referral, recipient, at=at)
    if referral.person.coordinator_id is None:
        assign(referral, by, by=by, at=at)
    return hand_over


def write_hand_over(referral: Referral, recipient: Recipient, *, at: datetime, as_system: bool = False) -> HandOver:
    """The hand-over inside another operation; ``as_system`` where nobody decides it, the age does."""
    if not (recipient.service.strip() and recipient.name.strip()):
        raise NoRecipient
    move(REFERRAL, referral, "hand_over", as_system=as_system)
    told = current().on_behalf_of
    handed_at = told.happened_at if told and told.happened_at else at
    found = HandOver.objects.select_related("referral").filter(referral=referral).first()
    row = found or HandOver(referral=referral)
    details: dict[str, Any] = to_json(recipient) | {"handed_at": handed_at.isoformat()}
    if found is not None:
        details["earlier"] = found.unseal("details")
    row.is_received = False
    row.seal("details", details)
    if found is None:
        row.save(force_insert=True)
    else:
        save(row, "details", "is_received")
    clocks.stop(referral.person_id, *notices.WAITS)
    clocks.start(referral.person_id, notices.RECEIPT, due_at=handed_at + timedelta(hours=RECEIPT_HOURS))
    events.publish(ReferralEnded(referral.person_id, "handed_over"))
    return row


@operation
def receive_hand_over(
    hand_over: HandOver, *, received_by: str, by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> None:
    """Child protection confirms: who received it, and when. Raises ``AlreadyReceived``, ``NotAllowed``, ``Stale``."""
    referral = hand_over.referral
    require(may(by, Permission.COORDINATE, referral))
    if hand_over.is_received:
        raise AlreadyReceived
    received_at = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    details = hand_over.unseal("details")
    hand_over.seal("details", details | {"received_at": received_at.isoformat(), "received_by": received_by})
    hand_over.is_received = True
    save(hand_over, "details", "is_received")
    clocks.stop(referral.person_id, notices.RECEIPT)
    record("hand_over_received", subject=referral.person_id, fields=["hand_over"])


@operation
def reopen_as_adult(referral: Referral, *, by: User, at: datetime) -> None:
    """She turned 18, or her age is no longer in doubt: the wait begins now.

    Raises ``NotAnAdult`` as long as her profile says otherwise, ``NotNow``, ``NotAllowed``.
    """
    require_adult(referral.person)
    move(REFERRAL, referral, "reopen")
    assign(referral, referral.person.coordinator or by, by=by, at=at)
    clocks.stop(referral.person_id, notices.RECEIPT)
    start_waiting(referral.person_id, at)
    events.publish(ReferralReopened(referral.person_id))
