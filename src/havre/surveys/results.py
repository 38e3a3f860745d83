"""How a sending was answered: a figure for each question, and nothing below five (decision 0008).

Each question is told by one table only, so that no two of them can be subtracted: a scale with all its steps, or, where
that would hide something, low, middle and high; if even that hides something, what it hides stays hidden.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils.translation import gettext as _

from havre.common.disclosure import INSIDE, Table, protect
from havre.surveys.answers import Answers, is_asked
from havre.surveys.content import DAY, MATRIX, NUMBER, SCALE, SEVERAL, STEPS, TEXTS, Content, Option, Question, say
from havre.surveys.models import Answer, Ballot, Invitation, Sending
from havre.surveys.policies import is_told, results_open
from havre.surveys.wording import answer_words, choices
from havre.vault.fields import fetch_keys

FINE, COARSE, EACH, BANDS = "fine", "coarse", "each", "bands"
LOW, MIDDLE, HIGH = "low", "middle", "high"
OF_STEP = {"1": LOW, "2": LOW, "3": MIDDLE, "4": HIGH, "5": HIGH}
TENTHS = 10
BANDS_AT_MOST = 4


@dataclass(frozen=True)
class Class:
    """One answer and how many gave it; ``None`` is hidden."""

    code: str
    label: str
    count: int | None


@dataclass(frozen=True)
class Figure:
    """One question, or one row of a matrix. ``mean`` is in tenths of a step, ``None`` where it is not told."""

    key: str
    label: str
    kind: str
    total: int | None
    classes: Sequence[Class]
    mean: int | None = None

    @property
    def hides(self) -> bool:
        return any(one.count is None for one in self.classes)

    @property
    def tells(self) -> bool:
        """Whether there is anything to draw: somebody answered, and not all of it is hidden."""
        return bool(self.total) or any(one.count for one in self.classes)

    def share(self, code: str) -> int | None:
        """Percent of those who answered; ``None`` where it is not told."""
        count = next((one.count for one in self.classes if one.code == code), None)
        return None if count is None or not self.total else round(100 * count / self.total)


@dataclass(frozen=True)
class Results:
    """``answered`` of ``invited``; ``figures`` is empty where nothing may be told (yet)."""

    invited: int
    answered: int
    figures: Sequence[Figure]
    is_open: bool

    @property
    def rate(self) -> int:
        """Percent of those who could answer."""
        return round(100 * self.answered / self.invited) if self.invited else 0

    @property
    def told(self) -> bool:
        return bool(self.figures)


def read_results(sending: Sending, content: Content | None = None) -> Results:
    """``content`` words the figures; the sending's own edition where it is not given."""
    return read_several([sending], content)[0]


def read_several(sendings: Sequence[Sending], content: Content | None = None) -> list[Results]:
    """Of each sending in turn, with as many statements as one takes."""
    counted = rates(sendings)
    told = [one for one in sendings if results_open(one) and is_told(counted[one.pk][1])]
    given = answers_of(told)
    found = []
    for sending in sendings:
        answers = given.get(sending.pk)
        figures = [] if answers is None else figures_of(content or sending.edition.read(), answers)
        found.append(Results(*counted[sending.pk], figures, results_open(sending)))
    return found


def rates(sendings: Iterable[Sending]) -> dict[uuid.UUID, tuple[int, int]]:
    """Of each sending: how many may answer, how many did. One statement for all of them."""
    listed = list(sendings)
    counted = Invitation.objects.filter(sending__in=listed).order_by().values_list("sending_id", "answered")
    found = {one.pk: (one.papers, one.papers_typed) for one in listed}
    for sending_id, used, total in counted.annotate(total=Count("pk")):
        invited, answered = found[sending_id]
        found[sending_id] = (invited + total, answered + total * used)
    return found


def read_answers(sending: Sending) -> list[Answers]:
    """Everything that was ticked, inside a key cache."""
    return answers_of([sending])[sending.pk]


def answers_of(sendings: Sequence[Sending]) -> dict[uuid.UUID, list[Answers]]:
    """The same of several sendings; a statement for those without names, one for those with, one for the keys."""
    unnamed = [one for one in sendings if one.edition.survey.is_anonymous]
    named = [one for one in sendings if not one.edition.survey.is_anonymous]
    ballots = list(Ballot.objects.filter(sending__in=unnamed, filled=True)) if unnamed else []
    answers = list(Answer.objects.filter(sending__in=named)) if named else []
    fetch_keys([*ballots, *answers])
    found: dict[uuid.UUID, list[Answers]] = {one.pk: [] for one in sendings}
    for ballot in ballots:
        found[ballot.sending_id].append(ballot.unseal("ticked")["a"])
    for answer in answers:
        found[answer.sending_id].append(answer.unseal("ticked"))
    return found


def figures_of(content: Content, given: Sequence[Answers]) -> list[Figure]:
    """A question that is asked only after an answer whose number is hidden is hidden whole: how many answered it would
    tell that number."""
    found: list[Figure] = []
    told: set[tuple[str, str]] = set()
    for question in content.questions:
        if question.type in TEXTS or question.type == DAY:
            continue
        figures = _figures(question, [answers for answers in given if is_asked(question, answers)])
        if question.only_if and (question.only_if.key, question.only_if.equals) not in told:
            figures = [_hidden(figure) for figure in figures]
        told |= _told(figures)
        found += figures
    return found


