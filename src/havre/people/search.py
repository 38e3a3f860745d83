"""Finding somebody by name: inside one's own cases, exactly, throttled, each try on record (P3)."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import often
from havre.people.models import Person
from havre.record import words
from havre.record.operations import NotAllowed, Refusal, operation, record
from havre.vault import index

TRIES, WITHIN_SECONDS = 10, 600

words.register(
    {
        "name_searched": _("Recherche d’un nom dans ses propres situations"),
        "name_search_refused": _("Recherche d’un nom refusée : trop d’essais"),
    }
)


class TooManyTries(Refusal):
    sentence = _("Dix recherches en dix minutes : c’est la limite. Passez par la liste, ou réessayez dans dix minutes.")


def find_by_name(text: str, *, by: User, at: datetime) -> list[Person]:
    """The situations of which ``by`` is the coordinator and whose names hold every word of ``text``.

    What was typed is kept nowhere; that somebody searched is. Raises ``TooManyTries``, ``NotAllowed``.
    """
    if often.times("name-search", str(by.pk), within=WITHIN_SECONDS) > TRIES:
        _refuse(by=by, at=at)
        raise TooManyTries
    return _search(text, by=by, at=at)


@operation
def _refuse(*, by: User, at: datetime) -> None:
    record("name_search_refused", thread=False)


@operation
def _search(text: str, *, by: User, at: datetime) -> list[Person]:
    if not may(by, Permission.COORDINATE):
        raise NotAllowed
    record("name_searched", thread=False)
    typed = [word for word in text.replace("-", " ").split() if index.fold(word)]
    found: set[uuid.UUID] | None = None
    for word in typed:
        found = index.find("person.name", word, among=found)
    return list(Person.objects.filter(coordinator=by, pk__in=found or ()).order_by("reference"))
