"""What a questionnaire asks: sections, questions, answers to choose from, conditions. Plain data, kept as JSON.

A question has a ``key`` that it keeps from one edition to the next, and so has every answer that can be chosen: that is
how years compare. Every text stands in each language of the house.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language

ONE, SEVERAL, SCALE, YES_NO = "one", "several", "scale", "yes_no"
NUMBER, SHORT, LONG, DAY, MATRIX = "number", "short", "long", "day", "matrix"
TYPES = (ONE, SEVERAL, SCALE, YES_NO, NUMBER, SHORT, LONG, DAY, MATRIX)
TEXTS = frozenset({SHORT, LONG})
"""Answered in words of one's own: kept apart from what is ticked where nobody is named."""
LISTED = frozenset({ONE, SEVERAL})
SCALED = frozenset({SCALE, MATRIX})
CONDITIONS = frozenset({ONE, SEVERAL, SCALE, YES_NO})
"""What another question can depend on: something that was chosen."""
STEPS = ("1", "2", "3", "4", "5")
YES, NO, NOT_CONCERNED = "yes", "no", "na"
SHORT_LENGTH, LONG_LENGTH = 200, 1000
MOST = 1_000_000_000

Words = dict[str, str]
"""Language → text."""


def languages() -> list[str]:
    """The languages in which every text of a questionnaire stands."""
    return [code for code, _name in settings.LANGUAGES]


def say(words: Words) -> str:
    """In the language of the page; in French where nobody has translated it yet."""
    language = (get_language() or "fr").partition("-")[0]
    return words.get(language) or words.get("fr", "")


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen, or one row of a matrix."""

    code: str = ""
    label: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """The question is asked only where the answer to ``key`` is, or contains, ``equals``."""

    key: str = ""
    equals: str = ""


@dataclass(frozen=True)
class Question:
    """``low`` and ``high`` are the words at the ends of a scale; ``unit``, ``least`` and ``most`` belong to a number."""

    key: str = ""
    type: str = ONE
    label: Words = field(default_factory=dict)
    help: Words = field(default_factory=dict)
    required: bool = False
    options: list[Option] = field(default_factory=list)
    rows: list[Option] = field(default_factory=list)
    low: Words = field(default_factory=dict)
    high: Words = field(default_factory=dict)
    unit: Words = field(default_factory=dict)
    least: int | None = None
    most: int | None = None
    only_if: Condition | None = None

    @property
    def codes(self) -> list[str]:
        """Everything that can be chosen, in order; empty where one types."""
        if self.type in LISTED:
            return [option.code for option in self.options]
        if self.type in SCALED:
            return [*STEPS]
        return [YES, NO, NOT_CONCERNED] if self.type == YES_NO else []


@dataclass(frozen=True)
class Section:
    title: Words = field(default_factory=dict)
    note: Words = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """``reads`` says who reads the answers and what becomes of them: it is shown before the first question."""

    title: Words = field(default_factory=dict)
    intro: Words = field(default_factory=dict)
    reads: Words = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def before(self, key: str) -> list[Question]:
        """The questions asked before this one; all of them where there is none of that key."""
        found: list[Question] = []
        for question in self.questions:
            if question.key == key:
                return found
            found.append(question)
        return found
