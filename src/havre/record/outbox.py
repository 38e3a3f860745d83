"""Messages out: «something waits for you in Havre», and nothing else. Rows go once they are sent."""

from __future__ import annotations

import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from havre.accounts.models import User
from havre.common.adding import add
from havre.common.dataclass_json import from_json, to_json
from havre.record import gateways
from havre.record.guard import housekeeping
from havre.record.models import OutboxMessage
from havre.record.operations import current
from havre.vault.fields import fetch_keys
from havre.vault.gate import secrets_open
from havre.vault.keys import key_cache

log = logging.getLogger("havre.outbox")
Deliver = Callable[[str, str, str], None]
ROUND_SECONDS = 20.0
FAILURES_A_ROUND = 2
AT_ONCE = 1000
BACK_OFF, LONGEST_BACK_OFF = timedelta(seconds=30), timedelta(minutes=5)


@dataclass
class Waiting:
    """What is sealed of a message. ``means`` is empty where no gateway carries it: then it leaves nobody's house.

    ``mail`` and ``link`` are those of a professional without account, who gets the same sentence and her link.
    """

    kind: str
    means: str = ""
    tries: int = 0
    failing_since: datetime | None = None
    next_at: datetime | None = None
    mail: str = ""
    link: str = ""


def tell(recipient: User, kind: str) -> list[OutboxMessage]:
    """Queue a message of ``kind`` for an account, in the running operation: one by each means that reaches it.

    What already waits for the same account because its gateway fails says the same: it is not doubled.
    """
    current()
    reached_by = means_of(recipient)
    if not reached_by:
        return [_queue(recipient, Waiting(kind))]
    failing = {
        waiting.means: row
        for row, waiting in _read(OutboxMessage.objects.filter(recipient=recipient.pk))
        if waiting.failing_since
    }
    return [failing.get(means) or _queue(recipient, Waiting(kind, means)) for means in reached_by]


def tell_address(subject: uuid.UUID, mail: str, link: str) -> OutboxMessage:
    """Queue the sentence with a link of one's own for somebody without account, sealed under the key of ``subject``."""
    current()
    means = gateways.MAIL if gateways.MAIL in gateways.configured() else ""
    row = OutboxMessage(recipient=subject)
    row.seal("message", to_json(Waiting("link", means, mail=mail, link=link)))
    add(row)
    return row


def drop(subject: uuid.UUID) -> None:
    """Forget what waits for somebody whose key is about to go."""
    current()
    OutboxMessage.objects.filter(recipient=subject).delete()


def means_of(recipient: User) -> list[str]:
    """By which means an account is reached, inside an operation."""
    return [means for means in gateways.configured() if _address(recipient, means)]


def _queue(recipient: User, waiting: Waiting) -> OutboxMessage:
    row = OutboxMessage(recipient=recipient.pk)
    row.seal("message", to_json(waiting))
    add(row)
    return row


def _read(rows: Iterable[OutboxMessage]) -> list[tuple[OutboxMessage, Waiting]]:
    listed = list(rows)
    fetch_keys(listed)
    return [(row, from_json(Waiting, row.unseal("message"))) for row in listed]


def _address(user: User, means: str) -> str:
    return str(user.unseal("phone" if means == gateways.SMS else "mail") or "")


def failing() -> dict[str, datetime]:
    """Means → since when its gateway takes nothing; empty while all is well."""
    found: dict[str, datetime] = {}
    for _row, waiting in _read(OutboxMessage.objects.all()[:AT_ONCE]):
        if waiting.failing_since:
            since = found.setdefault(waiting.means, waiting.failing_since)
            found[waiting.means] = min(since, waiting.failing_since)
    return found


def still_waiting(ids: Iterable[str]) -> set[str]:
    """Of these messages, those that have not left."""
    return {str(pk) for pk in OutboxMessage.objects.filter(pk__in=set(ids)).values_list("pk", flat=True)}


def send_waiting(at: datetime, deliver: Deliver = gateways.deliver) -> int:
    """Deliver what waits, what was never tried first; what fails is tried again later and later, at least every five
    minutes. A round lasts twenty seconds at most, and a gateway that fails twice rests until the next one. Returns how
    many left the outbox."""
    end, failed, sent = time.monotonic() + ROUND_SECONDS, Counter[str](), 0
    with key_cache(), secrets_open():
        due = [
            one for one in _read(OutboxMessage.objects.all()[:AT_ONCE]) if not one[1].next_at or one[1].next_at <= at
        ]
        users = User.objects.filter(is_active=True).in_bulk([row.recipient for row, _waiting in due])
        for row, waiting in sorted(due, key=lambda one: one[1].tries):
            if time.monotonic() > end:
                break
            if failed[waiting.means] < FAILURES_A_ROUND:
                left = _send(users.get(row.recipient), waiting, deliver)
                _settle(row, waiting, left=left, at=at)
                failed[waiting.means] += not left
                sent += left
    return sent


def _send(user: User | None, waiting: Waiting, deliver: Deliver) -> bool:
    address = waiting.mail or (_address(user, waiting.means) if user else "")
    if not (waiting.means and address):
        return True
    said = gateways.sentence(user.language if user else settings.LANGUAGE_CODE)
    try:
        deliver(waiting.means, address, f"{said}\n{waiting.link}" if waiting.link else said)
    except OSError:
        log.warning("a message could not be delivered and waits")
        return False
    return True


def _settle(row: OutboxMessage, waiting: Waiting, *, left: bool, at: datetime) -> None:
    with housekeeping("outbox"):
        if left:
            row.delete()
            return
        waiting.failing_since = waiting.failing_since or at
        waiting.next_at = at + min(BACK_OFF * 2 ** min(waiting.tries, 8), LONGEST_BACK_OFF)
        waiting.tries += 1
        row.seal("message", to_json(waiting))
        row.save(update_fields=["message"])
