"""What is asked of whoever keeps training, and of whoever registers; beside each question stands who reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from havre.accounts.models import User
from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    MailField,
    NumberField,
    PhoneField,
    PlainForm,
    SelectField,
    TextField,
    VersionForm,
    YesField,
)
from havre.countries.fr.training import GROUPS, HALF_DAYS, LARGEST_GROUP, REGIONS, SMALLEST_GROUP
from havre.training.content import MOST_HALVES, Module, Practical, Reach, Who
from havre.training.models import Kind, Part, Programme, Session, Trainer
from havre.training.models_evaluation import LONGEST_OBJECTIVE, MOST_OBJECTIVES
from havre.training.operations import Coming, Planned
from havre.training.operations.common import practical_of
from havre.training.reading import language
from havre.training.states import SESSION

KEEPERS = _("Lu par celles et ceux qui tiennent les formations")
LIST = _("Lu sur la liste de la session : qui tient les formations, et qui intervient, le jour même")
SEALED = _("Scellé. Ouvert seulement pour vous joindre, chaque fois au registre")
ANYBODY = _("Lu par tout le monde si la session est publique")
TRAINERS = _("Lu par qui intervient, mélangé aux autres et sans votre nom")
COMERS = _("Lu par les inscrits, à partir du jour choisi")
PARTS = list(Part.choices)
UNKNOWN = "unknown"


def regions() -> list[tuple[str, str]]:
    """Not to say it is the empty answer."""
    return [(code, name) for code, name in REGIONS.choices(language()) if code != UNKNOWN]


class FilterForm(PlainForm):
    state = SelectField(
        _("Où elle en est"), choices=lambda: [*SESSION.choices], small=True, empty=_("À venir et en cours")
    )
    kind = SelectField(_("Sorte"), choices=list(Kind.choices), small=True, empty=_("Tout"))
    year = SelectField(_("Année"), choices=[], small=True, empty=_("Toutes"))

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["year"]
        question.choices = [("", question.empty), *((str(year), str(year)) for year in years)]

    def asked(self) -> Mapping[str, str]:
        """What is asked; an answer that is none asks nothing."""
        told = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        return {name: told.get(name) or "" for name in self.base_fields}


class SessionForm(VersionForm):
    """A session, planned or changed. Half-days and seats left empty follow the programme."""

    programme = SelectField(
        _("Quel programme ?"), choices=[], required=True,
        error_messages={"required": _("Choisissez un programme. Le reste est gardé.")},
    )  # fmt: skip
    starts_on = DayField(_("Quel premier jour ?"), required=True, reads=ANYBODY)
    starts_in = ChoiceField(_("À partir de"), choices=PARTS, initial=Part.MORNING, row=True, required=True)
    half_days = NumberField(
        _("Combien de demi-journées ?"),
        small=True,
        min_value=1,
        max_value=MOST_HALVES,
        optional=_("vide : celles du programme"),
    )
    seats = NumberField(
        _("Combien de places ?"), small=True, min_value=1, max_value=500, optional=_("vide : celles du programme")
    )
    audiences = ChoicesField(_("Pour qui ?"), choices=lambda: GROUPS.choices(language()), reads=ANYBODY)
    is_public = YesField(_("Publique : dans le calendrier que tout le monde lit. Jamais pour un séminaire."))
    needs_approval = YesField(_("L’employeur doit dire oui avant l’inscription."), initial=True)
    is_online = YesField(_("En ligne."))
    town = TextField(
        _("Quelle ville ?"), small=True, max_length=80, reads=ANYBODY, optional=_("rien pour un séminaire")
    )
    venue = TextField(_("Quelle salle ?"), small=True, reads=COMERS)
    address = TextField(_("À quelle adresse ?"), reads=COMERS)
    access = LongTextField(_("Comment venir ?"), rows=2, reads=COMERS)
    bring = TextField(_("Qu’apporter ?"), small=True, reads=COMERS)
    online = TextField(_("Quel lien, si c’est en ligne ?"), reads=COMERS)
    place_from = DayField(
        _("Dire le lieu à partir de quel jour ?"),
        small=True,
        optional=_("vide : tout de suite ; un séminaire, une semaine avant"),
    )
    funder = TextField(_("Qui finance ?"), small=True, max_length=80, reads=KEEPERS)
    cost = NumberField(_("Coût, en euros"), small=True, reads=KEEPERS)
    income = NumberField(_("Recettes, en euros"), small=True, reads=KEEPERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = {str(one.pk): one for one in Programme.objects.order_by("kind", "code")}
        question: Any = self.fields["programme"]
        question.choices = [("", question.empty), *((key, one.title) for key, one in self.programmes.items())]

    @classmethod
    def values_of(cls, session: Session) -> dict[str, Any]:
        """A session as the form shows it."""
        told = practical_of(session)
        plain = (
            "starts_on", "starts_in", "half_days", "seats", "audiences", "is_public", "needs_approval", "is_online",
            "town", "place_from", "funder", "cost", "income", "version",
        )  # fmt: skip
        return {name: getattr(session, name) for name in plain} | {
            "programme": str(session.programme_id), "venue": told.venue, "address": told.address,
            "access": told.access, "bring": told.bring, "online": told.link,
        }  # fmt: skip

    def planned(self) -> Planned:
        told = self.cleaned_data
        return Planned(
            starts_on=told["starts_on"], starts_in=told["starts_in"], half_days=told["half_days"] or 0,
            seats=told["seats"] or 0, is_public=told["is_public"], is_online=told["is_online"],
            needs_approval=told["needs_approval"], town=told["town"], place_from=told["place_from"],
            audiences=told["audiences"], funder=told["funder"], cost=told["cost"] or 0, income=told["income"] or 0,
            practical=Practical(told["venue"], told["address"], told["access"], told["bring"], told["online"]),
        )  # fmt: skip


class ProgrammeForm(VersionForm):
    """Modules stand one on a line: title, objective, minutes, materials, with a bar between them."""

    code = TextField(
        _("Code"), small=True, max_length=24, required=True, hint=_("Quelques lettres, pour s’y retrouver.")
    )
    kind = ChoiceField(_("Sorte"), choices=list(Kind.choices), initial=Kind.TRAINING, row=True, required=True)
    title_fr = TextField(_("Titre en français"), max_length=120, required=True)
    title_en = TextField(_("Titre en anglais"), max_length=120, required=True)
    half_days = NumberField(
        _("Combien de demi-journées ?"),
        small=True,
        min_value=1,
        max_value=MOST_HALVES,
        required=True,
        initial=HALF_DAYS.value,
    )
    smallest = NumberField(
        _("Plus petit groupe"), small=True, min_value=1, max_value=500, required=True, initial=SMALLEST_GROUP.value
    )
    largest = NumberField(
        _("Plus grand groupe"), small=True, min_value=1, max_value=500, required=True, initial=LARGEST_GROUP.value
    )
    modules = LongTextField(
        _("Les modules"), rows=8, max_length=8000,
        hint=_("Un par ligne : titre | objectif | minutes | matériel. Le matériel se lit par les inscrits, trois mois."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("smallest") or 0) > (cleaned.get("largest") or 0):
            self.add_error("largest", _("Le plus grand groupe est plus petit que l’autre. Le reste est gardé."))
        for number, line in enumerate(self._lines(cleaned), 1):
            minutes = line[2] if len(line) > 2 else ""
            if len(line) > 4 or (minutes and not (minutes.isascii() and minutes.isdigit() and len(minutes) < 5)):
                said = _("Ligne %(number)d : écrivez titre | objectif | minutes | matériel, les minutes en chiffres.")
                self.add_error("modules", said % {"number": number})
        return cleaned

    @staticmethod
    def _lines(cleaned: Mapping[str, Any]) -> list[list[str]]:
        return [
            [part.strip() for part in line.split("|")]
            for line in (cleaned.get("modules") or "").splitlines()
            if line.strip()
        ]

    @classmethod
    def values_of(cls, row: Programme, modules: list[Module]) -> dict[str, Any]:
        lines = [" | ".join((one.title, one.objective, str(one.minutes or ""), one.materials)) for one in modules]
        plain = ("code", "kind", "title_fr", "title_en", "half_days", "smallest", "largest", "version")
        return {name: getattr(row, name) for name in plain} | {"modules": "\n".join(lines)}

    def written(self) -> list[Module]:
        found = []
        for line in self._lines(self.cleaned_data):
            title, objective, minutes, materials = (*line, "", "", "")[:4]
            found.append(Module(title, objective, int(minutes or 0), materials))
        return found


class WhoForm(PlainForm):
    """Whoever comes, as the list of the session says it."""

    name = TextField(
        _("Prénom et nom"), required=True, reads=LIST,
        hint=_("Comme sur l’attestation."),
        error_messages={"required": _("Écrivez le nom, comme sur l’attestation. Le reste est gardé.")},
    )  # fmt: skip
    profession = TextField(_("Quel métier ?"), small=True, max_length=120, reads=LIST)
    organisation = TextField(_("Dans quelle structure ?"), small=True, max_length=120, reads=LIST)
    group = SelectField(
        _("De quel groupe ?"), choices=lambda: GROUPS.choices(language()), required=True, small=True,
        reads=_("Compté sans nom, une fois la session tenue"),
        error_messages={"required": _("Choisissez un groupe. Le reste est gardé.")},
    )  # fmt: skip
    region = SelectField(_("De quelle région ?"), choices=regions, small=True, empty=_("non dit"), reads=_("Comptée sans nom, une fois la session tenue"))  # fmt: skip
    mail = MailField(_("À quelle adresse professionnelle écrire ?"), reads=SEALED)
    phone = PhoneField(_("À quel numéro ?"), small=True, optional=_("professionnel"), reads=SEALED)
    employer = TextField(_("Qui dit oui, chez l’employeur ?"), small=True, reads=SEALED)
    employer_mail = MailField(_("À quelle adresse lui demander ?"), optional=_("vide : la coordination l’appelle"), reads=SEALED)  # fmt: skip

    objectives = LongTextField(
        _("Que voulez-vous savoir en sortant ?"), rows=3, max_length=MOST_OBJECTIVES * (LONGEST_OBJECTIVE + 1),
        hint=_("Un objectif par ligne, trois au plus. N’écrivez rien qui désigne quelqu’un."), reads=TRAINERS,
    )  # fmt: skip

    def clean_objectives(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["objectives"].splitlines() if line.strip()]
        if len(lines) > MOST_OBJECTIVES:
            raise ValidationError(_("Trois lignes au plus. Gardez les plus importantes ; le reste est gardé."))
        if any(len(line) > LONGEST_OBJECTIVE for line in lines):
            raise ValidationError(
                _("Une ligne est trop longue. Dites chaque objectif en une phrase ; le reste est gardé.")
            )
        return lines

    def coming(self) -> Coming:
        told = self.cleaned_data
        who = Who(told["name"], told["profession"], told["organisation"], told["group"], told["region"])
        reach = Reach(told["mail"], told["phone"], told.get("employer", ""), told.get("employer_mail", ""))
        return Coming(who, reach, told["objectives"])


class GuestForm(WhoForm):
    """By the public page: the address is needed, since the personal link goes there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].required = True


