"""What is asked of whoever keeps training about questionnaires: which goes out when, and whose results are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.common.forms import ChoiceField, PlainForm, SelectField, TextField, VersionForm
from havre.countries.fr.training import GROUPS
from havre.surveys.models import Survey
from havre.training.forms import TRAINERS
from havre.training.models_evaluation import LONGEST_OBJECTIVE, MOST_OBJECTIVES, Moment
from havre.training.operations.objectives import REACHED
from havre.training.reading import language

Choices = list[tuple[str, Any]]


class QuestionnairesForm(VersionForm):
    """One questionnaire for each moment; empty: none goes out by itself."""

    before = SelectField(_("Avant, une semaine plus tôt"), choices=[], empty=_("aucun"))
    end = SelectField(_("À la fin, le soir du dernier jour"), choices=[], empty=_("aucun"))
    later = SelectField(_("Après trois mois"), choices=[], empty=_("aucun"))

    def __init__(self, *args: Any, surveys: Mapping[str, tuple[Survey, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.surveys = surveys
        for moment in Moment.values:
            question: Any = self.fields[moment]
            question.choices = [("", question.empty), *((key, title) for key, (_survey, title) in surveys.items())]

    def chosen(self) -> dict[str, Survey | None]:
        told = self.cleaned_data
        return {one: self.surveys[told[one]][0] if told[one] else None for one in Moment.values}


BY_YEAR, BY_PROGRAMME, BY_TRAINER, BY_AUDIENCE = "year", "programme", "trainer", "audience"


class ResultsForm(PlainForm):
    survey = SelectField(_("Quel questionnaire ?"), choices=[], small=True, empty=_("le dernier"))
    year = SelectField(_("Année"), choices=[], small=True, empty=_("Toutes"))
    programme = SelectField(_("Programme"), choices=[], small=True, empty=_("Tous"))
    audience = SelectField(
        _("Pour qui"), choices=lambda: GROUPS.choices(language()), small=True, empty=_("Tout public")
    )
    trainer = SelectField(_("Qui intervient"), choices=[], small=True, empty=_("Tous"))
    session = forms.Field(required=False, widget=forms.HiddenInput)
    moment = SelectField(
        _("Comparer à « avant »"),
        choices=[(Moment.LATER.value, Moment.LATER.label)],
        small=True,
        empty=Moment.END.label,
    )
    by = SelectField(
        _("Ranger"), small=True, empty=_("par année"),
        choices=[(BY_PROGRAMME, _("par programme")), (BY_TRAINER, _("par intervenant")), (BY_AUDIENCE, _("par public"))],
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            question: Any = self.fields[name]
            question.choices = [("", question.empty), *choices]

    def asked(self) -> Mapping[str, str]:
        """What is asked; an answer that is none asks nothing."""
        told = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        return {name: str(told.get(name) or "") for name in self.base_fields}


REACHED_WORDS: dict[str, Any] = {"yes": _("atteint"), "partly": _("en partie"), "no": _("pas encore")}


class ObjectivesForm(VersionForm):
    first = TextField(_("Après cette session, je voudrais savoir…"), max_length=LONGEST_OBJECTIVE, reads=TRAINERS)
    second = TextField(_("Et aussi…"), max_length=LONGEST_OBJECTIVE, reads=TRAINERS)
    third = TextField(_("Et encore…"), max_length=LONGEST_OBJECTIVE, reads=TRAINERS)

    @classmethod
    def values_of(cls, texts: list[str]) -> dict[str, str]:
        return dict(zip(("first", "second", "third"), texts, strict=False))

    def texts(self) -> list[str]:
        return [self.cleaned_data[name] for name in ("first", "second", "third")]


class LookBackForm(VersionForm):
    """One question for each objective, in its own words."""

    def __init__(self, *args: Any, texts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"reached_{number}" for number in range(min(len(texts), MOST_OBJECTIVES))]
        for name, text in zip(self.names, texts, strict=False):
            choices = [(code, REACHED_WORDS[code]) for code in REACHED]
            self.fields[name] = ChoiceField(text, choices=choices, row=True, reads=_("Compté, jamais lu seul"))

    def reached(self) -> list[str]:
        return [self.cleaned_data[name] or "" for name in self.names]
