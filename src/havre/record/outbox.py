"""Messages out: «something waits for you in Havre», and nothing else. Rows go once they are sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from havre.accounts.models import User
from havre.record.guard import housekeeping
from havre.record.models import OutboxMessage
from havre.record.operations import current
from havre.vault.gate import secrets_open
from havre.vault.keys import key_cache

log = logging.getLogger("havre.outbox")
Deliver = Callable[[str, str], None]


def tell(recipient: User, kind: str) -> OutboxMessage:
    """Queue a message of ``kind`` for an account, in the running operation."""
    current()
    message = OutboxMessage(recipient=recipient.pk)
    message.seal("message", {"kind": kind})
    message.save(force_insert=True)
    return message


def nowhere(mail: str, kind: str) -> None:
    """The demo's postman: nothing leaves."""


def send_waiting(at: datetime, deliver: Deliver = nowhere) -> int:
    """Deliver what waits; what fails waits for the next round. Returns how many were sent."""
    sent = 0
    with key_cache(), secrets_open():
        for message in OutboxMessage.objects.all()[:200]:
            user = User.objects.filter(pk=message.recipient, is_active=True).first()
            try:
                if user is not None:
                    deliver(str(user.unseal("mail")), str(message.unseal("message")["kind"]))
            except OSError:
                log.warning("a message could not be delivered and waits")
                continue
            with housekeeping("outbox"):
                message.delete()
            sent += 1
    return sent
