"""Somebody says that she wants no more help, while she lives in the network: she is asked herself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.record import clocks, events
from havre.record.operations import OnBehalf, operation, record
from havre.record.transitions import NotNow
from havre.referrals import notices, presence
from havre.referrals.events import WithdrawalToCheck
from havre.referrals.models import Referral
from havre.referrals.operations.common import require
from havre.referrals.operations.messages import write_message


def pass_on(referral: Referral, reason: str, *, by: User, at: datetime, on_behalf_of: OnBehalf | None) -> None:
    """Inside a running operation: what was said is a message, and a clock runs until somebody has asked her."""
    said = reason.strip() or str(_("Elle ne voudrait plus d’aide."))
    write_message(referral, said, "message", "message_from_referrer", by=by, at=at, on_behalf_of=on_behalf_of)
    record("withdrawal_to_check", subject=referral.person_id)
    clocks.start(referral.person_id, presence.SPEAK, due_at=at + presence.SPEAK_WITHIN)
    notices.tell_coordination(referral.person, "withdrawal_to_check", at)
    events.publish(WithdrawalToCheck(referral.person_id))


@operation
def spoke_with_her(referral: Referral, *, by: User, at: datetime, on_behalf_of: OnBehalf | None = None) -> None:
    """Her coordinator, or the duty, spoke with her herself; what she takes back is written with her agreements.

    Raises ``NotNow``, ``NotAllowed``.
    """
    require(may(by, Permission.OPEN_IDENTITY, referral))
    if not clocks.running(referral.person_id).filter(code=presence.SPEAK).exists():
        raise NotNow
    clocks.stop(referral.person_id, presence.SPEAK)
    record("spoke_with_her", subject=referral.person_id)
    events.publish(WithdrawalToCheck(referral.person_id))
