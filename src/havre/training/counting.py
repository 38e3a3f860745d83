"""What was ticked, as numbers: for each question that everybody was asked, how many gave which answer. Plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from havre.surveys.answers import Answers
from havre.surveys.content import MATRIX, ONE, SCALE, SCALED, YES_NO, Content, Question, say

Counts = dict[str, dict[str, int]]
COUNTED = frozenset({ONE, SCALE, YES_NO, MATRIX})


def asked_of_all(content: Content) -> list[Question]:
    """A question that depends on an answer would tell by its total how many gave that answer."""
    return [one for one in content.questions if one.type in COUNTED and one.only_if is None]


def counts_of(content: Content, given: Iterable[Answers]) -> Counts:
    """A row of a matrix is a question of its own: «q2.r1»."""
    found: dict[str, Counter[str]] = {key: Counter() for key, _label, _question in parts_of(content)}
    for answers in given:
        for question in asked_of_all(content):
            value = answers.get(question.key)
            if question.type == MATRIX:
                for row, step in (value or {}).items():
                    found[f"{question.key}.{row}"][step] += 1
            elif value is not None:
                found[question.key][value] += 1
    return {key: dict(counts) for key, counts in found.items()}


def parts_of(content: Content) -> list[tuple[str, str, Question]]:
    """(key, words, question) of everything that is counted, in order."""
    found = []
    for question in asked_of_all(content):
        label = say(question.label)
        if question.type == MATRIX:
            found += [(f"{question.key}.{row.code}", f"{label} – {say(row.label)}", question) for row in question.rows]
        else:
            found.append((question.key, label, question))
    return found


def rating_of(content: Content) -> str:
    """The key by which a questionnaire is told in one number: its first scale; empty where it has none."""
    return next((key for key, _label, question in parts_of(content) if question.type in SCALED), "")
