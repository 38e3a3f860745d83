"""What both sides write to each other on the file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.record import events
from havre.record.operations import (
    OnBehalf,
    Refusal,
    operation,
    record,
)
from havre.referrals.events import (
    ReferralMessage,
)
from havre.referrals.models import Message, Referral
from havre.referrals.operations.common import may_speak_for_referrer, require, tell_other_side


class NothingWritten(Refusal):
    sentence = _("Le message est vide. Écrivez une phrase, ou revenez en arrière.")


@dataclass(frozen=True)
class Line:
    """One message, opened: ``by`` is an account's id, ``kind`` is ``message`` or ``information``."""

    text: str
    at: datetime
    by: uuid.UUID | None
    from_coordination: bool
    on_behalf_of: str
    kind: str


@operation
def send_message(
    referral: Referral, *, text: str, by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> Message:
    """Write to the other side; ``on_behalf_of`` enters what the referrer said. Raises ``NothingWritten``, ``NotAllowed``."""
    event = "message_to_referrer" if _from_coordination(by, on_behalf_of) else "message_from_referrer"
    return write_message(referral, text, "message", event, by=by, at=at, on_behalf_of=on_behalf_of)


@operation
def add_information(
    referral: Referral, *, text: str, by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> Message:
    """What the referrer learned since; it stands with the messages. Raises ``NothingWritten``, ``NotAllowed``."""
    return write_message(referral, text, "information", "information_added", by=by, at=at, on_behalf_of=on_behalf_of)


def _from_coordination(by: User, on_behalf_of: OnBehalf | None) -> bool:
    return on_behalf_of is None and may(by, Permission.COORDINATE)


def write_message(
    referral: Referral, text: str, kind: str, event: str, *, by: User, at: datetime, on_behalf_of: OnBehalf | None
) -> Message:
    require(may_speak_for_referrer(by, referral))
    if not text.strip():
        raise NothingWritten
    outgoing = _from_coordination(by, on_behalf_of)
    written_by_us = may(by, Permission.COORDINATE)
    message = Message(referral=referral, from_coordination=outgoing, unread=outgoing or not written_by_us)
    said_at = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    message.seal(
        "body",
        {
            "text": text.strip(), "at": said_at.isoformat(), "by": str(by.pk), "kind": kind,
            "on_behalf_of": on_behalf_of.who if on_behalf_of else "",
        },
    )  # fmt: skip
    message.save(force_insert=True)
    record(event, subject=referral.person_id, fields=["message"])
    events.publish(ReferralMessage(referral.person_id, outgoing))
    tell_other_side(referral, from_coordination=outgoing, by=by, at=at)
    return message


@operation
def read_messages(referral: Referral, *, by: User, at: datetime) -> list[Line]:
    """All messages of the file, the oldest first; those of the other side count as read. Each time on record.

    Raises ``NotAllowed``: the coordination reads them as the coordinator of the case or on duty.
    """
    as_referrer = may(by, Permission.REFER, referral)
    require(as_referrer or may(by, Permission.OPEN_IDENTITY, referral))
    messages = list(referral.messages.select_related("referral"))
    referral.messages.filter(from_coordination=as_referrer, unread=True).update(unread=False)
    record("messages_read", subject=referral.person_id, thread=False)
    return sorted((_line(message) for message in messages), key=lambda line: line.at)


def _line(message: Message) -> Line:
    body = message.unseal("body")
    return Line(
        text=body["text"],
        at=datetime.fromisoformat(body["at"]),
        by=uuid.UUID(body["by"]) if body["by"] else None,
        from_coordination=message.from_coordination,
        on_behalf_of=body["on_behalf_of"],
        kind=body["kind"],
    )
