"""What was counted of closed questionnaires, read at once: as many statements for one session as for a thousand."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from havre.common.disclosure import INSIDE
from havre.surveys.content import SCALED, Content, Question
from havre.surveys.models import Edition, Survey
from havre.surveys.results import coarse_classes
from havre.surveys.wording import choices
from havre.training.counting import parts_of
from havre.training.models import Outcome, Teaching
from havre.training.results import Block, Tally, Told, blocks_of
from havre.vault.fields import fetch_keys

_tallies: dict[uuid.UUID, Tally] = {}
_blocks: dict[tuple[uuid.UUID | None, str], tuple[int, list[Block]]] = {}
"""Question of a questionnaire → (of how many sendings, the blocks)."""


@dataclass(frozen=True)
class Asked:
    """One question in the words of the last edition, with its blocks by moment."""

    key: str
    label: str
    is_scale: bool
    classes: list[tuple[str, Any]]
    blocks: dict[str, list[Block]]


def counted_surveys() -> list[Survey]:
    """Questionnaires of which anything was counted, the latest first. Two statements."""
    latest = dict(Outcome.objects.order_by("number").values_list("survey_id", "number"))
    rows = Survey.objects.filter(pk__in=latest).prefetch_related("editions")
    return sorted(rows, key=lambda one: -latest[one.pk])


def edition_of(survey: Survey) -> Edition:
    """The last one that was published, of editions read together."""
    published = [one for one in survey.editions.all() if one.published_on]
    return max(published, key=lambda one: one.number)


def told_of(survey: Survey | None = None) -> list[Told]:
    """In the order of counting; of all questionnaires where none is named. Three statements.

    A count never changes: what five people answered at least stays in the memory of the process, and is unsealed once.
    """
    rows = Outcome.objects.filter(survey=survey) if survey else Outcome.objects.all()
    plain = list(rows.order_by("number").values_list(*_PLAIN))
    tallies = _tallies_of([row[0] for row in plain])
    trainers: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    given = Teaching.objects.filter(session__outcomes__isnull=False).distinct()
    for session, trainer in given.values_list("session", "trainer"):
        trainers[session].add(trainer)
    return [
        Told(
            sending, moment, programme, year, invited, answered, tallies[sending], survey=asked, session=session,
            audiences=audiences, trainers=trainers.get(session, frozenset()),
        )
        for sending, moment, programme, year, invited, answered, asked, session, audiences in plain
    ]  # fmt: skip


_PLAIN = ("sending", "moment", "programme", "year", "invited", "answered", "survey", "session", "audiences")


def _tallies_of(sendings: list[uuid.UUID]) -> dict[uuid.UUID, Tally]:
    found = {one: _tallies[one] for one in sendings if one in _tallies}
    if missing := [one for one in sendings if one not in found]:
        rows = list(Outcome.objects.filter(pk__in=missing))
        fetch_keys(rows)
        for row in rows:
            found[row.pk] = Tally(row.unseal("counts") or {})
            if row.answered >= INSIDE:
                _tallies[row.pk] = found[row.pk]
    return found


def questions_of(content: Content, told: list[Told], moments: list[str]) -> list[Asked]:
    return [_asked(key, label, question, told, moments) for key, label, question in parts_of(content)]


def _asked(key: str, label: str, question: Question, told: list[Told], moments: list[str]) -> Asked:
    is_scale = question.type in SCALED
    classes = coarse_classes() if is_scale else choices(question)
    blocks: dict[str, list[Block]] = {moment: [] for moment in moments}
    for block in _all_blocks(told, key, is_scale=is_scale):
        blocks[block.moment].append(block)
    return Asked(key, label, is_scale, classes, blocks)


def _all_blocks(told: list[Told], key: str, *, is_scale: bool) -> list[Block]:
    survey = told[0].survey if told else None
    counted, found = _blocks.get((survey, key), (0, []))
    if counted != len(told):
        found = list(blocks_of(told, key, is_scale=is_scale))
        _blocks[survey, key] = (len(told), found)
    return found
