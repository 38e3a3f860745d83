"""How questions, answers and conditions are said on screen and on paper."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from havre.surveys.content import (
    DAY,
    LONG,
    MATRIX,
    NO,
    NOT_CONCERNED,
    NUMBER,
    ONE,
    SCALE,
    SCALED,
    SEVERAL,
    SHORT,
    YES,
    YES_NO,
    Content,
    Question,
    say,
)

TYPE_WORDS: dict[str, str | Promise] = {
    ONE: gettext_lazy("une réponse à choisir"),
    SEVERAL: gettext_lazy("plusieurs réponses possibles"),
    SCALE: gettext_lazy("échelle de 1 à 5"),
    YES_NO: gettext_lazy("oui, non, pas concerné"),
    NUMBER: gettext_lazy("nombre"),
    SHORT: gettext_lazy("texte court"),
    LONG: gettext_lazy("texte long"),
    DAY: gettext_lazy("jour"),
    MATRIX: gettext_lazy("tableau de lignes de 1 à 5"),
}
_ALIKE: dict[str, str | Promise] = {
    YES: pgettext_lazy("survey answer", "Oui"),
    NO: pgettext_lazy("survey answer", "Non"),
    NOT_CONCERNED: pgettext_lazy("survey answer", "Pas concerné"),
}


def answer_words(question: Question, code: str) -> str:
    """One answer that can be chosen, as the page says it; ends of a scale carry their words."""
    if question.type == YES_NO:
        return str(_ALIKE[code])
    if question.type in SCALED:
        end = {"1": say(question.low), "5": say(question.high)}.get(code, "")
        return f"{code} – {end}" if end else code
    return next((say(option.label) for option in question.options if option.code == code), code)


def choices(question: Question) -> list[tuple[str, str]]:
    return [(code, answer_words(question, code)) for code in question.codes]


def condition_words(content: Content, question: Question) -> str:
    """«Seulement si « Êtes-vous venue ? » : Oui.», empty for a question that is always asked."""
    asked = content.question(question.only_if.key) if question.only_if else None
    if asked is None or question.only_if is None:
        return ""
    told = {"question": say(asked.label), "answer": answer_words(asked, question.only_if.equals)}
    return _("Seulement si « %(question)s » : %(answer)s.") % told


def bounds_words(question: Question) -> str:
    """What a number may be: «de 0 à 40», or its unit alone."""
    if question.least is not None and question.most is not None:
        return _("de %(least)s à %(most)s") % {"least": question.least, "most": question.most}
    return ""
