"""A questionnaire that asks one question of every kind, and people who answer it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from havre.accounts.models import User
from havre.surveys.content import (
    DAY,
    LONG,
    MATRIX,
    NUMBER,
    ONE,
    SCALE,
    SEVERAL,
    SHORT,
    YES_NO,
    Condition,
    Content,
    Option,
    Question,
    Section,
    Words,
)
from havre.surveys.models import Invitation, Sending, Survey
from havre.surveys.operations.answering import answer_anonymously, answer_named
from havre.surveys.operations.sending import open_sending, plan_sending
from havre.surveys.operations.writing import publish, start_survey
from tests.cast import AT


def both(text: str) -> Words:
    return {"fr": text, "en": f"{text} (en)"}


def options(*labels: str) -> list[Option]:
    return [Option(f"a{number}", both(label)) for number, label in enumerate(labels, 1)]


def content() -> Content:
    ends = {"low": both("pas du tout"), "high": both("tout à fait")}
    return Content(
        title=both("Avis sur une formation"), intro=both("Huit questions."), reads=both("Lu par la coordination."),
        sections=[
            Section(both("La journée"), {}, [
                Question("q1", ONE, both("Comment êtes-vous venue ?"), options=options("en train", "à pied"), required=True),
                Question("q2", SCALE, both("La journée a-t-elle été utile ?"), **ends),
                Question("q3", LONG, both("Pourquoi ?"), only_if=Condition("q2", "1")),
                Question("q4", SEVERAL, both("Qu’avez-vous suivi ?"), options=options("matin", "midi", "soir")),
            ]),
            Section(both("Vous"), both("Rien ne dit qui vous êtes."), [
                Question("q5", YES_NO, both("Reviendrez-vous ?")),
                Question("q6", NUMBER, both("Depuis combien d’années ?"), unit=both("ans"), least=0, most=40),
                Question("q7", SHORT, both("Un mot ?")),
                Question("q8", DAY, both("Quel jour ?")),
                Question("q9", MATRIX, both("Que valent"), rows=[Option("r1", both("la salle")), Option("r2", both("le repas"))], **ends),
            ]),
        ],
    )  # fmt: skip


def a_survey(by: User, *, naming: str = "anonymous", code: str = "avis", at: datetime = AT) -> Survey:
    """Published."""
    survey = start_survey(code=code, naming=naming, content=content(), by=by, at=at)
    publish(survey.latest, by=by, at=at)
    return Survey.objects.get(pk=survey.pk)


def a_sending(
    survey: Survey, by: User, *, at: datetime = AT, opened: bool = True, label: str = "Session de mars", **circle: Any
) -> Sending:
    """Open for a week; to 20 links where no circle is given."""
    circle = circle or {"links_for": [""] * 20}
    today = timezone.localdate(at)
    sending = plan_sending(
        survey, label=label, opens_on=today, closes_on=today + timedelta(days=7), by=by, at=at, **circle
    )
    if opened:
        open_sending(sending, by=by, at=at)
    return Sending.objects.select_related("edition__survey").get(pk=sending.pk)


def waiting(sending: Sending) -> list[Invitation]:
    rows = sending.invitations.filter(answered=False).select_related("sending__edition__survey")
    return list(rows.order_by("id"))


def answered(sending: Sending, *each: dict[str, Any], at: datetime = AT) -> None:
    """One answer after the other, each by the next invitation."""
    for invitation, answers in zip(waiting(sending), each, strict=False):
        given = {"q1": "a1"} | answers
        if sending.edition.survey.is_anonymous:
            answer_anonymously(invitation, answers=given, by=None, at=at)
        else:
            by = User.objects.filter(pk=invitation.account).first()
            answer_named(invitation, answers=given, by=by, at=at)
