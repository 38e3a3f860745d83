"""Forms for whoever keeps questionnaires; texts stand side by side in each language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.roles import ROLES
from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    NumberField,
    PlainForm,
    SelectField,
    TextField,
    YesField,
)
from havre.surveys.building import options_of
from havre.surveys.content import (
    CONDITIONS,
    LISTED,
    LONG_LENGTH,
    MATRIX,
    MOST,
    NUMBER,
    SCALED,
    Condition,
    Content,
    Question,
    Words,
    languages,
    say,
)
from havre.surveys.models import Naming
from havre.surveys.operations.sending import MOST_INVITED
from havre.surveys.wording import answer_words

SUFFIX = {"fr": _("en français"), "en": _("en anglais")}
MANY = 40
"""Answers or rows that one question may have."""


class WordsForm(PlainForm):
    """Asks a text in every language: ``pairs`` are the columns, as the page draws them."""

    def ask(self, name: str, question: Any, *, long: bool = False, hint: Any = "") -> None:
        kind = LongTextField if long else TextField
        longest = LONG_LENGTH if long else 200
        for language in languages():
            label = _("%(question)s (%(language)s)") % {"question": question, "language": SUFFIX[language]}
            self.fields[f"{name}_{language}"] = kind(label, small=True, max_length=longest, hint=hint)

    def said(self, name: str) -> Words:
        given = {language: str(self.cleaned_data.get(f"{name}_{language}", "")).strip() for language in languages()}
        return {language: text for language, text in given.items() if text}

    def lines(self, name: str) -> dict[str, list[str]]:
        """Line by line; the same line of each language is the same answer."""
        found = {}
        for language in languages():
            typed = str(self.cleaned_data.get(f"{name}_{language}", ""))
            found[language] = [line.strip()[:200] for line in typed.splitlines() if line.strip()][:MANY]
        return found

    @property
    def rows(self) -> list[list[Any]]:
        """The questions in order, those of one text in two languages beside each other."""
        found: list[list[Any]] = []
        for bound in self.visible_fields():
            stem, _mark, language = bound.name.rpartition("_")
            beside = found and stem and found[-1][0].name.rpartition("_")[0] == stem
            if beside and language in languages():
                found[-1].append(bound)
            else:
                found.append([bound])
        return found


def spread(name: str, words: Words) -> dict[str, str]:
    """The words as the first values of the fields of ``name``."""
    return {f"{name}_{language}": words.get(language, "") for language in languages()}


class CoverForm(WordsForm):
    """What stands before the first question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("title", _("Titre"))
        self.ask("intro", _("Ce que l’on dit d’abord"), long=True)
        self.ask("reads", _("Qui lit les réponses, et ce qu’elles deviennent"), long=True)


class StartForm(CoverForm):
    """A new questionnaire."""

    code = TextField(
        _("Code"), max_length=24, small=True, required=True,
        hint=_("Il reste le même d’année en année : minuscules, chiffres, tirets. Exemple : avis-formation."),
    )  # fmt: skip
    naming = ChoiceField(
        _("Les réponses portent-elles un nom ?"), required=True, small=True,
        choices=[(Naming.ANONYMOUS, _("Non, elles sont anonymes")), (Naming.NAMED, _("Oui, on sait qui a répondu"))],
        subs={
            Naming.ANONYMOUS: _("Personne, pas même nous, ne peut rattacher une réponse à qui l’a donnée."),
            Naming.NAMED: _("Pour un service qui rend compte, comme chaque partenaire une fois l’an."),
        },
        hint=_("Cela se choisit une fois et ne change plus."),
    )  # fmt: skip
    field_order = ["code", "naming"]


class SectionForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("title", _("Titre de la partie"))
        self.ask("note", _("Une phrase avant ses questions"), long=True)


