"""What was counted of closed questionnaires, read at once: as many statements for one session as for a thousand."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from havre.surveys.content import SCALED, Content, Question
from havre.surveys.models import Edition, Survey
from havre.surveys.results import coarse_classes
from havre.surveys.wording import choices
from havre.training.counting import parts_of
from havre.training.models import Outcome, Teaching
from havre.training.results import Block, Told, blocks_of
from havre.vault.fields import fetch_keys


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
    """In the order of counting; of all questionnaires where none is named. Three statements."""
    rows = Outcome.objects.order_by("number")
    listed = list(rows.filter(survey=survey) if survey else rows)
    fetch_keys(listed)
    trainers: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for session, trainer in (
        Teaching.objects.filter(session__outcomes__isnull=False).distinct().values_list("session", "trainer")
    ):
        trainers[session].add(trainer)
    return [_told(one, trainers) for one in listed]


def _told(row: Outcome, trainers: dict[uuid.UUID, set[uuid.UUID]]) -> Told:
    gave = trainers.get(row.session_id, set()) if row.session_id else set()
    return Told(
        row.sending_id, row.moment, row.programme_id, row.year, row.invited, row.answered, row.unseal("counts") or {},
        survey=row.survey_id, session=row.session_id, audiences=row.audiences, trainers=gave,
    )  # fmt: skip


def questions_of(content: Content, told: list[Told], moments: list[str]) -> list[Asked]:
    return [_asked(key, label, question, told, moments) for key, label, question in parts_of(content)]


def _asked(key: str, label: str, question: Question, told: list[Told], moments: list[str]) -> Asked:
    is_scale = question.type in SCALED
    classes = coarse_classes() if is_scale else choices(question)
    blocks: dict[str, list[Block]] = {moment: [] for moment in moments}
    for block in blocks_of(told, key, is_scale=is_scale):
        blocks[block.of[0].moment].append(block)
    return Asked(key, label, is_scale, classes, blocks)
