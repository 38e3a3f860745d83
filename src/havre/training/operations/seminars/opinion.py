"""The form by which partners say what they think of the network's work: put to a seminar in one press."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record.operations import Refusal, operation
from havre.surveys.models import Naming, Sending, Survey
from havre.surveys.operations.writing import publish, start_survey
from havre.training.models import Session
from havre.training.moments import END
from havre.training.operations.asking import ask_participants
from havre.training.operations.common import AddressOf, require_keeper
from havre.training.operations.seminars.common import require_seminar
from havre.training.seminars import feedback


class AfterItWasHeld(Refusal):
    sentence = _("Le formulaire part une fois le séminaire tenu. Notez d’abord les présences, puis dites-le tenu.")


@operation
def ask_opinion(session: Session, *, label: str, address_of: AddressOf, by: User, at: datetime) -> Sending:
    """The network's form goes to everybody of the seminar, once; the first time it is written and published.

    Raises ``AfterItWasHeld``, what ``ask_participants`` raises, ``NotNow``, ``NotAllowed``.
    """
    require_keeper(by)
    require_seminar(session)
    if not session.is_held:
        raise AfterItWasHeld
    survey = Survey.objects.filter(code=feedback.CODE).first() or _start(by, at)
    return ask_participants(session, survey=survey, moment=END, label=label, address_of=address_of, by=by, at=at)


def _start(by: User, at: datetime) -> Survey:
    survey = start_survey(code=feedback.CODE, naming=Naming.ANONYMOUS, content=feedback.form(), by=by, at=at)
    publish(survey.latest, by=by, at=at)
    survey.refresh_from_db()
    return survey