def _told(figures: Iterable[Figure]) -> set[tuple[str, str]]:
    """(question, answer) of each number that is told."""
    return {(figure.key, one.code) for figure in figures for one in figure.classes if one.count is not None}


def hidden_texts(content: Content, given: Sequence[Answers]) -> set[str]:
    """Questions to be answered in words that are asked only after an answer whose number is hidden: how many wrote would
    tell that number, and the words who ticked it."""
    told = _told(figures_of(content, given))
    asked = [question for question in content.questions if question.type in TEXTS and question.only_if]
    return {one.key for one in asked if one.only_if and (one.only_if.key, one.only_if.equals) not in told}


def _hidden(figure: Figure) -> Figure:
    classes = [replace(one, count=None) for one in figure.classes]
    return replace(figure, total=None, classes=classes, mean=None)


def _figures(question: Question, given: Sequence[Answers]) -> list[Figure]:
    values = [answers[question.key] for answers in given if question.key in answers]
    if question.type == MATRIX:
        return [_row(question, row, [one[row.code] for one in values if row.code in one]) for row in question.rows]
    if question.type == SCALE:
        return [_scale(question, question.key, say(question.label), values)]
    if question.type == SEVERAL:
        return [_each(question, values)]
    if question.type == NUMBER:
        return [_number(question, values)]
    return [_parts(question.key, say(question.label), FINE, Counter(values), choices(question))]


def _row(question: Question, row: Option, steps: Sequence[str]) -> Figure:
    return _scale(question, f"{question.key}.{row.code}", f"{say(question.label)} – {say(row.label)}", steps)


def _parts(
    key: str, label: str, kind: str, counts: Mapping[str, int], classes: Sequence[tuple[str, str]], k: int = INSIDE
) -> Figure:
    """Classes that exclude one another."""
    order = [code for code, _label in classes]
    shown = protect(Table.of_parts({code: counts.get(code, 0) for code in order}, order), k)
    return Figure(key, label, kind, shown.total, [Class(code, words, shown.part(code)) for code, words in classes])


def _scale(question: Question, key: str, label: str, steps: Sequence[str]) -> Figure:
    fine = _parts(key, label, FINE, Counter(steps), [(step, answer_words(question, step)) for step in STEPS])
    if not fine.hides:
        return Figure(key, label, FINE, fine.total, fine.classes, mean=_mean(steps))
    return _parts(key, label, COARSE, Counter(OF_STEP[step] for step in steps), coarse_classes())


def coarse_classes() -> list[tuple[str, str]]:
    return [(LOW, _("1 ou 2")), (MIDDLE, "3"), (HIGH, _("4 ou 5"))]


def _mean(steps: Sequence[str]) -> int | None:
    return round(TENTHS * sum(map(int, steps)) / len(steps)) if steps else None


def _each(question: Question, values: Sequence[list[str]]) -> Figure:
    """Answers that do not exclude one another: each stands against its absence."""
    total, classes = len(values), []
    counts = Counter(code for value in values for code in value)
    for code, label in choices(question):
        pair = Table.of_parts({"yes": counts[code], "no": total - counts[code]}, ["yes", "no"])
        classes.append(Class(code, label, protect(pair, INSIDE).part("yes")))
    told = total if is_told(total) or not total else None
    return Figure(question.key, say(question.label), EACH, told, classes)


def _number(question: Question, values: Sequence[int]) -> Figure:
    """In bands of the same width, by the bounds of the question and never by what was answered."""
    least, most = question.least or 0, question.most or 0
    width = max(1, -(-(most - least + 1) // BANDS_AT_MOST))
    starts = range(least, most + 1, width)
    classes = [(str(start), _band(start, min(start + width - 1, most))) for start in starts]
    counts = Counter(str(starts[(value - starts[0]) // width]) for value in values)
    return _parts(question.key, _with_unit(question), BANDS, counts, classes)


def _band(low: int, high: int) -> str:
    return str(low) if low == high else _("de %(least)s à %(most)s") % {"least": low, "most": high}


def _with_unit(question: Question) -> str:
    unit = say(question.unit)
    return f"{say(question.label)} ({unit})" if unit else say(question.label)


def in_common(figures: Sequence[Figure]) -> list[Figure]:
    """The same question over several sendings, all told by the classes that each of them can tell."""
    if any(figure.kind == COARSE for figure in figures) and all(figure.kind in (FINE, COARSE) for figure in figures):
        return [_coarser(figure) if figure.kind == FINE and is_scale(figure) else figure for figure in figures]
    return list(figures)


def is_scale(figure: Figure) -> bool:
    return [one.code for one in figure.classes] == list(STEPS)


def _coarser(figure: Figure) -> Figure:
    """A scale that is told whole, told by three classes: nothing more is said by that."""
    counts = Counter[str]()
    for one in figure.classes:
        counts[OF_STEP[one.code]] += one.count or 0
    classes = [Class(code, label, counts[code]) for code, label in coarse_classes()]
    return Figure(figure.key, figure.label, COARSE, figure.total, classes, figure.mean)
