"""What those of a session answered, before it, at its end and three months after; written all at once."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from havre.accounts.models import User
from havre.demo import questionnaires
from havre.record.operations import operation, record
from havre.surveys.answers import largest, of_asked, texts_of, ticked_of
from havre.surveys.ballots import TEXT_BYTES, padded
from havre.surveys.content import MATRIX, SCALE, Content
from havre.surveys.models import Ballot, BallotText, Invitation, Sending
from havre.surveys.operations.sending import close_sending, facts_of
from havre.training.models import Session
from havre.training.models_evaluation import Moment
from havre.training.moments import kind_of

SHARE = {Moment.BEFORE: 0.85, Moment.END: 0.8, Moment.LATER: 0.55}
STEPS = {Moment.BEFORE: (12, 40, 30, 14, 4), Moment.END: (0, 2, 8, 42, 48), Moment.LATER: (1, 4, 15, 48, 32)}
"""How many of a hundred tick each step of a scale."""


def answer(session: Session, moment: Moment, rng: random.Random, at: datetime) -> None:
    """What went out is answered by most, then closed."""
    sending = Sending.objects.select_related("edition__survey").filter(about=session.pk, kind=kind_of(moment)).first()
    if sending is None:
        return
    content = sending.edition.read()
    waiting = questionnaires.waiting(sending)
    given = [_answers(rng, content, moment) for _each in range(round(len(waiting) * SHARE[moment]))]
    _fill(sending, waiting[: len(given)], given, by=None, at=at)
    close_sending(sending, by=None, at=at)


def _answers(rng: random.Random, content: Content, moment: Moment) -> dict[str, Any]:
    found = questionnaires.some_answers(rng, content)
    for question in content.questions:
        if question.type == SCALE:
            found[question.key] = _step(rng, moment)
        elif question.type == MATRIX:
            found[question.key] = {row.code: _step(rng, moment) for row in question.rows}
    return of_asked(content, found)


def _step(rng: random.Random, moment: Moment) -> str:
    return rng.choices("12345", STEPS[moment])[0]


@operation
def _fill(
    sending: Sending, invited: list[Invitation], given: list[dict[str, Any]], *, by: User | None, at: datetime
) -> None:
    """The first ballots of the table, whose keys are random, as many as answered."""
    content = sending.edition.read()
    length = largest(content)
    ballots = list(Ballot.objects.filter(sending=sending).order_by("id")[: len(given)])
    for ballot, answers in zip(ballots, given, strict=True):
        ballot.filled = True
        ballot.seal("ticked", padded(ticked_of(content, answers), length))
    Ballot.objects.bulk_update(ballots, ["filled", "ticked"])
    blank = list(BallotText.objects.filter(sending=sending).order_by("id"))
    written = []
    for answers in given:
        for key, text in texts_of(content, answers).items():
            row = next(one for one in blank if one.key == key and not one.filled)
            row.filled = True
            row.seal("text", padded(text, TEXT_BYTES))
            written.append(row)
    BallotText.objects.bulk_update(written, ["filled", "text"])
    Invitation.objects.filter(pk__in=[one.pk for one in invited]).update(answered=True)
    for _each in given:
        record("survey_answered", facts=facts_of(sending), thread=False)
