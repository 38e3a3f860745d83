"""What somebody answered: by key, checked against what was asked. Plain data.

One choice is a code, several a list of codes, a scale its step, a number a whole number, a day in ISO 8601, a matrix the
step of each row, a text its words. What nobody answered is not there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from havre.surveys.content import DAY, MATRIX, MOST, NUMBER, SEVERAL, STEPS, TEXTS, Content, Question

Answers = dict[str, Any]
LONGEST_NUMBER = -MOST


def is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether its condition holds, by the answers that were given before it."""
    if question.only_if is None:
        return True
    given = answers.get(question.only_if.key)
    wanted = question.only_if.equals
    return wanted in given if isinstance(given, list) else given == wanted


def of_asked(content: Content, answers: Mapping[str, Any]) -> Answers:
    """Only what was asked: the answer to a question whose condition does not hold is dropped, and so is, in turn, what
    depended on that answer."""
    kept: Answers = {}
    for question in content.questions:
        if question.key in answers and is_asked(question, kept):
            kept[question.key] = answers[question.key]
    return kept


def missing(content: Content, answers: Mapping[str, Any]) -> list[Question]:
    """Required questions that were asked and not answered."""
    return [q for q in content.questions if q.required and is_asked(q, answers) and q.key not in answers]


def texts_of(content: Content, answers: Mapping[str, Any]) -> dict[str, str]:
    """What was written in words of one's own, by key."""
    return {q.key: answers[q.key] for q in content.questions if q.type in TEXTS and q.key in answers}


def ticked_of(content: Content, answers: Mapping[str, Any]) -> Answers:
    """Everything else."""
    return {q.key: answers[q.key] for q in content.questions if q.type not in TEXTS and q.key in answers}


def size(answers: Answers) -> int:
    """Bytes of its JSON."""
    return len(json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode())


def largest(content: Content) -> int:
    """Bytes of the longest answers that can be ticked: every ballot is padded to that, so that none tells its length."""
    return size({q.key: _longest(q) for q in content.questions if q.type not in TEXTS})


def _longest(question: Question) -> Any:
    if question.type == SEVERAL:
        return question.codes
    if question.type == MATRIX:
        return dict.fromkeys((row.code for row in question.rows), STEPS[0])
    if question.type == NUMBER:
        return LONGEST_NUMBER
    if question.type == DAY:
        return "2026-01-01"
    return max(question.codes, key=len, default="")
