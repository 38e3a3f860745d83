"""What a shelter and the coordination ask and tell each other about an offer."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.common.dataclass_json import to_json
from havre.placements import notices
from havre.placements.content import Message
from havre.placements.holds import OPEN
from havre.placements.models import Offer
from havre.placements.policies import happened, require
from havre.record import words
from havre.record.operations import NotAllowed, OnBehalf, Refusal, expect_version, operation, record, save
from havre.record.transitions import NotNow

words.register(
    {
        "offer_question": _("Le lieu d’accueil pose une question"),
        "offer_reply": _("Réponse donnée au lieu d’accueil"),
    }
)

QUESTIONS_KEPT = 200


class NothingSaid(Refusal):
    sentence = _("Écrivez votre message. Rien n’a été envoyé.")


@operation
def ask_back(
    offer: Offer,
    *,
    text: str,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """The shelter asks a question. Raises ``NotAllowed``, ``NotNow``, ``NothingSaid``, ``Stale``."""
    expect_version(offer, version)
    _write_message(offer, text, from_shelter=True, at=happened(at, on_behalf_of), by=by)
    record("offer_question", subject=offer.situation_id, fields=["questions"])
    notices.tell_coordination(offer.situation_id, "question", at)


@operation
def answer_question(offer: Offer, *, text: str, version: int | None = None, by: User | None, at: datetime) -> None:
    """The coordination answers the shelter. Raises ``NotAllowed``, ``NotNow``, ``NothingSaid``, ``Stale``."""
    expect_version(offer, version)
    _write_message(offer, text, from_shelter=False, at=at, by=by)
    record("offer_reply", subject=offer.situation_id, fields=["questions"])
    notices.tell_shelter(offer.shelter, "reply")


def _write_message(offer: Offer, text: str, *, from_shelter: bool, at: datetime, by: User | None) -> None:
    if not from_shelter or not _is_of_house(by, offer):
        require(by, P.ARRANGE_PLACE, offer)
    if offer.state not in OPEN:
        raise NotNow
    if not text.strip():
        raise NothingSaid
    messages = [*(offer.unseal("questions") or []), to_json(Message(at, from_shelter, text.strip()))]
    offer.seal("questions", messages[-QUESTIONS_KEPT:])
    save(offer, "questions")


def _is_of_house(by: User | None, offer: Offer) -> bool:
    try:
        require(by, P.ANSWER_OFFERS, offer)
    except NotAllowed:
        return False
    return True