class QuestionForm(WordsForm):
    """One question of a given type: only what this type needs is asked."""

    def __init__(self, *args: Any, content: Content, question: Question, **kwargs: Any) -> None:
        self.question = question
        kwargs.setdefault("initial", self._first(question))
        super().__init__(*args, **kwargs)
        kind = question.type
        self.ask("label", _("Question"))
        self.ask("help", _("Ce qui aide à répondre"))
        if kind in LISTED:
            self.ask("options", _("Réponses"), long=True, hint=_("Une par ligne, dans le même ordre."))
        if kind == MATRIX:
            self.ask("rows", _("Lignes"), long=True, hint=_("Une par ligne, dans le même ordre."))
        if kind in SCALED:
            self.ask("low", _("Ce que dit le 1"))
            self.ask("high", _("Ce que dit le 5"))
        if kind == NUMBER:
            self.ask("unit", _("Unité"))
            self.fields["least"] = NumberField(
                _("Le plus petit nombre possible"), small=True, min_value=-MOST, max_value=MOST
            )
            self.fields["most"] = NumberField(
                _("Le plus grand nombre possible"), small=True, min_value=-MOST, max_value=MOST
            )
        if conditions := _conditions(content, question.key):
            self.fields["only_if"] = SelectField(
                _("La poser seulement si"), choices=conditions, empty=_("toujours"), small=True
            )
        self.fields["required"] = YesField(_("On ne peut pas la passer"), small=True)

    @staticmethod
    def _first(question: Question) -> dict[str, Any]:
        first: dict[str, Any] = {"least": question.least, "most": question.most, "required": question.required}
        for name in ("label", "help", "low", "high", "unit"):
            first |= spread(name, getattr(question, name))
        for name in ("options", "rows"):
            listed = getattr(question, name)
            for language in languages():
                first[f"{name}_{language}"] = "\n".join(one.label.get(language, "") for one in listed)
        if question.only_if:
            first["only_if"] = f"{question.only_if.key}={question.only_if.equals}"
        return first

    def asked(self) -> Question:
        """The question as it was typed."""
        before, typed = self.question, self.cleaned_data
        key, _mark, equals = str(typed.get("only_if") or "").partition("=")
        return Question(
            key=before.key, type=before.type, label=self.said("label"), help=self.said("help"),
            required=bool(typed["required"]), options=options_of(self.lines("options"), before.options, "a"),
            rows=options_of(self.lines("rows"), before.rows, "r"), low=self.said("low"), high=self.said("high"),
            unit=self.said("unit"), least=typed.get("least"), most=typed.get("most"),
            only_if=Condition(key, equals) if key else None,
        )  # fmt: skip


def _conditions(content: Content, key: str) -> list[tuple[str, str]]:
    return [
        (f"{asked.key}={code}", f"{say(asked.label)} – {answer_words(asked, code)}")
        for asked in content.before(key)
        if asked.type in CONDITIONS
        for code in asked.codes
    ]


ROLE_CHOICES = [
    (key, role.name) for key, role in ROLES.items() if key not in ("administrator", "officer", "escort", "committee")
]


class SendingForm(PlainForm):
    """Who is asked, from when to when."""

    label = TextField(
        _("De quoi s’agit-il ?"),
        hint=_("Par exemple : formation du 12 mars. Lu par la coordination seulement."),
        required=True,
    )
    opens_on = DayField(_("Premier jour"), required=True)
    closes_on = DayField(_("Dernier jour"), required=True)
    roles = ChoicesField(
        _("À quels comptes ?"), choices=ROLE_CHOICES, optional=_("si des comptes répondent"),
        hint=_("Chaque compte reçoit un message sans contenu, et trouve le questionnaire dans Havre."),
    )  # fmt: skip

    def __init__(self, *args: Any, anonymous: bool, **kwargs: Any) -> None:
        self.anonymous = anonymous
        super().__init__(*args, **kwargs)
        if anonymous:
            self.fields["links"] = NumberField(
                _("Combien de liens, pour qui n’a pas de compte ?"), max_value=MOST_INVITED, optional=_("si besoin"),
                hint=_("Un lien, une réponse. Ils se montrent une seule fois, pour être remis."),
            )  # fmt: skip
            self.fields["papers"] = NumberField(
                _("Combien de formulaires sur papier ?"), max_value=MOST_INVITED, optional=_("si besoin")
            )
        else:
            self.fields["names"] = LongTextField(
                _("À qui va chaque lien ?"),
                rows=5,
                optional=_("si besoin"),
                hint=_("Un nom par ligne : un lien pour chacun."),
            )

    def links_for(self) -> list[str]:
        """A name for each link; empty ones where answers are anonymous."""
        if self.anonymous:
            return [""] * (self.cleaned_data["links"] or 0)
        return [line.strip()[:120] for line in self.cleaned_data["names"].splitlines() if line.strip()]


class ProlongForm(PlainForm):
    closes_on = DayField(_("Dernier jour pour répondre"), required=True, small=True)
