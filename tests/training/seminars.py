"""A seminar as the tests tell it: a programme, a call for topics, somebody who came."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from havre.accounts.models import Organisation, User
from havre.training import operations as sessions
from havre.training.models import Registration, Session
from havre.training.models_seminars import Decision, Slot, Subject
from havre.training.operations import seminars as operations
from havre.training.operations.seminars import Part
from havre.training.seminars.content import Claim, SlotText
from tests.cast import AT
from tests.training.story import ON_THE_DAY, a_seminar, address_of, coming

UNTIL = date(2026, 4, 1)
DUE = date(2026, 6, 30)


def part(
    title: str = "Les récépissés", *, half: int = 1, at: str = "09:30", minutes: int = 60, kind: str = "workshop",
    leader: Registration | None = None,
) -> Part:  # fmt: skip
    text = SlotText(title, "Mme Témoin", "Que faire, en attendant ?")
    return Part(half, time.fromisoformat(at), minutes, kind, text, leader)


def a_slot(session: Session, by: User, title: str = "Les récépissés", **given: object) -> Slot:
    return operations.add_slot(session, part=part(title, **given), by=by, at=AT)  # type: ignore[arg-type]


def a_call(by: User, *, until: date = UNTIL) -> Session:
    session = a_seminar(by, opened=False)
    operations.open_call(session, until=until, by=by, at=AT)
    return session


def a_subject(session: Session, organisation: Organisation, by: User, title: str = "L’attente", *, at: datetime = AT) -> Subject:  # fmt: skip
    return operations.propose_subject(
        uuid.uuid4(),
        session=session,
        organisation=organisation,
        title=title,
        text="Quatre mois sans papiers.",
        by=by,
        at=at,
    )


def held_seminar(by: User, *accounts: User, at: datetime = ON_THE_DAY) -> tuple[Session, list[Registration]]:
    """A seminar that took place; Camille came by a link, the others by their accounts."""
    session = a_seminar(by, starts_on=at.date())
    rows = [sessions.register_for(session, coming=coming(), approved=True, address_of=address_of, by=by, at=AT)]
    rows += [
        sessions.register_self(session, coming=coming(one.name), address_of=address_of, by=one, at=AT)
        for one in accounts
    ]
    sessions.type_sheet(session, present={row: {1, 2, 3} for row in rows}, by=by, at=at)
    session.refresh_from_db()
    sessions.hold_session(session, by=by, at=at)
    return session, list(session.registrations.select_related("session__programme").order_by("number"))


def a_decision(session: Session, by: User, text: str = "Écrire ensemble au ministère.", *, due: date = DUE, at: datetime = ON_THE_DAY) -> Decision:  # fmt: skip
    return operations.note_decision(
        uuid.uuid4(), session=session, text=text, who="la coordination", due_on=due, by=by, at=at
    )


def a_claim(**changes: object) -> Claim:
    found = Claim("Portville", 0, {"train": 8_450, "meals": 1_900}, "par la structure")
    for name, value in changes.items():
        setattr(found, name, value)
    return found


LATER = ON_THE_DAY + timedelta(days=6)
