"""Whoever holds a personal link: a participant without account, or the employer who approves."""

from __future__ import annotations

import uuid
from datetime import datetime

from havre.accounts.models import User
from havre.common import tokens
from havre.common.dataclass_json import to_json
from havre.record.operations import operation, record, save
from havre.record.transitions import NotNow, move
from havre.training.models import PersonalLink, Registration
from havre.training.operations.common import AddressOf, put_on_record, reach_of, require_keeper, tell
from havre.training.operations.registering import (
    NoPlaceToWrite,
    RegisteredAlready,
    answer_for_employer,
    ask_employer,
    cancel_row,
    next_in_order,
    save_links,
    take_seat,
)
from havre.training.operations.tokens import ends_at, make_link, require_open
from havre.training.states import COMING, PENDING, REGISTRATION


def find(link_id: uuid.UUID, at: datetime) -> PersonalLink | None:
    """The link of a session of the browser, as long as it is open."""
    rows = PersonalLink.objects.filter(pk=link_id, expires_at__gt=at)
    return rows.select_related("registration__session__programme").first()


def open_link(token: str, *, by: User | None, at: datetime) -> PersonalLink | None:
    """The link of a token, on record; ``None`` where there is none or its time is past: that writes nothing."""
    row = (
        PersonalLink.objects.filter(token=tokens.hashed(token), expires_at__gt=at)
        .select_related("registration")
        .first()
    )
    if row is not None:
        _note_opened(row, by=by, at=at)
    return row


@operation
def _note_opened(row: PersonalLink, *, by: User | None, at: datetime) -> None:
    record("training_link_opened", subject=row.registration.session_id, thread=False)


@operation
def cancel_by_link(link: PersonalLink, *, by: User | None, at: datetime) -> int:
    """How many came in from the waiting list. Raises ``LinkOver``, ``NotNow``."""
    require_open(link, PersonalLink.OWN, at)
    return cancel_row(link.registration, as_system=True)


@operation
def confirm_by_link(link: PersonalLink, *, address_of: AddressOf, by: User | None, at: datetime) -> None:
    """Whoever registered by the public page holds the mail that went to the address: only now there is a seat, a place in
    the waiting list, or a question to the employer. Raises ``LinkOver``, ``NotNow``, ``RegistrationsClosed``,
    ``RegisteredAlready``."""
    require_open(link, PersonalLink.OWN, at)
    now = next_in_order(link.registration.session, at)
    row = Registration.objects.select_related("session").get(pk=link.registration_id)
    if row.state != PENDING:
        raise NotNow
    if now.registrations.coming().filter(same=row.same).exists():
        raise RegisteredAlready
    row.number = now.asked_so_far
    verb = "confirm" if now.needs_approval else "confirm_seat" if take_seat(now) else "confirm_wait"
    move(REGISTRATION, row, verb, changed=["number"], as_system=True, thread=False)
    PersonalLink.objects.filter(pk=link.pk).update(expires_at=ends_at(row, at))
    if row.state == "asked":
        ask_employer(row, reach_of(row), address_of=address_of, at=at)


@operation
def approve_by_link(link: PersonalLink, *, approved: bool, by: User | None, at: datetime) -> None:
    """The employer's answer, once; the link ends. Raises ``LinkOver``, ``NotNow``."""
    require_open(link, PersonalLink.EMPLOYER, at)
    if not link.registration.session.is_living:
        raise NotNow
    answer_for_employer(link.registration, approved=approved, as_system=True)
    PersonalLink.objects.filter(pk=link.pk).update(expires_at=at)


@operation
def renew_link(row: Registration, *, address_of: AddressOf, by: User, at: datetime) -> None:
    """The personal link was lost: another one is sent, and the one before ends. Raises ``NoPlaceToWrite``, ``NotNow``,
    ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    if row.account is not None or row.state not in (*COMING, PENDING):
        raise NotNow
    reach = reach_of(row)
    if not reach.mail:
        raise NoPlaceToWrite
    PersonalLink.objects.filter(registration=row, use=PersonalLink.OWN).delete()
    reach.link = make_link(row, PersonalLink.OWN, address_of=address_of, at=at)
    row.seal("reach", to_json(reach))
    save(row, "reach")
    save_links(row)
    tell(row)
    put_on_record("training_link_renewed", row.session, "reach")
