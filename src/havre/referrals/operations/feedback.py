"""Once a referral is over, its referrer is thanked and asked four questions, once; nobody has to answer.

The three closed answers become an anonymous fact; the free words stay sealed under the person's key, for the head of
service alone. Source: DOMAIN.md R28 (feedback) and ECPA (opinion of the partners).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import from_json, to_json
from havre.record import facts, words
from havre.record.opening import Purpose, open_section
from havre.record.operations import NotAllowed, OnBehalf, Refusal, operation, record, save
from havre.record.transitions import NotNow
from havre.referrals.models import Referral
from havre.referrals.states import REFERRAL

ANSWERS = {"yes": gettext_lazy("oui"), "partly": gettext_lazy("en partie"), "no": gettext_lazy("non")}
UNANSWERED = "unanswered"
QUESTIONS = {
    "helped": gettext_lazy("Cela a aidé"),
    "quick": gettext_lazy("Assez vite"),
    "clear": gettext_lazy("Assez clair"),
}

words.register(
    {
        "feedback_given": gettext_lazy("Le service qui oriente donne son avis"),
        "feedback_skipped": gettext_lazy("Le service qui oriente ne souhaite pas donner d’avis"),
    }
)


class AlreadyGiven(Refusal):
    sentence = gettext_lazy("Votre avis est déjà gardé, merci. Il ne se donne qu’une fois.")


@dataclass
class Feedback:
    """``helped``, ``quick`` and ``clear`` are keys of ``ANSWERS`` or empty; ``words`` are free."""

    helped: str = ""
    quick: str = ""
    clear: str = ""
    words: str = ""
    at: datetime | None = None


def asks_feedback(referral: Referral) -> bool:
    """Whether the referrer may still be asked: it is over, and no answer or refusal came."""
    return referral.asks_feedback and REFERRAL.state(referral.state).final


def _require(referral: Referral, by: User) -> None:
    if not (may(by, Permission.REFER, referral) or may(by, Permission.COORDINATE, referral)):
        raise NotAllowed
    if not REFERRAL.state(referral.state).final:
        raise NotNow
    if not referral.asks_feedback:
        raise AlreadyGiven


@operation
def give_feedback(
    referral: Referral, *, feedback: Feedback, by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> None:
    """Keep what the referrer thinks, once. Raises ``AlreadyGiven``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    _require(referral, by)
    feedback.at = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    referral.seal("feedback", to_json(feedback))
    referral.asks_feedback = False
    save(referral, "feedback", "asks_feedback")
    record("feedback_given", subject=referral.person_id, fields=["feedback"])
    facts.publish(
        "feedback",
        year=timezone.localdate(at).year,
        helped=feedback.helped or UNANSWERED,
        quick=feedback.quick or UNANSWERED,
        clear=feedback.clear or UNANSWERED,
    )


@operation
def skip_feedback(referral: Referral, *, by: User, at: datetime, on_behalf_of: OnBehalf | None = None) -> None:
    """They would rather not say: nobody asks again. Raises ``AlreadyGiven``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    _require(referral, by)
    referral.asks_feedback = False
    save(referral, "asks_feedback")
    record("feedback_skipped", subject=referral.person_id)


def open_feedback(referral: Referral, *, by: User, at: datetime) -> list[tuple[Any, Any]]:
    """What was said, as (label, value) pairs, for the head of service; on record each time. Raises ``NotAllowed``."""
    values = open_section(
        referral, ["feedback"], section=_("Avis du service qui oriente"), permission=Permission.REVIEW,
        purpose=Purpose.OTHER, by=by, at=at,
    )  # fmt: skip
    said = from_json(Feedback, values["feedback"])
    lines = [(label, ANSWERS.get(getattr(said, name), "")) for name, label in QUESTIONS.items()]
    return [(label, value) for label, value in [*lines, (_("Ses mots"), said.words)] if value]
