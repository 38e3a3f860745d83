"""What waits for a partner on the page where an account arrives: questionnaires to answer, letters to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.network.models import LetterCopy
from havre.surveys.models import Invitation

READ_WITHIN = timedelta(days=60)
"""A letter that is older is found on its page, and calls nobody any more."""


@dataclass(frozen=True)
class Owed:
    """One sentence, and where it is done."""

    sentence: str
    url: str


def owed_by(user: User, today: date) -> list[Owed]:
    """Two statements. How many, never which: what a questionnaire or a letter is about is read on its own page."""
    answers = Invitation.objects.waiting_for(user.pk, today).count()
    takes_part = may(user, Permission.TAKE_PART)
    letters = LetterCopy.objects.unread_by(user, today - READ_WITHIN).count() if takes_part else 0
    found = []
    if answers:
        said = ngettext("%(total)s questionnaire vous attend.", "%(total)s questionnaires vous attendent.", answers)
        found.append(Owed(said % {"total": answers}, reverse("surveys:mine")))
    if letters:
        said = ngettext(
            "%(total)s message de la coordination est à lire.",
            "%(total)s messages de la coordination sont à lire.",
            letters,
        )
        found.append(Owed(said % {"total": letters}, reverse("network:mine")))
    return found
