"""A difficulty is told, joined with others into a topic, proposed to a ministry, answered."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.common.dataclass_json import to_json
from havre.countries.fr.life import MINISTRIES, SET_ASIDE
from havre.countries.fr.network import EXCHANGE_TOPICS
from havre.network.asked import organisations_asking
from havre.network.content import Said, TopicText
from havre.network.models import Answer, Difficulty, Proposal, Topic, Voice
from havre.network.operations.common import names, put_on_record, require_keeper, require_voice
from havre.network.states import TOPIC
from havre.record import words
from havre.record.operations import NotAllowed, OnBehalf, Refusal, expect_version, operation, said_at, save
from havre.record.transitions import NotNow, move
from havre.vault import keys

words.register(
    {
        "difficulty_told": _("Difficulté dite par un partenaire"),
        "difficulty_joined": _("Difficulté jointe à un sujet"),
        "difficulty_parted": _("Difficulté retirée d’un sujet"),
        "topic_opened": _("Sujet ouvert"),
        "topic_rewritten": _("Sujet récrit"),
        "topic_shared": _("Un partenaire de plus pour un sujet"),
        "proposal_written": _("Proposition écrite"),
    }
)


class DayToCome(Refusal):
    sentence = _("Ce jour n’est pas encore venu. Corrigez-le ; le reste est gardé.")


class BeforeWriting(Refusal):
    sentence = _("La proposition n’était pas encore écrite ce jour-là. Corrigez le jour ; le reste est gardé.")


@operation
def tell_difficulty(
    difficulty_id: uuid.UUID, *, organisation: Organisation, field: str, text: str, by: User | None, at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Difficulty:  # fmt: skip
    """What a partner cannot solve alone, by its account or on the telephone; sent twice, it is told once.

    Raises ``NotAllowed``.
    """
    require_voice(by, organisation)
    _known(field)
    known = Difficulty.objects.filter(pk=difficulty_id).first()
    if known is not None:
        if known.organisation != organisation.pk:
            raise NotAllowed
        return known
    keys.create_subject("locations", subject=difficulty_id)
    told_on = timezone.localdate(said_at(at, on_behalf_of))
    row = Difficulty(id=difficulty_id, organisation=organisation.pk, field=field, told_on=told_on)
    row.seal("content", to_json(Said(text, **names(by, on_behalf_of))))
    row.save(force_insert=True)
    put_on_record("difficulty_told", row, "content")
    return row


@operation
def open_topic(
    topic_id: uuid.UUID, *, field: str, title: str, text: str, difficulties: list[Difficulty], by: User | None, at: datetime
) -> Topic:  # fmt: skip
    """Make one topic of what partners told; sent twice, it is opened once. Raises ``NotAllowed``."""
    require_keeper(by)
    _known(field)
    known = Topic.objects.filter(pk=topic_id).first()
    if known is not None:
        return known
    today = timezone.localdate(at)
    keys.create_subject("locations", subject=topic_id)
    topic = Topic(id=topic_id, field=field, opened_on=today, moved_on=today)
    topic.seal("content", to_json(TopicText(title, text)))
    topic.save(force_insert=True)
    put_on_record("topic_opened", topic, "content")
    for one in difficulties:
        _join(one, topic)
    return topic


@operation
def rewrite_topic(
    topic: Topic, *, field: str, title: str, text: str, version: int | None = None, by: User, at: datetime
) -> None:
    """Other words for the same topic. Raises ``Stale``, ``NotAllowed``."""
    require_keeper(by)
    _known(field)
    expect_version(topic, version)
    content = topic.read()
    content.title, content.text = title, text
    topic.field = field
    topic.seal("content", to_json(content))
    save(topic, "field", "content")
    put_on_record("topic_rewritten", topic, "field", "content")


@operation
def join_difficulty(
    difficulty: Difficulty, *, topic: Topic, version: int | None = None, by: User, at: datetime
) -> None:
    """It belongs to that topic, and to no other. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    require_keeper(by)
    expect_version(difficulty, version)
    if difficulty.topic_id is not None or not topic.is_under_way:
        raise NotNow
    _join(difficulty, topic)


def _join(difficulty: Difficulty, topic: Topic) -> None:
    difficulty.topic = topic
    save(difficulty, "topic")
    put_on_record("difficulty_joined", difficulty, "topic")


