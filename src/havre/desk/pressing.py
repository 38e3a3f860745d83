"""What does not wait for whoever comes back: an alarm, a step that is still owed, work that is late."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import words
from havre.desk.night import Night
from havre.journey import rows
from havre.journey.models import JourneyQuerySet
from havre.journey.page import MAY_OWE
from havre.people.models import Person
from havre.placements.content import AlarmContent
from havre.placements.models import Alarm
from havre.placements.operations.alarms import KINDS
from havre.placements.owed import LABELS, owed_by

LATE_SHOWN = 8


@dataclass(frozen=True)
class Pressing:
    """One line; ``sub`` says who has it, or what misses."""

    text: str
    name: str
    reference: str
    url: str
    shape: str
    sub: str


def of(night: Night, listed: JourneyQuerySet) -> list[Pressing]:
    """Alarms, what is owed, what is late, of the situations ``listed``; a fixed number of statements."""
    user, at = night.user, night.at
    ringing = {row.situation_id for row in night.ringing}
    found = {one.pk: one for one in listed.filter(Q(state__in=MAY_OWE) | Q(pk__in=ringing))}
    people = {key: one.person for key, one in found.items()}
    owing = {key: people[key] for key, one in found.items() if one.state in MAY_OWE}
    late = listed.filter(waiting_since=None).late(at).exclude(next_code="clear_alarm").order_by("next_due")[:LATE_SHOWN]
    return [
        *(_alarms(night, people) if may(user, Permission.COORDINATE) else []),
        *(_owed(owing[key], codes) for key, codes in owed_by(owing).items()),
        *(_late(row) for row in rows.rows(late, user, at)),
    ]


def _alarms(night: Night, people: Mapping[uuid.UUID, Person]) -> list[Pressing]:
    found = sorted(
        (row for row in night.ringing if row.situation_id in people), key=lambda row: night.contents[row.pk].since
    )
    return [_alarm(row, night.contents[row.pk], people[row.situation_id], night.names, night.at) for row in found]


def _alarm(row: Alarm, content: AlarmContent, person: Person, names: dict[str, str], at: datetime) -> Pressing:
    taken = row.state == "taken"
    sub = (
        _("%(name)s s’en occupe") % {"name": names.get(content.taken_by, "")} if taken else _("personne ne s’en occupe")
    )
    text = _("%(what)s depuis %(span)s") % {"what": KINDS[content.kind], "span": words.span(at - content.since)}
    url = reverse("placements:alarm", args=[row.pk])
    return Pressing(capfirst(text), person.pseudonym, person.reference, url, "alarm", sub)


def _owed(person: Person, codes: list[str]) -> Pressing:
    missing = words.join_words([str(LABELS[code]) for code in codes])
    url = reverse("journey:detail", args=[person.pk])
    return Pressing(_("À inscrire encore"), person.pseudonym, person.reference, url, "due", missing)


def _late(row: rows.Row) -> Pressing:
    return Pressing(row.next, row.name, row.reference, row.url, "late", row.owner)