class DeskForm(WhoForm):
    approved = YesField(_("L’employeur a déjà dit oui."), initial=True)


class ImportForm(PlainForm):
    """Pasted cells, or a file; the file, if there is one, counts."""

    table = LongTextField(
        _("Collez le tableau ici, avec sa ligne de titres"), rows=8, max_length=60_000, reads=KEEPERS,
        hint=_("Depuis un tableur : sélectionnez, copiez, collez. Rien n’est inscrit avant votre second oui."),
    )  # fmt: skip
    file = forms.FileField(label=_("Ou un fichier, .xlsx ou CSV : sa première feuille est lue"), required=False)


class _GivesForm(VersionForm):
    """What somebody gives of a session; a programme without modules asks for none."""

    modules = ChoicesField(_("Quels modules ?"), choices=[], small=True)
    hours = NumberField(_("Combien d’heures ?"), small=True, max_value=200)
    cost = NumberField(pgettext_lazy("euros", "Coût, en euros"), small=True)

    def __init__(self, *args: Any, modules: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["modules"]
        question.choices = [(title, title) for title in modules]
        if not modules:
            del self.fields["modules"]

    def given(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"modules": told.get("modules", []), "hours": told["hours"] or 0, "cost": told["cost"] or 0}


class TeachForm(_GivesForm):
    field_order = ("trainer",)

    trainer = SelectField(_("Qui intervient ?"), choices=[], required=True, small=True)

    def __init__(self, *args: Any, trainers: Mapping[str, Trainer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trainers = trainers
        question: Any = self.fields["trainer"]
        question.choices = [("", question.empty), *((key, one.name) for key, one in trainers.items())]


class TeachingForm(_GivesForm):
    """One trainer of a session."""


class TrainerForm(PlainForm):
    name = TextField(_("Prénom et nom"), required=True, reads=KEEPERS)
    topics = TextField(_("Sur quoi ?"), small=True, reads=KEEPERS)
    account = SelectField(
        _("Quel compte ?"), choices=[], small=True, empty=_("sans compte"),
        hint=_("Avec un compte, elle ou il note les présences, le jour même."),
    )  # fmt: skip

    def __init__(self, *args: Any, accounts: Mapping[str, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = accounts
        question: Any = self.fields["account"]
        question.choices = [("", question.empty), *((key, one.name) for key, one in accounts.items())]


class CheckForm(PlainForm):
    code = TextField(_("Le code de l’attestation"), required=True, max_length=60, error_messages={"required": _("Recopiez le code qui est au bas de l’attestation.")})  # fmt: skip
    name = TextField(_("Le nom à comparer"), optional=_("nous disons oui ou non, jamais le nom"), max_length=120)


class SendForm(PlainForm):
    """One questionnaire sent to everybody of a session."""

    survey = SelectField(_("Quel questionnaire ?"), choices=[], required=True, small=True)
    moment = ChoiceField(_("À quel moment ?"), choices=[], row=True, required=True)

    def __init__(
        self, *args: Any, surveys: list[tuple[str, str]], moments: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("survey", [("", _("Choisir…")), *surveys]), ("moment", moments)):
            question: Any = self.fields[name]
            question.choices = choices
