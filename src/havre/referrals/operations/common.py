"""What the writes about a referral share: who speaks for the referrer, who is told, how long one waits."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.countries.fr import policy
from havre.people import operations as people
from havre.record import clocks, outbox, words
from havre.record.operations import NotAllowed
from havre.referrals import notices
from havre.referrals.models import Referral

words.register(
    {
        "referral_received": _("Orientation reçue"),
        "tonight_changed": _("Ce soir : le service dit qui veille sur elle"),
        "message_from_referrer": _("Message du service qui oriente"),
        "message_to_referrer": _("Message au service qui oriente"),
        "information_added": _("Le service qui oriente ajoute une information"),
        "messages_read": _("Messages lus"),
        "withdrawal_relayed": _("Le service qui oriente transmet : elle reprend ses accords"),
        "withdrawal_to_check": _("Le service qui oriente dit qu’elle ne veut plus d’aide : à vérifier avec elle"),
        "spoke_with_her": _("Parlé avec elle : elle décide elle-même"),
        "hand_over_received": _("La protection de l’enfance accuse réception"),
    }
)


def may_speak_for_referrer(by: User, referral: Referral) -> bool:
    """The referrer itself, or a coordinator to whom it telephones."""
    return may(by, Permission.REFER, referral) or may(by, Permission.COORDINATE, referral)


def require(allowed: bool) -> None:
    """Raises ``NotAllowed`` unless ``allowed``."""
    if not allowed:
        raise NotAllowed


def waits(since: datetime) -> dict[str, datetime]:
    """The clocks of the wait for an answer, which counts from ``since``: a warning, then the head of service."""
    days = {notices.WAIT_WARN: policy.WAIT_WARN, notices.WAIT_ESCALATE: policy.WAIT_ESCALATE}
    return {code: since + timedelta(days=length.value) for code, length in days.items()}


def start_waiting(person_id: uuid.UUID, since: datetime) -> None:
    clocks.start_all(person_id, waits(since))


def assign(referral: Referral, coordinator: User, *, by: User, at: datetime) -> None:
    """Give the situation this coordinator, unless she has it already."""
    if referral.person.coordinator_id != coordinator.pk:
        people.assign(referral.person, coordinator=coordinator, by=by, at=at)


def tell_other_side(referral: Referral, *, from_coordination: bool, by: User, at: datetime) -> None:
    """A notice that something was written; nobody is told what they wrote themselves."""
    if from_coordination:
        sender = referral.submitted_by
        if sender is not None and sender.pk != by.pk and referral.organisation_id is not None:
            outbox.tell(sender, "message")
    elif not may(by, Permission.COORDINATE):
        notices.tell_coordination(referral.person, "message", at)