@operation
def part_difficulty(difficulty: Difficulty, *, version: int | None = None, by: User, at: datetime) -> None:
    """It was joined by mistake: it waits again. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    require_keeper(by)
    expect_version(difficulty, version)
    if difficulty.topic_id is None:
        raise NotNow
    difficulty.topic = None
    save(difficulty, "topic")
    put_on_record("difficulty_parted", difficulty, "topic")


@operation
def say_we_too(
    topic: Topic, *, organisation: Organisation, by: User | None, at: datetime, on_behalf_of: OnBehalf | None = None
) -> None:
    """One partner more; said twice, it counts once. Raises ``NotNow``, ``NotAllowed``."""
    require_voice(by, organisation)
    if not topic.is_under_way:
        raise NotNow
    _voice(topic, organisation.pk)


@operation
def join_those_who_asked(topic: Topic, *, by: User, at: datetime) -> int:
    """Count the partners that asked about it in exchanges of this year and the last. How many are new.

    Raises ``NotNow``, ``NotAllowed``.
    """
    require_keeper(by)
    if not topic.is_under_way:
        raise NotNow
    asking = organisations_asking(topic.field, timezone.localdate(at).year)
    return sum(_voice(topic, organisation_id) for organisation_id in sorted(asking))


def _voice(topic: Topic, organisation_id: uuid.UUID) -> bool:
    _row, made = Voice.objects.get_or_create(topic=topic, organisation=organisation_id)
    if made:
        put_on_record("topic_shared", topic, "voices")
    return made


@operation
def write_proposal(topic: Topic, *, ministry: str, text: str, by: User | None, at: datetime) -> Proposal:
    """What is to be asked of a ministry; partners read it once it was carried there. Raises ``NotNow``, ``NotAllowed``."""
    require_keeper(by)
    if ministry not in MINISTRIES:
        raise ValueError(f"{ministry!r} is no ministry")
    if not topic.is_under_way:
        raise NotNow
    row = Proposal(topic=topic, ministry=ministry, written_on=timezone.localdate(at))
    row.seal("content", to_json(Said(text, **names(by, None))))
    row.save(force_insert=True)
    put_on_record("proposal_written", topic, "proposals.content")
    return row


@operation
def carry_proposal(
    proposal: Proposal, *, carried_on: date, version: int | None = None, by: User | None, at: datetime
) -> None:
    """It was brought to its ministry on that day. Raises ``DayToCome``, ``BeforeWriting``, ``NotNow``, ``Stale``,
    ``NotAllowed``."""
    require_keeper(by)
    expect_version(proposal, version)
    _past(carried_on, at)
    if carried_on < proposal.written_on:
        raise BeforeWriting
    if proposal.carried_on is not None:
        raise NotNow
    proposal.carried_on = carried_on
    save(proposal, "carried_on")
    _go(proposal.topic, "carry", by, on=carried_on)


@operation
def note_answer(topic: Topic, *, ministry: str, given_on: date, text: str, by: User | None, at: datetime) -> Answer:
    """What a ministry answered. Raises ``DayToCome``, ``NotNow``, ``NotAllowed``."""
    require_keeper(by)
    _past(given_on, at)
    row = Answer(topic=topic, ministry=ministry, given_on=given_on)
    row.seal("content", to_json(Said(text, **names(by, None))))
    _go(topic, "hear", by, on=given_on)
    row.save(force_insert=True)
    return row


@operation
def settle_topic(topic: Topic, *, text: str, version: int | None = None, by: User | None, at: datetime) -> None:
    """It is solved; ``text`` says how. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    expect_version(topic, version)
    _end(topic, text)
    _go(topic, "settle", by, "content", on=timezone.localdate(at))


@operation
def set_topic_aside(
    topic: Topic, *, reason: str, text: str, version: int | None = None, by: User | None, at: datetime
) -> None:
    """It is not carried on, for a reason that partners read. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    if reason not in SET_ASIDE:
        raise ValueError(f"{reason!r} is no reason")
    expect_version(topic, version)
    topic.reason = reason
    _end(topic, text)
    _go(topic, "set_aside", by, "reason", "content", on=timezone.localdate(at))


@operation
def reopen_topic(topic: Topic, *, version: int | None = None, by: User | None, at: datetime) -> None:
    """It comes back, whatever was said at its end. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    expect_version(topic, version)
    topic.reason = ""
    _end(topic, "")
    _go(topic, "reopen", by, "reason", "content", on=timezone.localdate(at))


def _end(topic: Topic, text: str) -> None:
    content = topic.read()
    content.end = text
    topic.seal("content", to_json(content))


def _go(topic: Topic, verb: str, by: User | None, *changed: str, on: date) -> None:
    topic.moved_on = max(on, topic.moved_on)
    move(TOPIC, topic, verb, changed=("moved_on", *changed), as_system=by is None, thread=False)


def _known(field: str) -> None:
    if field not in EXCHANGE_TOPICS:
        raise ValueError(f"{field!r} is no field")


def _past(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise DayToCome
