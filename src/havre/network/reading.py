"""Topics and difficulties as pages show them: how many partners said it, and to whom that number is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from havre.accounts.models import Organisation
from havre.countries.fr.life import MINISTRIES
from havre.countries.fr.network import EXCHANGE_TOPICS
from havre.network import audience
from havre.network.models import Answer, Difficulty, LocalWork, OfTopic, Proposal, Topic, Voice
from havre.network.states import TOPIC
from havre.vault.fields import fetch_keys

LEAST = 5
"""From so many partners on their number is told outside the coordination (law 8, for partners)."""


@dataclass(frozen=True)
class Row:
    """One topic in a list, as one account may read it."""

    id: uuid.UUID
    title: str
    field: str
    word: str | Promise
    shape: str
    moved_on: date
    partners: str
    is_ours: bool = False


@dataclass(frozen=True)
class Step:
    """One step of a topic: what was asked of a ministry, or what it answered."""

    on: date
    ministry: str
    text: str
    is_answer: bool


def language() -> str:
    return get_language() or "fr"


def field_word(code: str) -> str:
    return EXCHANGE_TOPICS.label(code, language())


def voices(topics: Iterable[Topic]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Topic → the organisations that told it, said «we too» or asked; two statements for all."""
    ids = [topic.pk for topic in topics]
    found: dict[uuid.UUID, set[uuid.UUID]] = {pk: set() for pk in ids}
    for model in (Difficulty, Voice):
        for topic_id, organisation_id in model._default_manager.filter(topic__in=ids).values_list(
            "topic_id", "organisation"
        ):
            found[topic_id].add(organisation_id)
    return found


def codes_of(rows: Iterable[Difficulty | LocalWork]) -> dict[uuid.UUID, str]:
    """Organisation → its code; one statement for all."""
    return dict(Organisation.objects.filter(pk__in={one.organisation for one in rows}).values_list("pk", "code"))


def partners_word(number: int, user: Any) -> str:
    """How many partners; outside the coordination never so few that one could be meant."""
    if number < LEAST and not audience.keeps(user):
        return _("moins de cinq partenaires")
    return ngettext("%(number)s partenaire", "%(number)s partenaires", number) % {"number": number}


def rows(topics: Iterable[Topic], user: Any) -> list[Row]:
    """The topics of a page; the same number of statements for three or for thirty."""
    listed = list(topics)
    fetch_keys(listed)
    said, own = voices(listed), audience.organisations_of(user)
    return [
        Row(
            one.pk, one.read().title, field_word(one.field), TOPIC.state(one.state).label, TOPIC.state(one.state).shape,
            one.moved_on, partners_word(len(said[one.pk]), user), bool(said[one.pk] & own),
        )
        for one in listed
    ]  # fmt: skip


def steps(topic: Topic) -> list[Step]:
    """What was carried to ministries and what they answered, in order; a proposal not yet carried is none."""
    carried = [_step(one, one.carried_on) for one in topic.proposals.all() if one.carried_on]
    heard = [_step(one, one.given_on) for one in topic.answers.all()]
    return sorted([*carried, *heard], key=lambda one: (one.on, one.is_answer))


def _step(row: OfTopic, on: date) -> Step:
    return Step(on, ministry_word(row), row.read().text, isinstance(row, Answer))


def ministry_word(row: OfTopic) -> str:
    return MINISTRIES.label(row.ministry, language())


def to_carry(topic: Topic) -> list[tuple[Proposal, str, str]]:
    """Proposals that were brought to nobody yet, with their ministry and text."""
    waiting = [one for one in topic.proposals.all() if one.carried_on is None]
    return [(one, ministry_word(one), one.read().text) for one in waiting]
