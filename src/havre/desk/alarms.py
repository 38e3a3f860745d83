"""Alarms that nobody has taken yet, as the bar under the head of every page says them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from havre.common import parts, words
from havre.people.models import Person
from havre.placements.content import AlarmContent, read
from havre.placements.models import Alarm, with_people
from havre.placements.operations.alarms import KINDS
from havre.vault.fields import fetch_keys


def open_alarms(at: datetime) -> list[parts.Alarm]:
    """The alarms without anybody in charge, the longest first. No place is named."""
    rows = list(Alarm.objects.filter(state="open", person__isnull=False))
    if not rows:
        return []
    people = with_people(rows)
    fetch_keys(rows)
    told = sorted(((read(row, "content", AlarmContent), row) for row in rows), key=lambda one: one[0].since)
    return [_bar(row, content, people[row.situation_id], at) for content, row in told]


def _bar(row: Alarm, content: AlarmContent, person: Person, at: datetime) -> parts.Alarm:
    return parts.Alarm(
        text=sentence(content, person, at),
        sub=_("La coordinatrice, l’astreinte et la cheffe de service sont prévenues."),
        url=reverse("journey:detail", args=[person.pk]),
        action_url=reverse("placements:alarm_take", args=[row.pk]),
    )


def sentence(content: AlarmContent, person: Person, at: datetime) -> str:
    """«arrivée non confirmée depuis 1 h 04. Sacha B8R-42, attendue à 9 h 10.»"""
    who = f"{person.pseudonym} {person.reference}"
    if content.kind == "arrival" and content.expected_at is not None:
        return _("arrivée non confirmée depuis %(span)s. %(who)s, arrivée prévue à %(hour)s.") % {
            "span": words.span(at - content.expected_at), "who": who, "hour": words.hour(content.expected_at),
        }  # fmt: skip
    return _("%(what)s depuis %(span)s. %(who)s.") % {
        "what": KINDS[content.kind], "span": words.span(at - content.since), "who": who,
    }  # fmt: skip
