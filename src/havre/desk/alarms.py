"""Alarms that nobody has taken yet, as the bar under the head of every page says them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from havre.common import parts, words
from havre.journey.gather import moment
from havre.people.models import Person
from havre.placements.models import Alarm, with_people
from havre.vault.fields import fetch_keys


def open_alarms(at: datetime) -> list[parts.Alarm]:
    """The alarms without anybody in charge, the longest first. No place is named."""
    rows = list(Alarm.objects.filter(state="open", person__isnull=False))
    if not rows:
        return []
    people = with_people(rows)
    fetch_keys(rows)
    told = [(row, row.unseal("content") or {}) for row in rows]
    told.sort(key=lambda one: str(one[1].get("since", "")))
    return [_bar(row, content, people[row.situation_id], at) for row, content in told]


def _bar(row: Alarm, content: dict[str, Any], person: Person, at: datetime) -> parts.Alarm:
    return parts.Alarm(
        text=sentence(content, person, at),
        sub=_("Prévenue : l’astreinte. Tant que personne ne la prend, l’alarme reste sur chaque page."),
        url=reverse("journey:detail", args=[person.pk]),
        action_url=reverse("placements:alarm_take", args=[row.pk]),
    )


def sentence(content: dict[str, Any], person: Person, at: datetime) -> str:
    """«arrivée non confirmée depuis 1 h 04. Sacha B8R-42, attendue à 9 h 10.»"""
    who = f"{person.pseudonym} {person.reference}"
    expected, since = moment(content, "expected_at"), moment(content, "since")
    if content.get("kind") == "arrival" and expected is not None:
        return _("arrivée non confirmée depuis %(span)s. %(who)s, attente : %(hour)s.") % {
            "span": words.span(at - expected), "who": who, "hour": words.hour(expected),
        }  # fmt: skip
    span = words.span(at - since) if since else ""
    if content.get("kind") == "check_in":
        return _("point du jour non fait. %(who)s, depuis %(span)s.") % {"who": who, "span": span}
    return _("%(who)s, depuis %(span)s.") % {"who": who, "span": span}
