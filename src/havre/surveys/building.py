"""Changing what a questionnaire asks, one gesture at a time. Every function gives a new content; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from havre.surveys.content import (
    CONDITIONS,
    LISTED,
    MATRIX,
    NUMBER,
    Content,
    Option,
    Question,
    Section,
    Words,
    languages,
    say,
)


def new_key(letter: str, taken: Iterable[str]) -> str:
    """``q7``: the next that nobody has, nor had in an earlier edition as long as ``taken`` names those too."""
    numbers = [int(key[1:]) for key in taken if key[:1] == letter and key[1:].isdigit()]
    return f"{letter}{max(numbers, default=0) + 1}"


def add_section(content: Content, section: Section) -> Content:
    return replace(content, sections=[*content.sections, section])


def change_section(content: Content, number: int, *, title: Words, note: Words) -> Content:
    changed = replace(content.sections[number], title=title, note=note)
    return _with_section(content, number, changed)


def remove_section(content: Content, number: int) -> Content:
    """Only one that asks nothing any more is taken away; the last one stays."""
    if content.sections[number].questions or len(content.sections) == 1:
        return content
    return replace(content, sections=[s for at, s in enumerate(content.sections) if at != number])


def _with_section(content: Content, number: int, section: Section) -> Content:
    return replace(content, sections=[section if at == number else one for at, one in enumerate(content.sections)])


def add_question(content: Content, number: int, question: Question) -> Content:
    section = content.sections[number]
    return _with_section(content, number, replace(section, questions=[*section.questions, question]))


def change_question(content: Content, question: Question) -> Content:
    """The question of the same key, where it stands."""
    sections = [
        replace(section, questions=[question if one.key == question.key else one for one in section.questions])
        for section in content.sections
    ]
    return replace(content, sections=sections)


def duplicate_question(content: Content, key: str, *, new: str) -> Content:
    """The same question once more, right after, under a key of its own."""
    sections = []
    for section in content.sections:
        questions: list[Question] = []
        for one in section.questions:
            questions += [one, replace(one, key=new)] if one.key == key else [one]
        sections.append(replace(section, questions=questions))
    return replace(content, sections=sections)


def remove_question(content: Content, key: str) -> Content:
    sections = [replace(s, questions=[q for q in s.questions if q.key != key]) for s in content.sections]
    return replace(content, sections=sections)


def move_question(content: Content, key: str, step: int) -> Content:
    """One place up (``-1``) or down (``1``); over the edge of a section it goes into the next one."""
    groups = [list(section.questions) for section in content.sections]
    for number, group in enumerate(groups):
        place = next((at for at, one in enumerate(group) if one.key == key), None)
        if place is None:
            continue
        if 0 <= place + step < len(group):
            group[place], group[place + step] = group[place + step], group[place]
        elif 0 <= number + step < len(groups):
            other = groups[number + step]
            other.insert(0 if step > 0 else len(other), group.pop(place))
        break
    sections = [replace(s, questions=group) for s, group in zip(content.sections, groups, strict=True)]
    return replace(content, sections=sections)


def options_of(lines: dict[str, list[str]], before: list[Option], letter: str) -> list[Option]:
    """One answer for each line, the same line of each language being the same answer.

    A code belongs to its words: an answer whose French text was there keeps its code wherever it moved; one that was
    reworded in its place keeps it too; anything else is a new answer.
    """
    known = {option.label.get("fr", ""): option.code for option in before}
    french = lines["fr"]
    kept = {known[text] for text in french if text in known}
    taken = [option.code for option in before]
    found = []
    for at, text in enumerate(french):
        code = known.get(text, "")
        if not code and len(french) == len(before) and before[at].code not in kept:
            code = before[at].code
        if not code:
            code = new_key(letter, taken)
            taken.append(code)
        label = {language: given[at] for language, given in lines.items() if at < len(given) and given[at]}
        found.append(Option(code, label))
    return found


def troubles(content: Content) -> list[str]:
    """What stands against publishing, in words; empty where nothing does."""
    found = []
    if not _is_said(content.title):
        found.append(_("Le titre manque dans une langue."))
    if not _is_said(content.reads):
        found.append(_("Dites dans chaque langue qui lit les réponses."))
    if not any(content.questions):
        found.append(_("Aucune question n’est posée."))
    seen: set[str] = set()
    for question in content.questions:
        found += [
            f"« {say(question.label) or question.key} » : {trouble}"
            for trouble in _troubles_of(content, question, seen)
        ]
        seen.add(question.key)
    return found


def _troubles_of(content: Content, question: Question, seen: set[str]) -> list[str]:
    found = []
    if not all(map(_is_said, [question.label, *(one.label for one in [*question.options, *question.rows])])):
        found.append(_("un texte manque dans une langue."))
    if question.type in LISTED and len(question.options) < 2:
        found.append(_("il faut au moins deux réponses à choisir."))
    if question.type == MATRIX and not question.rows:
        found.append(_("il faut au moins une ligne."))
    if question.type == NUMBER and (question.least is None or question.most is None):
        found.append(_("il faut le plus petit et le plus grand nombre possible."))
    elif question.least is not None and question.most is not None and question.least > question.most:
        found.append(_("le plus petit nombre dépasse le plus grand."))
    if question.only_if:
        asked = content.question(question.only_if.key)
        if asked is None or asked.key not in seen:
            found.append(_("sa condition dépend d’une question qui n’est pas posée avant elle."))
        elif asked.type not in CONDITIONS or question.only_if.equals not in asked.codes:
            found.append(_("sa condition attend une réponse qui n’existe pas."))
    return found


def _is_said(words: Words) -> bool:
    return all(words.get(language, "").strip() for language in languages())
