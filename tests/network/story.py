"""The life of the network as the tests tell it: two shelters that say the same, a topic, a letter."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from havre.accounts.models import Organisation, User
from havre.directory.operations.shelters import add_partner
from havre.directory.profiles import Agreement, Contact, Contacts, PartnerCard
from havre.network import operations
from havre.network.content import PICKED, Both, LetterText
from havre.network.models import Difficulty, Letter, Topic
from tests.cast import AT

SLOW = "Le récépissé met quatre mois à venir."
TITLE = "Récépissés trop longs"


def address_of(token: str) -> str:
    return f"https://havre.example/network/link/{token}/"


def with_convention(organisation: Organisation, *, mail: str = "", at: datetime = AT) -> None:
    """A service that refers becomes a partner of the network."""
    contacts = Contacts(people=[Contact("Service social", mail=mail)])
    add_partner(organisation, card=PartnerCard(agreement=Agreement(since=at.date())), contacts=contacts, by=None, at=at)


def tell(by: User, organisation: Organisation, text: str = SLOW, *, at: datetime = AT) -> Difficulty:
    return operations.tell_difficulty(uuid.uuid4(), organisation=organisation, field="rights", text=text, by=by, at=at)


def a_topic(by: User, *difficulties: Difficulty, title: str = TITLE, at: datetime = AT) -> Topic:
    return operations.open_topic(
        uuid.uuid4(), field="rights", title=title, text="Quatre mois d’attente, partout.", difficulties=list(difficulties),
        by=by, at=at,
    )  # fmt: skip


def carried(
    by: User, topic: Topic, *, text: str = "Un délai d’un mois, écrit.", on: date | None = None, at: datetime = AT
) -> None:
    proposal = operations.write_proposal(topic, ministry="interior", text=text, by=by, at=at)
    operations.carry_proposal(proposal, carried_on=on or at.date(), by=by, at=at)
    topic.refresh_from_db()


def a_letter(by: User, *organisations: Organisation, group: str = PICKED, at: datetime = AT, **words: str) -> Letter:
    told = {"title_fr": "Séminaire", "text_fr": "Il aura lieu au printemps."} | words
    content = LetterText(Both(**told), [str(one.pk) for one in organisations])
    return operations.write_letter(uuid.uuid4(), group=group, content=content, by=by, at=at)
