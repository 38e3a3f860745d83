"""What was counted of closed questionnaires, read at once: as many statements for one session as for a thousand."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max

from havre.common.disclosure import INSIDE
from havre.surveys.content import SCALED, Content, Question
from havre.surveys.models import Edition, Survey
from havre.surveys.results import coarse_classes
from havre.surveys.wording import choices
from havre.training.counting import parts_of
from havre.training.models import Outcome, Teaching
from havre.training.results import Block, Tally, Told, blocks_of
from havre.vault.keys import key_cache, open_keys

Blocks = dict[str, list[Block]]
NOTHING = Tally({})
_counted: tuple[Told, ...] = ()
"""All that was counted, in that order: it never changes, and is read and unsealed once in a process."""
_blocks: dict[uuid.UUID, tuple[int, Blocks]] = {}
"""Questionnaire → (of how many sendings, the blocks of each question)."""


@dataclass(frozen=True)
class Asked:
    """One question in the words of the last edition, with its blocks by moment."""

    key: str
    label: str
    is_scale: bool
    classes: list[tuple[str, Any]]
    blocks: dict[str, list[Block]]


def counted_surveys() -> list[Survey]:
    """Questionnaires of which anything was counted, the latest first. Three statements."""
    counted = Outcome.objects.order_by().values("survey").annotate(latest=Max("number"))
    latest = dict(counted.values_list("survey", "latest"))
    rows = Survey.objects.filter(pk__in=latest).prefetch_related("editions")
    return sorted(rows, key=lambda one: -latest[one.pk])


def edition_of(survey: Survey) -> Edition:
    """The last one that was published, of editions read together."""
    published = [one for one in survey.editions.all() if one.published_on]
    return max(published, key=lambda one: one.number)


def told_of(survey: Survey | None = None) -> list[Told]:
    """In the order of counting; of all questionnaires where none is named. One statement where nothing new was counted.

    What five people answered at least stays in the memory of the process; of the others, only that they were counted.
    The session of one may have gone since: see ``of_kept_sessions``.
    """
    global _counted
    known = _counted
    rows = _read_from(known[-1].number if known else 0)
    if known and (not rows or rows[0][1] != known[-1].sending):  # another database, or one put back from a backup
        known, rows = (), _read_from(0)
    if new := rows[1:] if known else rows:
        known = _counted = (*known, *_told(new))
    return [one for one in known if survey is None or one.survey == survey.pk]


_READ = (
    "number", "sending", "counts", "moment", "programme", "year", "invited", "answered", "survey", "session", "audiences",
)  # fmt: skip


def _read_from(number: int) -> list[Any]:
    return list(Outcome.objects.filter(number__gte=number).order_by("number").values_list(*_READ))


def _told(rows: list[Any]) -> Iterator[Told]:
    tallies = _unsealed([(row[1], row[2]) for row in rows if row[7] >= INSIDE])
    for number, sending, _counts, moment, programme, year, invited, answered, survey, session, audiences in rows:
        yield Told(
            sending, moment, programme, year, invited, answered, tallies.get(sending, NOTHING), number=number,
            survey=survey, session=session, audiences=audiences,
        )  # fmt: skip


def _unsealed(rows: Collection[tuple[uuid.UUID, bytes]]) -> dict[uuid.UUID, Tally]:
    """Sending and sealed counts → what they say."""
    with key_cache():
        open_keys(sending for sending, _counts in rows)
        return {sending: Tally(Outcome.unsealed("counts", sending, counts)) for sending, counts in rows}


def of_kept_sessions(survey: Survey) -> list[int]:
    """The numbers of what was counted of sessions that are still kept, the latest session first. One statement."""
    rows = Outcome.objects.filter(survey=survey, session__isnull=False)
    return list(rows.order_by("-session__starts_on", "session", "number").values_list("number", flat=True))


def taught() -> dict[uuid.UUID, set[uuid.UUID]]:
    """Trainer → sessions of which anything was counted. One statement."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    given = Teaching.objects.filter(session__outcomes__isnull=False).distinct()
    for trainer, session in given.values_list("trainer", "session"):
        found[trainer].add(session)
    return found


def questions_of(content: Content, told: list[Told], moments: list[str]) -> list[Asked]:
    """``told`` is all that was counted of the questionnaire."""
    parts = parts_of(content)
    blocks = _blocks_of(told, parts)
    return [_asked(key, label, question, blocks[key], moments) for key, label, question in parts]


def _asked(key: str, label: str, question: Question, found: list[Block], moments: list[str]) -> Asked:
    is_scale = question.type in SCALED
    classes = coarse_classes() if is_scale else choices(question)
    blocks = {moment: [one for one in found if one.moment == moment] for moment in moments}
    return Asked(key, label, is_scale, classes, blocks)


def _blocks_of(told: list[Told], parts: list[tuple[str, str, Question]]) -> Blocks:
    """Made anew when more was counted, with what few answered too: that is unsealed for it, and let go again."""
    if not told or told[0].survey is None:
        return defaultdict(list)
    survey = told[0].survey
    of, found = _blocks.get(survey, (0, {}))
    if of != len(told) or any(key not in found for key, _label, _question in parts):
        few: Any = Outcome.objects.filter(survey=survey, answered__lt=INSIDE).values_list("sending", "counts")
        small = _unsealed(list(few))
        whole = [replace(one, tally=small[one.sending]) if one.sending in small else one for one in told]
        found = {key: list(blocks_of(whole, key, is_scale=question.type in SCALED)) for key, _label, question in parts}
        _blocks[survey] = (len(told), found)
    return found
