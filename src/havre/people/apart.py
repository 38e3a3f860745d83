"""Whom she must not meet: noted by the coordinator of her case, on both sides, and told to the engine.

No row joins two persons in clear: each keeps the other under her own key.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.people.events import ApartChanged
from havre.people.models import Person
from havre.people.policies import NotYourCase
from havre.record import events, words
from havre.record.operations import Refusal, operation, record, save

words.register(
    {
        "apart_noted": _("Quelqu’un à ne pas croiser : noté"),
        "apart_lifted": _("Quelqu’un à ne pas croiser : levé, %(reason)s"),
    }
)


class UnknownReference(Refusal):
    sentence = _("Aucune situation ne porte cette référence. Vérifiez-la, par exemple K7Q-24. Rien n’est noté.")


class HerOwn(Refusal):
    sentence = _("C’est sa propre référence. Écrivez celle de l’autre situation.")


class AlreadyApart(Refusal):
    sentence = _("C’est déjà noté.")


class SayWhyMeet(Refusal):
    sentence = _("Dites pourquoi elles peuvent de nouveau se croiser. Rien n’a changé.")


def may_keep_apart(user: User, person: Person) -> bool:
    """The coordinator of the case only: who must not meet whom says a lot of both."""
    return person.coordinator_id == user.pk and may(user, Permission.COORDINATE, person)


def apart_from(person: Person) -> list[str]:
    """Ids, as text, of those whom she must not meet."""
    return list(person.unseal("apart") or [])


@operation
def keep_apart(person: Person, *, reference: str, by: User, at: datetime) -> None:
    """She must not meet the person of another situation: no house where one lives takes the other in.

    Raises ``UnknownReference``, ``HerOwn``, ``AlreadyApart``, ``NotYourCase``, ``Stale``.
    """
    if not may_keep_apart(by, person):
        raise NotYourCase(person)
    other = Person.objects.filter(reference=reference.strip().upper()).first()
    if other is None:
        raise UnknownReference
    if other.pk == person.pk:
        raise HerOwn
    if str(other.pk) in apart_from(person):
        raise AlreadyApart
    for one, kept in ((person, other), (other, person)):
        _write(one, [*apart_from(one), str(kept.pk)])
        record("apart_noted", subject=one.pk, fields=["apart"])


@operation
def let_meet(person: Person, *, other_id: uuid.UUID, reason: str, by: User, at: datetime) -> None:
    """They may meet again, and why; on both sides. Raises ``SayWhyMeet``, ``NotYourCase``, ``Stale``."""
    if not may_keep_apart(by, person):
        raise NotYourCase(person)
    if not reason.strip():
        raise SayWhyMeet
    other = Person.objects.filter(pk=other_id).first()
    for one, kept_id in ((person, other_id), (other, person.pk)):
        if one is not None and str(kept_id) in apart_from(one):
            _write(one, [known for known in apart_from(one) if known != str(kept_id)])
            record("apart_lifted", subject=one.pk, fields=["apart"], facts={"reason": reason.strip()})


def _write(person: Person, ids: list[str]) -> None:
    person.seal("apart", ids or None)
    save(person, "apart")
    events.publish(ApartChanged(person.pk))
