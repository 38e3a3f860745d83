"""What a coordinator can take back: the inverse that the law already knows, act by act."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from havre.assessments.models import Assessment
from havre.assessments.operations.opening import reopen
from havre.cases.models import Case
from havre.cases.operations import reopen_case
from havre.directory.models import Shelter
from havre.directory.operations.shelters import resume_shelter
from havre.placements.models import Interview, Transfer
from havre.placements.operations.interviews import cancel_interview
from havre.placements.operations.transfers import cancel_transfer
from havre.record.undo import Find, undoable


def _of_persons(rows: QuerySet[Any]) -> Find:
    """The one row of each person; where there are two, nobody can say which was meant."""

    def find(persons: Collection[uuid.UUID]) -> dict[uuid.UUID, Any]:
        found = list(rows.filter(person__in=persons))
        seen = Counter(row.situation_id for row in found)
        return {row.situation_id: row for row in found if seen[row.situation_id] == 1}

    return find


def _paused(shelters: Collection[uuid.UUID]) -> dict[uuid.UUID, Shelter]:
    return {row.pk: row for row in Shelter.objects.filter(pk__in=shelters) if row.read_profile().pause is not None}


def register() -> None:
    undoable(
        "case_closed", does=_("Le dossier se rouvre."), find=_of_persons(Case.objects.filter(state="closed")),
        act=lambda row, by, at: reopen_case(row, version=row.version, by=by, at=at),
    )  # fmt: skip
    for event, state in (("decided_search", "search"), ("decided_on_hold", "on_hold")):
        undoable(
            event, does=_("L’évaluation se rouvre ; la décision est à prendre."),
            find=_of_persons(Assessment.objects.filter(state=state)),
            act=lambda row, by, at: reopen(row, reason=str(_("décision inscrite par erreur")), version=row.version, by=by, at=at),
        )  # fmt: skip
    undoable(
        "interview_planned", does=_("L’entretien est annulé ; le lieu d’accueil garde sa réponse."),
        find=_of_persons(Interview.objects.filter(state="planned")),
        act=lambda row, by, at: cancel_interview(row, version=row.version, by=by, at=at),
    )  # fmt: skip
    undoable(
        "transfer_planned", does=_("Le voyage est annulé ; la place reste retenue."),
        find=_of_persons(Transfer.objects.filter(state="planned")),
        act=lambda row, by, at: cancel_transfer(row, reason=str(_("inscrit par erreur")), version=row.version, by=by, at=at),
    )  # fmt: skip
    undoable(
        "shelter_paused", does=_("La pause du lieu d’accueil est levée."), find=_paused, on_thread=False,
        act=lambda row, by, at: resume_shelter(row, version=row.version, by=by, at=at),
    )  # fmt: skip
