"""What the writes of a seminar share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.record import words
from havre.record.operations import Refusal
from havre.record.transitions import NotNow
from havre.training.models import Session
from havre.training.models_seminars import Seminar

words.register(
    {
        "slot_added": _("Programme d’un séminaire : un temps ajouté"),
        "slot_changed": _("Programme d’un séminaire : un temps modifié"),
        "slot_moved": _("Programme d’un séminaire : un temps déplacé"),
        "slot_removed": _("Programme d’un séminaire : un temps retiré"),
        "slot_noted": _("Notes d’un séminaire écrites"),
        "topics_called": _("Appel à sujets d’un séminaire ouvert"),
        "topics_call_closed": _("Appel à sujets d’un séminaire clos"),
        "subject_proposed": _("Sujet proposé pour un séminaire"),
        "subject_supported": _("Sujet soutenu pour un séminaire"),
        "decision_noted": _("Décision d’un séminaire notée"),
        "decision_changed": _("Décision d’un séminaire modifiée"),
        "minutes_published": _("Compte rendu d’un séminaire publié"),
        "minutes_taken_back": _("Compte rendu d’un séminaire repris"),
        "travel_claim_kept": _("Demande de frais gardée"),
        "travel_claim_opened": _("Demande de frais ouverte par qui l’a faite"),
    }
)


class NotASeminar(NotNow):
    sentence = _("Ce n’est pas un séminaire : cela n’existe que pour eux.")


class MinutesOut(Refusal):
    sentence = _("Le compte rendu est publié : les participants le lisent. Reprenez-le d’abord, puis changez-le.")


def require_seminar(session: Session) -> None:
    if not session.is_seminar:
        raise NotASeminar
    if session.state == "cancelled":
        raise NotNow


def seminar_of(session: Session) -> Seminar:
    """Its row, made when it is first needed. Inside an operation."""
    return Seminar.objects.get_or_create(session=session)[0]


def require_unpublished(session: Session) -> None:
    if Seminar.objects.filter(session=session, minutes_on__isnull=False).exists():
        raise MinutesOut
