"""What all writes of training share."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common import words as common_words
from havre.common.dataclass_json import from_json
from havre.record import outbox, words
from havre.record.operations import NotAllowed, record
from havre.training.content import Practical, Reach, Who
from havre.training.models import Registration, Session
from havre.training.policies import may_keep
from havre.vault.keys import open_key

AddressOf = Callable[[str, str], str]
"""From the use and the token of a link to the address that is sent."""
MESSAGE = "training"

words.register(
    {
        "programme_written": _("Programme de formation écrit"),
        "session_planned": _("Session de formation préparée"),
        "session_changed": _("Session de formation modifiée"),
        "session_seats": _("Nombre de places d’une session changé"),
        "session_trainers": _("Intervenantes et intervenants d’une session"),
        "session_reminded": _("Rappel d’une session"),
        "session_forgotten": _("Session détruite avec ses noms : son temps est passé"),
        "session_asked": _("Questionnaire d’une session envoyé"),
        "session_counted": _("Réponses au questionnaire d’une session comptées"),
        "objectives_written": _("Objectifs écrits par qui se forme"),
        "objectives_looked_back": _("Objectifs relus par qui s’est formé"),
        "programme_questionnaires": _("Questionnaires d’un programme choisis"),
        "trainer_added": _("Intervenante ou intervenant ajouté au vivier"),
        "registration_asked": _("Inscription demandée"),
        "registration_unconfirmed": _("Inscriptions jamais confirmées, effacées"),
        "registrations_imported": _("Inscriptions reprises d’un tableau"),
        "attendance_noted": _("Présence notée"),
        "attendance_typed": _("Feuille de présence recopiée"),
        "certificate_made": _("Attestation faite"),
        "training_link_sent_again": _("Lien personnel d’une inscription renvoyé"),
        "training_link_renewed": _("Nouveau lien personnel d’une inscription, l’ancien fermé"),
        "training_link_opened": _("Lien personnel d’une inscription ouvert"),
        "training_link_forgotten": _("Lien personnel d’une inscription détruit"),
    }
)


def require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


def require_keeper(by: User | None) -> None:
    require(may_keep(by))


def who_of(row: Registration) -> Who:
    return from_json(Who, row.unseal("who"))


def reach_of(row: Registration) -> Reach:
    """Inside an operation."""
    return from_json(Reach, row.unseal("reach"))


def practical_of(session: Session) -> Practical:
    return from_json(Practical, session.unseal("practical"))


def same_person(session: Session, mail: str, name: str) -> str:
    """A digest of the address, or of the name where there is none, that only this session's key makes."""
    told = mail.strip().casefold() or common_words.unaccented(name)
    return hmac.new(open_key(session.pk), told.encode(), hashlib.sha256).hexdigest()


def tell(row: Registration) -> None:
    """That something waits: the fixed sentence, to the account or with the personal link. Inside an operation."""
    account = User.objects.filter(pk=row.account, is_active=True).first() if row.account else None
    if account is not None:
        outbox.tell(account, MESSAGE)
        return
    reach = reach_of(row)
    if reach.mail and reach.link:
        outbox.tell_address(row.session_id, reach.mail, reach.link)


def put_on_record(event: str, session: Session, *fields: str, **facts: str) -> None:
    record(event, subject=session.pk, fields=fields, facts=facts or None, thread=False)
