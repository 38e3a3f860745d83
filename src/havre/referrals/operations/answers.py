"""The coordination takes a referral up or answers it; the referrer changes it or takes it back."""

from __future__ import annotations

from datetime import datetime

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import to_json
from havre.people import operations as people
from havre.people.events import AgreementWithdrawn
from havre.people.models import Agreement, AgreementKind, AgreementState
from havre.people.policies import require_adult
from havre.record import clocks, events, outbox
from havre.record.operations import (
    OnBehalf,
    expect_version,
    operation,
    record,
    save,
)
from havre.record.transitions import NotNow, move
from havre.referrals import notices, presence
from havre.referrals.content import Tonight
from havre.referrals.events import (
    ReferralEnded,
    ReferralTakenUp,
)
from havre.referrals.models import Referral
from havre.referrals.operations.common import assign, may_speak_for_referrer, require, tell_other_side
from havre.referrals.operations.hearsay import pass_on
from havre.referrals.operations.messages import send_message
from havre.referrals.states import REFERRAL


@operation
def take_up(
    referral: Referral, *, coordinator: User | None = None, version: int | None = None, by: User, at: datetime
) -> None:
    """Give the situation a coordinator (``None``: whoever does it); the case is opened.

    Raises ``NotAnAdult``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    coordinator = coordinator or by
    require(may(coordinator, Permission.COORDINATE))
    expect_version(referral, version)
    require_adult(referral.person)
    move(REFERRAL, referral, "take_up")
    assign(referral, coordinator, by=by, at=at)
    clocks.stop(referral.person_id, notices.RECEIPT)
    events.publish(ReferralTakenUp(referral.person_id, coordinator.pk))
    if coordinator.pk != by.pk:
        outbox.tell(coordinator, "referral_taken_up")


@operation
def answer_referral(
    referral: Referral,
    *,
    kind: str,
    reason: str,
    instead: str = "",
    message: str = "",
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Answer the referrer. ``kind`` is one of ``content.ANSWERS``; ``instead`` says what was offered instead.

    Only ``message`` is for the referrer's eyes; everybody else outside reads «répondue» (P22).
    Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(referral, version)
    referral.seal("answer", {"kind": kind, "reason": reason, "instead": instead})
    move(REFERRAL, referral, "answer", changed=["answer"], facts={"kind": kind})
    clocks.stop(referral.person_id, *notices.WAITS, notices.RECEIPT)
    if message.strip():
        send_message(referral, text=message, by=by, at=at)
    events.publish(ReferralEnded(referral.person_id, "answered"))


@operation
def change_tonight(
    referral: Referral,
    *,
    tonight: Tonight,
    version: int | None = None,
    by: User,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Say anew who keeps her safe, and until when. Raises ``Stale``, ``NotAllowed``, ``NotNow``."""
    require(may_speak_for_referrer(by, referral))
    _require_open(referral)
    expect_version(referral, version)
    referral.seal("tonight", to_json(tonight))
    save(referral, "tonight")
    record("tonight_changed", subject=referral.person_id, fields=["tonight"])
    tell_other_side(referral, from_coordination=False, by=by, at=at)


def _require_open(referral: Referral) -> None:
    if REFERRAL.state(referral.state).final:
        raise NotNow


@operation
def withdraw_referral(
    referral: Referral, *, reason: str = "", by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> None:
    """The referrer, or the coordination, ends it; her agreements are not touched. Raises ``NotNow``, ``NotAllowed``."""
    _withdraw(referral, reason=reason)
    tell_other_side(referral, from_coordination=False, by=by, at=at)


def _withdraw(referral: Referral, *, reason: str, as_system: bool = False) -> None:
    referral.seal("answer", {"kind": "withdrawn", "reason": reason, "instead": ""})
    move(REFERRAL, referral, "withdraw", changed=["answer"], as_system=as_system)
    clocks.stop(referral.person_id, *notices.WAITS, notices.RECEIPT)
    events.publish(ReferralEnded(referral.person_id, "withdrawn"))


@operation
def relay_withdrawal(
    referral: Referral, *, reason: str = "", by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> int:
    """She no longer wants this: every agreement in force is taken back, and what depends on them stops (law 5).

    Once she lives in the network nothing is taken back by hearsay: it becomes a message, and her coordinator speaks
    with her within a day. Returns how many were taken back; before that the referral is withdrawn in any case.
    Raises ``NotAllowed``.
    """
    require(may_speak_for_referrer(by, referral))
    if presence.is_housed(referral.person_id):
        pass_on(referral, reason, by=by, at=at, on_behalf_of=on_behalf_of)
        return 0
    record("withdrawal_relayed", subject=referral.person_id)
    given = Agreement.objects.filter(person_id=referral.person_id, state=AgreementState.GIVEN)
    withdrawn = list(given)
    while agreement := given.first():  # one taken back takes those along that say the same
        people.withdraw_agreement(agreement, reason=reason, by=by, at=at, on_behalf_of=on_behalf_of)
    referral.refresh_from_db()
    if not REFERRAL.state(referral.state).final:
        _withdraw(referral, reason=reason, as_system=True)
    tell_other_side(referral, from_coordination=False, by=by, at=at)
    return len(withdrawn)


def stop_when_agreement_is_withdrawn(event: AgreementWithdrawn) -> None:
    """Nobody is referred against her will: the open referral ends with her agreement to it."""
    if event.kind != AgreementKind.REFER:
        return
    referral = Referral.objects.open().filter(person_id=event.person_id).first()
    if referral is not None:
        _withdraw(referral, reason="", as_system=True)
