"""Alarms that nobody has taken yet, as the bar under the head of every page says them, and how they climb."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from havre.common import parts, words
from havre.desk.night import Night
from havre.people.models import Person
from havre.placements.content import AlarmContent
from havre.placements.models import Alarm
from havre.placements.operations.alarms import KINDS
from havre.placements.operations.climbing import Next, next_of
from havre.placements.told import has_left
from havre.record import gateways


def open_alarms(night: Night) -> list[parts.Alarm]:
    """The alarms without anybody in charge, the longest first. No place is named."""
    if night.is_calm:
        return []
    found = sorted((row for row in night.ringing if row.state == "open"), key=lambda row: night.contents[row.pk].since)
    return [_bar(row, night) for row in found]


def _bar(row: Alarm, night: Night) -> parts.Alarm:
    content = night.contents[row.pk]
    return parts.Alarm(
        text=sentence(content, night.people[row.situation_id], night.at),
        sub=" ".join(climb_sentences(content, night)),
        url=reverse("placements:alarm", args=[row.pk]),
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


def climb_sentences(content: AlarmContent, night: Night) -> list[str]:
    """Who was told and when, who is next, what stands in the way: whom to telephone when nothing leaves the house."""
    said = [_told(content, night), _next(next_of(content, night.rungs), night), hole_sentence(night)]
    return [_one_stop(one) for one in [*said, *failing_sentences(night)] if one]


def _one_stop(text: str) -> str:
    """A sentence that ends with «Inès R.» has its full stop already."""
    return f"{text.removesuffix('..')}." if text.endswith("..") else text


def _told(content: AlarmContent, night: Night) -> str:
    last = {step.who: step.at for step in content.steps}
    if not last:
        return _("Personne n’est encore prévenu.")
    reached = {step.who for step in content.steps if step.at == last[step.who] and has_left(step, night.waiting)}
    sent = _people({who: when for who, when in last.items() if who in reached}, night)
    to_call = _people({who: when for who, when in last.items() if who not in reached}, night)
    said = [_("Message envoyé à %(people)s.") % {"people": sent}] if sent else []
    if to_call and night.means:
        said.append(_("Le message n’est pas parti : appelez %(people)s.") % {"people": to_call})
    elif to_call:
        said.append(_("Aucun message ne part d’ici : appelez %(people)s.") % {"people": to_call})
    return " ".join(said)


def _people(told: dict[str, datetime], night: Night) -> str:
    """«Judith L. (10 h 05) et Marc T. (10 h 20)», in the order in which they were told."""
    return words.join_words(
        [f"{night.names.get(who, '')} ({words.hour(at)})" for who, at in sorted(told.items(), key=lambda one: one[1])]
    )


def _next(then: Next, night: Night) -> str:
    people = night.called(then.users)
    if not people:
        return _("Personne d’autre ne peut être prévenu : il n’y a plus de compte à la coordination.")
    if then.at <= night.at:
        return _("Sans réponse, c’est maintenant à %(people)s.") % {"people": people}
    return _("Sans réponse à %(hour)s, ce sera à %(people)s.") % {"hour": words.hour(then.at), "people": people}


def hole_sentence(night: Night) -> str:
    """Said when the rota names nobody of first rank: who answers instead."""
    if night.rungs.has_first:
        return ""
    people = night.called(user for _role, user in night.rungs.reach(1))
    if not people:
        return _("Personne n’est inscrit d’astreinte, et personne ne peut répondre à sa place.")
    return _one_stop(_("Personne n’est inscrit d’astreinte : la réponse revient à %(people)s.") % {"people": people})


def failing_sentences(night: Night) -> list[str]:
    return [
        _("La passerelle %(means)s ne répond pas depuis %(hour)s ; appelez.")
        % {"means": gateways.NAMES[means], "hour": words.hour(since)}
        for means, since in sorted(night.failing.items())
    ]
