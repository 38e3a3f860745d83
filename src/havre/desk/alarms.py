"""Alarms that nobody has taken yet, as the bar under the head of every page says them, and how they climb."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.common import parts, words
from havre.directory.ladder import Ladder, ladder
from havre.people.models import Person
from havre.placements.content import AlarmContent, read
from havre.placements.models import Alarm, with_people
from havre.placements.operations.alarms import KINDS
from havre.placements.operations.climbing import Next, next_of
from havre.placements.told import has_left
from havre.record import gateways, outbox
from havre.vault.fields import fetch_keys


@dataclass(frozen=True)
class Watch:
    """What all alarms of one moment share: the ladder, the gateways, how colleagues are called."""

    rungs: Ladder
    means: list[str]
    failing: dict[str, datetime]
    waiting: set[str]
    names: dict[str, str]

    def called(self, users: Iterable[User]) -> str:
        return words.join_words([self.names.get(str(user.pk), "") for user in users])


def watch_of(contents: Iterable[AlarmContent], at: datetime) -> Watch:
    """A handful of statements whatever the number of alarms."""
    contents = list(contents)
    rungs, means = ladder(at), gateways.configured()
    known = {user.pk: user for _role, user in rungs.reach(len(rungs.rungs))}
    wanted = {uuid.UUID(one) for content in contents for one in [*content.told, content.taken_by] if one}
    users = [*known.values(), *User.objects.filter(pk__in=wanted - known.keys())]
    fetch_keys(users)
    messages = [step.message for content in contents for step in content.steps if step.means]
    return Watch(
        rungs, means, outbox.failing() if means else {}, outbox.still_waiting(messages) if messages else set(),
        {str(user.pk): user.name for user in users},
    )  # fmt: skip


def open_alarms(at: datetime) -> list[parts.Alarm]:
    """The alarms without anybody in charge, the longest first. No place is named."""
    rows = list(Alarm.objects.filter(state="open", person__isnull=False))
    if not rows:
        return []
    people = with_people(rows)
    fetch_keys(rows)
    told = sorted(((read(row, "content", AlarmContent), row) for row in rows), key=lambda one: one[0].since)
    watch = watch_of([content for content, _row in told], at)
    return [_bar(row, content, people[row.situation_id], watch, at) for content, row in told]


def _bar(row: Alarm, content: AlarmContent, person: Person, watch: Watch, at: datetime) -> parts.Alarm:
    return parts.Alarm(
        text=sentence(content, person, at),
        sub=" ".join(climb_sentences(content, watch, at)),
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


def climb_sentences(content: AlarmContent, watch: Watch, at: datetime) -> list[str]:
    """Who was told and when, who is next, what stands in the way: whom to telephone when nothing leaves the house."""
    said = [_told(content, watch), _next(next_of(content, watch.rungs), watch, at), hole_sentence(watch)]
    return [_one_stop(one) for one in [*said, *failing_sentences(watch)] if one]


def _one_stop(text: str) -> str:
    """A sentence that ends with «Inès R.» has its full stop already."""
    return f"{text.removesuffix('..')}." if text.endswith("..") else text


def _told(content: AlarmContent, watch: Watch) -> str:
    last = {step.who: step.at for step in content.steps}
    if not last:
        return _("Personne n’est encore prévenu.")
    reached = {step.who for step in content.steps if step.at == last[step.who] and has_left(step, watch.waiting)}
    sent = _people({who: when for who, when in last.items() if who in reached}, watch)
    to_call = _people({who: when for who, when in last.items() if who not in reached}, watch)
    said = [_("Message envoyé à %(people)s.") % {"people": sent}] if sent else []
    if to_call and watch.means:
        said.append(_("Le message n’est pas parti : appelez %(people)s.") % {"people": to_call})
    elif to_call:
        said.append(_("Aucun message ne part d’ici : appelez %(people)s.") % {"people": to_call})
    return " ".join(said)


def _people(told: dict[str, datetime], watch: Watch) -> str:
    """«Judith L. (10 h 05) et Marc T. (10 h 20)», in the order in which they were told."""
    return words.join_words(
        [f"{watch.names.get(who, '')} ({words.hour(at)})" for who, at in sorted(told.items(), key=lambda one: one[1])]
    )


def _next(then: Next, watch: Watch, at: datetime) -> str:
    people = watch.called(then.users)
    if not people:
        return _("Personne d’autre ne peut être prévenu : il n’y a plus de compte à la coordination.")
    if then.at <= at:
        return _("Sans réponse, c’est maintenant à %(people)s.") % {"people": people}
    return _("Sans réponse à %(hour)s, ce sera à %(people)s.") % {"hour": words.hour(then.at), "people": people}


def hole_sentence(watch: Watch) -> str:
    """Said when the rota names nobody of first rank: who answers instead."""
    if watch.rungs.has_first:
        return ""
    people = watch.called(user for _role, user in watch.rungs.reach(1))
    if not people:
        return _("Personne n’est inscrit d’astreinte, et personne ne peut répondre à sa place.")
    return _one_stop(_("Personne n’est inscrit d’astreinte : la réponse revient à %(people)s.") % {"people": people})


def failing_sentences(watch: Watch) -> list[str]:
    return [
        _("La passerelle %(means)s ne répond pas depuis %(hour)s ; appelez.")
        % {"means": gateways.NAMES[means], "hour": words.hour(since)}
        for means, since in sorted(watch.failing.items())
    ]
