"""Questionnaires of the house that a browser walks through: one being written, one to answer, one that was answered twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from havre.accounts.models import User
from havre.surveys.models import Invitation
from havre.surveys.operations.sending import close_sending
from havre.surveys.operations.writing import start_survey
from tests.surveys.example import a_sending, a_survey, answered, content


def pages(keeper: User, asked: User, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """Address of each page, by name: of whoever keeps questionnaires, and of whoever is asked."""
    survey = a_survey(keeper, at=now)
    given: list[dict[str, Any]] = [{"q2": "5", "q4": ["a1"], "q6": 3, "q9": {"r1": "4"}}] * 9 + [{"q2": "1"}] * 3
    for _time in range(2):
        sending = a_sending(survey, keeper, at=now, links_for=[""] * 14, papers=2)
        answered(sending, *given, at=now)
        close_sending(sending, by=keeper, at=now)
    on_paper = a_sending(survey, keeper, at=now, papers=3)
    draft = start_survey(code="ecrit", naming="anonymous", content=content(), by=keeper, at=now)
    a_sending(a_survey(keeper, naming="named", code="signe", at=now), keeper, at=now, accounts=[asked])
    own = reverse("surveys:answer", args=[Invitation.objects.get(account=asked.pk).pk])
    kept = {
        "surveys": reverse("surveys:list"),
        "survey": reverse("surveys:detail", args=[survey.pk]),
        "survey-draft": reverse("surveys:detail", args=[draft.pk]),
        "survey-question": reverse("surveys:question", args=[draft.pk, "q9"]),
        "survey-preview": reverse("surveys:preview", args=[draft.latest.pk]),
        "survey-paper": reverse("surveys:paper", args=[sending.edition_id]),
        "survey-plan": reverse("surveys:plan", args=[survey.pk]),
        "survey-sending": reverse("surveys:sending", args=[on_paper.pk]),
        "survey-type": reverse("surveys:type_paper", args=[on_paper.pk]),
        "survey-results": reverse("surveys:results", args=[sending.pk]),
        "survey-compare": reverse("surveys:compare", args=[survey.pk]),
    }
    to_answer = {"surveys": reverse("surveys:mine"), "survey": own, "survey-part": f"{own}?etape=0"}
    return kept, to_answer
