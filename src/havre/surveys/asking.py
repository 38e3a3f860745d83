"""The form of a section as somebody fills it in, made of what the edition asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    NumberField,
    PlainForm,
    TextField,
)
from havre.surveys.answers import Answers, is_asked, of_asked
from havre.surveys.content import (
    DAY,
    LONG,
    LONG_LENGTH,
    MATRIX,
    MOST,
    NUMBER,
    SEVERAL,
    SHORT,
    SHORT_LENGTH,
    Content,
    Question,
    Section,
    say,
)
from havre.surveys.wording import bounds_words, choices, condition_words

Typed = dict[str, list[str]]
"""Name of a field → what was sent for it: a draft, as it was typed."""
WANTED = gettext_lazy("Il nous faut cette réponse pour continuer. Le reste est gardé.")


class SectionForm(PlainForm):
    """Questions of one section (or of all, for a form copied from paper)."""

    def __init__(self, *args: Any, content: Content, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            for name, field in _fields(content, question):
                self.fields[name] = field

    def answers(self) -> Answers:
        """What was answered, without what is wrong."""
        found: Answers = {}
        for question in self.questions:
            value = self._value(question)
            if value not in (None, "", [], {}):
                found[question.key] = value
        return found

    def _value(self, question: Question) -> Any:
        if question.type == MATRIX:
            given = {row.code: self.cleaned_data.get(f"{question.key}-{row.code}") for row in question.rows}
            return {code: step for code, step in given.items() if step}
        value = self.cleaned_data.get(question.key)
        return value.isoformat() if isinstance(value, date) else value

    def require(self, answers: Mapping[str, Any]) -> bool:
        """Whether every question that is asked and cannot be passed has its answer, given all ``answers``."""
        for question in self.questions:
            if question.required and is_asked(question, answers) and question.key not in answers:
                name = f"{question.key}-{question.rows[0].code}" if question.type == MATRIX else question.key
                if name not in self.errors:
                    self.add_error(name, WANTED)
        return not self.errors


def _fields(content: Content, question: Question) -> Iterable[tuple[str, Any]]:
    said = " ".join(filter(None, [condition_words(content, question), say(question.help)]))
    label = say(question.label)
    more: dict[str, Any] = {"hint": said, "optional": "" if question.required else _("si vous voulez")}
    if question.type == MATRIX:
        for row in question.rows:
            yield (
                f"{question.key}-{row.code}",
                ChoiceField(f"{label} – {say(row.label)}", choices=choices(question), row=True, **more),
            )
        return
    yield question.key, _field(question, label, more)


def _field(question: Question, label: str, more: dict[str, Any]) -> Any:
    if question.type == LONG:
        return LongTextField(label, max_length=LONG_LENGTH, **more)
    if question.type == SHORT:
        return TextField(label, max_length=SHORT_LENGTH, **more)
    if question.type == DAY:
        return DayField(label, **more)
    if question.type == NUMBER:
        asked_in = ", ".join(filter(None, [say(question.unit), bounds_words(question)]))
        more["hint"] = " ".join(filter(None, [more["hint"], asked_in[:1].upper() + asked_in[1:]]))
        least = 0 if question.least is None else question.least
        return NumberField(label, min_value=least, max_value=MOST if question.most is None else question.most, **more)
    kind = ChoicesField if question.type == SEVERAL else ChoiceField
    return kind(label, choices=choices(question), row=len(question.codes) in (3, 5) and not question.options, **more)


def typed_of(sent: QueryDict) -> Typed:
    """What a browser sent, without what belongs to the page itself."""
    return {name: list(values) for name, values in sent.lists() if name[:1] == "q"}


def _as_sent(typed: Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


@dataclass(frozen=True)
class Reading:
    """A draft, read against what is asked: the answers that count, and the steps that are to be shown."""

    content: Content
    answers: Answers
    steps: list[int]

    @property
    def first(self) -> int:
        return self.steps[0] if self.steps else 0

    def after(self, step: int) -> int | None:
        return next((one for one in self.steps if one > step), None)

    def before(self, step: int) -> int | None:
        return next((one for one in reversed(self.steps) if one < step), None)


def section_form(content: Content, section: Section, typed: Typed | None) -> SectionForm:
    """Filled with what was typed, where anything was."""
    data = _as_sent(typed) if typed is not None else None
    return SectionForm(data, content=content, questions=section.questions)


def whole_form(content: Content, typed: Typed | None) -> SectionForm:
    data = _as_sent(typed) if typed is not None else None
    return SectionForm(data, content=content, questions=list(content.questions))


def read(content: Content, typed: Typed) -> Reading:
    """A section of which nothing is asked is no step: what was chosen before has hidden all its questions."""
    form = whole_form(content, typed)
    form.is_valid()
    answers = of_asked(content, form.answers())
    steps = [
        number
        for number, section in enumerate(content.sections)
        if any(_may_be_asked(question, section, answers) for question in section.questions)
    ]
    return Reading(content, answers, steps)


def _may_be_asked(question: Question, section: Section, answers: Answers) -> bool:
    """A condition on a question of the same section is said in words there, and holds or not while one answers."""
    beside = question.only_if and any(one.key == question.only_if.key for one in section.questions)
    return bool(beside) or is_asked(question, answers)


def shown(section: Section, answers: Answers) -> Section:
    """The section without the questions that earlier answers have hidden."""
    return Section(section.title, section.note, [q for q in section.questions if _may_be_asked(q, section, answers)])
