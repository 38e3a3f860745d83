"""Training as the tests tell it: a programme, a session open to registration, those who come."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from havre.accounts.models import User
from havre.training import operations
from havre.training.content import Module, Practical, Reach, Who
from havre.training.models import Programme, Registration, Session
from havre.training.operations import Coming, Planned
from tests.cast import AT

FIRST_DAY = date(2026, 4, 14)
ON_THE_DAY = AT.replace(month=4, day=14)
AFTERWARDS = AT.replace(month=4, day=20)


def address_of(use: str, token: str) -> str:
    return f"https://havre.example/training/link/{token}/"


def token_in(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[1]


def programme(by: User, *, kind: str = "training", code: str = "", largest: int = 25) -> Programme:
    code = code or kind
    known = Programme.objects.filter(code=code).first()
    titles = ("Séminaire du réseau", "Seminar of the network") if kind == "seminar" else ("Identifier et accompagner", "Identification and support")  # fmt: skip
    return known or operations.write_programme(
        None, code=code, titles=titles, half_days=3, kind=kind,
        group=(1, largest), modules=[Module("Reconnaître", "nommer l’acte, le moyen et le but", 90, "La fiche de repérage")], by=by, at=AT,
    )  # fmt: skip


def planned(**changes: object) -> Planned:
    found = Planned(
        FIRST_DAY, is_public=True, town="Nantes", audiences=["social", "health"],
        practical=Practical("Salle du port", "2 quai des Mouettes", "tram 1", "une pièce d’identité"),
    )  # fmt: skip
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def a_session(by: User, *, opened: bool = True, at: datetime = AT, **changes: object) -> Session:
    row = operations.plan_session(uuid.uuid4(), programme=programme(by), planned=planned(**changes), by=by, at=at)
    if opened:
        operations.open_session(row, by=by, at=at)
    return row


def a_seminar(by: User, *, opened: bool = True, **changes: object) -> Session:
    plan = planned(**({"is_public": False, "town": "", "needs_approval": False} | changes))
    row = operations.plan_session(uuid.uuid4(), programme=programme(by, kind="seminar"), planned=plan, by=by, at=AT)
    if opened:
        operations.open_session(row, by=by, at=AT)
    return row


def coming(name: str = "Camille Duval", mail: str | None = None, **changes: str) -> Coming:
    mail = f"{name.split()[0].casefold()}@example.org" if mail is None else mail
    who = Who(name, "éducatrice", "Association du Port", "social", "53")
    reach = Reach(mail, "0600000000", "Mme la directrice", "direction@example.org")
    for key, value in changes.items():
        setattr(who if hasattr(who, key) else reach, key, value)
    return Coming(who, reach)


def registered(session: Session, by: User, *names: str, approved: bool = True, at: datetime = AT) -> list[Registration]:
    return [
        operations.register_for(session, coming=coming(name), approved=approved, address_of=address_of, by=by, at=at)
        for name in names
    ]


def held(by: User, *names: str) -> tuple[Session, list[Registration]]:
    """A session that took place; everybody was there all the time."""
    session = a_session(by)
    rows = registered(session, by, *(names or ("Camille Duval",)))
    operations.type_sheet(session, present={row: {1, 2, 3} for row in rows}, by=by, at=ON_THE_DAY)
    session.refresh_from_db()
    operations.hold_session(session, by=by, at=ON_THE_DAY)
    return session, list(session.registrations.select_related("session__programme").order_by("number"))
