"""Questionnaires and their sendings as lists: each table read once, whatever the number of rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q

from havre.record.transitions import StateTable
from havre.surveys.content import say
from havre.surveys.models import Edition, Sending, SendingQuerySet, Survey
from havre.surveys.results import rates
from havre.surveys.states import SENDING, SURVEY
from havre.vault.fields import fetch_keys


@dataclass(frozen=True)
class SurveyRow:
    id: uuid.UUID
    code: str
    title: str
    naming: str
    edition: int
    is_draft: bool
    sendings: int
    open: int
    shape: str
    word: str


@dataclass(frozen=True)
class SendingRow:
    id: uuid.UUID
    number: int
    edition: int
    label: str
    opens_on: date
    closes_on: date
    state: str
    shape: str
    word: str
    invited: int
    answered: int

    @property
    def rate(self) -> int:
        return round(100 * self.answered / self.invited) if self.invited else 0


def _look(table: StateTable, code: str) -> dict[str, str]:
    state = table.state(code)
    return {"shape": state.shape, "word": str(state.label)}


def surveys(user: Any) -> list[SurveyRow]:
    counted = {"sent": Count("editions__sendings"), "open": Count("editions__sendings", filter=Q(editions__sendings__state="open"))}  # fmt: skip
    rows = Survey.objects.visible_to(user).annotate(**counted)
    editions = Prefetch("editions", queryset=Edition.objects.order_by("number"))
    return [_survey(row) for row in rows.prefetch_related(editions).order_by("state", "code")]


def _survey(row: Any) -> SurveyRow:
    last = list(row.editions.all())[-1]
    return SurveyRow(
        row.pk, row.code, say(last.content.get("title", {})) or row.code, str(row.get_naming_display()), last.number,
        last.published_on is None, row.sent, row.open, **_look(SURVEY, row.state),
    )  # fmt: skip


def of_survey(survey: Survey) -> SendingQuerySet:
    """Its sendings, the latest first."""
    return Sending.objects.filter(edition__survey=survey).select_related("edition").order_by("-number")


def sendings(rows: Sequence[Sending]) -> list[SendingRow]:
    """What a page of them shows, inside a key cache."""
    fetch_keys(rows)
    counted = rates(rows)
    return [
        SendingRow(
            row.pk, row.number, row.edition.number, row.label, row.opens_on, row.closes_on, row.state,
            invited=counted[row.pk][0], answered=counted[row.pk][1], **_look(SENDING, row.state),
        )
        for row in rows
    ]  # fmt: skip
