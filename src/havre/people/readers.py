"""Who opened what of a file («Qui a lu»): the audit entries of one subject, in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.accounts.policies import naming_a_house
from havre.record import audit, words
from havre.record.models import AuditEntry
from havre.record.opening import PURPOSES, Purpose
from havre.vault import keys
from havre.vault.keys import key_cache

MOST = 300
_events = {"file_entered", "section_opened"}


def register(*events: str) -> None:
    """Count these events of an upper room as readings too."""
    _events.update(events)


@dataclass(frozen=True)
class Reading:
    """One reading: ``name`` is empty for the house itself, ``purpose`` where none was asked."""

    at: datetime
    name: str
    what: str
    purpose: str | Promise


def readings(subject: uuid.UUID, *, learns: bool) -> list[Reading]:
    """The latest readings of a subject, newest first. Without ``learns`` (the place) a house's team has no names."""
    with key_cache():
        entries = list(audit.of_subject(subject).filter(event__in=_events)[:MOST])
        actors = {actor for entry in entries if (actor := audit.read_actor(bytes(entry.actor)))}
        keys.open_keys({subject, *actors})  # at once, whether any entry says more or not
        names = _names(actors, learns)
        return [_reading(entry, names) for entry in entries]


def _names(actors: set[uuid.UUID], learns: bool) -> dict[uuid.UUID, str]:
    users = list(User.objects.filter(pk__in=actors))
    hidden = set() if learns else naming_a_house(user.pk for user in users)
    return {user.pk: _("le lieu d’accueil") if user.pk in hidden else user.name for user in users}


def _reading(entry: AuditEntry, names: dict[uuid.UUID, str]) -> Reading:
    details = audit.read_details(entry) or {}
    actor = audit.read_actor(bytes(entry.actor))
    label = str(words.label(entry.event))
    purpose = str(details.get("purpose", ""))
    return Reading(
        at=audit.moment(entry.at_us),
        name=names.get(actor, "") if actor else "",
        what=label % details if "%(" in label and "section" in details else label.replace("%(section)s", "…"),
        purpose=PURPOSES[Purpose(purpose)] if purpose in set(Purpose) else "",
    )
