"""Advice as the tests tell it: who asks what, and the address of a link."""

from __future__ import annotations

import uuid

from havre.accounts.models import User
from havre.resources import operations
from havre.resources.content import About, Contact, Question
from havre.resources.models import AdviceRequest, Article
from havre.resources.operations import Asked
from tests.cast import AT

QUESTION = "Le récépissé est refusé en préfecture : que faire ?"


def address_of(token: str) -> str:
    return f"https://havre.example/advice/link/{token}/"


def token_in(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[1]


def asked(**changes: object) -> Asked:
    found = Asked(
        field="administrative", about=About("FR-50", "HealthServiceOrganisation"), question=Question(QUESTION),
        contact=Contact("Anne, urgences", "0600000000", "anne@example.org", "le matin"),
    )  # fmt: skip
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def ask(by: User, **changes: object) -> AdviceRequest:
    return operations.ask_advice(uuid.uuid4(), asked=asked(**changes), by=by, at=AT)


def taken(by: User, desk: User, **changes: object) -> AdviceRequest:
    row = ask(by, **changes)
    operations.take(row, by=desk, at=AT)
    return row


def answered(by: User, desk: User, *articles: Article, text: str = "Écrivez au préfet.") -> AdviceRequest:
    row = taken(by, desk)
    operations.answer(
        row,
        text=text,
        label="Récépissé refusé en préfecture",
        articles=list(articles),
        address_of=address_of,
        by=desk,
        at=AT,
    )
    return row


def card() -> Article:
    """The article on the permit of a victim, of the country's own list."""
    operations.enlist_articles(AT)
    return Article.objects.get(code="CESEDA", number="L. 425-1")
