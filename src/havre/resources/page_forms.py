"""What is asked of whoever searches the library, and of whoever writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from havre.common import identifying
from havre.common.forms import (
    CarefulForm,
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    PlainForm,
    SelectField,
    TextField,
    VersionForm,
)
from havre.countries.fr.library import AUDIENCES, COUNTRIES, KINDS, LANGUAGES, MARKS, PHASES, THEMES
from havre.resources.content import RHYTHMS, WEEKLY
from havre.resources.forms import articles_in_force, offer_articles
from havre.resources.models import Article, LibraryDocument
from havre.resources.models.library import TEXT
from havre.resources.operations import Written
from havre.resources.reading import language
from havre.resources.states import LIBRARY

ALL = "all"
READERS = _("Lu par qui peut lire la page")
LONGEST_BODY = 40_000


class SearchForm(PlainForm):
    words = TextField(_("Que cherchez-vous ?"), small=True, max_length=200)
    theme = SelectField(_("Thème"), choices=lambda: THEMES.choices(language()), small=True, empty=_("Tous"))
    kind = SelectField(_("Sorte"), choices=lambda: KINDS.choices(language()), small=True, empty=_("Tous"))
    phase = SelectField(_("Moment"), choices=lambda: PHASES.choices(language()), small=True, empty=_("Tous"))
    audience = SelectField(_("Pour qui"), choices=lambda: AUDIENCES.choices(language()), small=True, empty=_("Tous"))
    country = SelectField(_("Droit"), choices=lambda: COUNTRIES.choices(language()), small=True, empty=_("Tous"))
    language = SelectField(
        _("Langue"),
        choices=lambda: [*LANGUAGES.choices(language()), (ALL, _("toutes"))],
        small=True,
        empty=_("la vôtre"),
    )

    def __init__(self, *args: Any, of_all: bool = True, **kwargs: Any) -> None:
        """``of_all``: whether this visitor reads more than what is for everybody."""
        super().__init__(*args, **kwargs)
        if not of_all:
            del self.fields["audience"]

    def asked(self) -> Mapping[str, str]:
        """What is asked; an answer that is none asks nothing."""
        told = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        return {name: told.get(name) or "" for name in self.base_fields}


class KeepSearchForm(VersionForm):
    """A search that an account keeps."""

    name = TextField(
        _("Quel nom pour la retrouver ?"), max_length=80, required=True, small=True,
        reads=_("Scellé. Lu par vous seul ou seule"), error_messages={"required": _("Donnez-lui un nom court. Le reste est gardé.")},
    )  # fmt: skip
    rhythm = ChoiceField(
        _("Vous prévenir quand quelque chose paraît ?"), choices=list(RHYTHMS.items()), initial=WEEKLY, required=True, small=True,
        hint=_("Le message ne dit ni ce que vous cherchez, ni ce qui a paru."),
    )  # fmt: skip


class WriteForm(CarefulForm, VersionForm):
    """A page, as its author writes it."""

    careful = ("title", "summary", "body")

    title = TextField(_("Quel titre ?"), max_length=160, required=True, reads=READERS)
    summary = TextField(_("En une phrase ?"), max_length=300, required=True, reads=READERS)
    body = LongTextField(
        _("Que dit la page ?"), rows=18, max_length=LONGEST_BODY, required=True, reads=READERS,
        hint=_("« ## » fait un titre, « - » une liste, « - [ ] » une case à cocher, « **gras** » du gras, [un mot](library:nom-court) un lien vers une autre page, ![ce qu’elle montre](picture:nom.png) une image de la page."),
    )  # fmt: skip
    theme = SelectField(_("Quel thème ?"), choices=lambda: THEMES.choices(language()), required=True, small=True)
    audience = ChoiceField(_("Pour qui ?"), choices=lambda: AUDIENCES.choices(language()), required=True, row=True, small=True)  # fmt: skip
    kind = SelectField(_("Quel genre ?"), choices=lambda: KINDS.choices(language()), required=True, small=True)
    phase = SelectField(_("À quel moment sert-elle ?"), choices=lambda: PHASES.choices(language()), required=True, small=True)  # fmt: skip
    country = SelectField(_("De quel droit parle-t-elle ?"), choices=lambda: COUNTRIES.choices(language()), required=True, small=True)  # fmt: skip
    mark = SelectField(_("Est-ce sûr ?"), choices=lambda: MARKS.choices(language()), required=True, small=True)
    valid_until = DayField(_("Valable jusqu’au"), small=True, optional=_("vide : sans fin connue"))
    sources = LongTextField(_("D’où cela vient-il ?"), rows=2, small=True, optional=_("une source par ligne"), reads=READERS)  # fmt: skip
    rights = TextField(_("Pour un film : qui peut le montrer, à qui ?"), small=True, reads=READERS)
    articles = ChoicesField(_("Quels articles cite-t-elle ?"), choices=[], small=True)

    def __init__(self, *args: Any, today: date, cited: frozenset[Any] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: Mapping[str, Article] = articles_in_force(today, cited)
        offer_articles(self, self.known, today)

    def written(self) -> Written:
        told = {name: self.cleaned_data[name] for name in TEXT}
        return Written(**told, articles=[self.known[key] for key in self.cleaned_data["articles"]])


class NewPageForm(WriteForm):
    slug = TextField(
        _("Quel nom court ?"), max_length=60, required=True, small=True, validators=[validate_slug],
        hint=_("Le même dans toutes les langues, en minuscules : delai-de-reflexion. Il reste dans l’adresse."),
        error_messages={"invalid": _("Des lettres sans accent, des chiffres et des traits d’union seulement.")},
    )  # fmt: skip
    language = ChoiceField(_("En quelle langue ?"), choices=lambda: LANGUAGES.choices(language()), required=True, row=True, small=True)  # fmt: skip

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def look_over(self) -> None:
        """What its first texts seem to say of somebody, before anything was sent."""
        found = {name: identifying.find(str(self.initial.get(name) or "")) for name in self.careful}
        self.seen = {name: seen for name, seen in found.items() if seen}


class ReplaceForm(VersionForm):
    other = TextField(
        _("Le nom court de l’autre page"), small=True, max_length=60, optional=_("vide : plus remplacée"),
    )  # fmt: skip


class DocumentForm(VersionForm):
    """A file; what it is, is judged by its content."""

    file = forms.FileField(
        label=_("Quel fichier ?"), allow_empty_file=True, required=False,
        help_text=_("PDF, document de bureau, ou image (PNG, JPEG), 20 Mo au plus. D’une image, on ne garde que ce qui se voit : ni lieu, ni jour, ni appareil."),
    )  # fmt: skip
    valid_until = DayField(_("Valable jusqu’au"), small=True, optional=_("vide : sans fin connue"))
    replaces = SelectField(_("À la place de quel document ?"), choices=[], small=True, empty=_("aucun"))

    def __init__(self, *args: Any, known: Sequence[LibraryDocument], **kwargs: Any) -> None:
        """``known``: those of the page that are read now."""
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in known}
        question: Any = self.fields["replaces"]
        question.choices = [("", question.empty), *((key, one.name) for key, one in self.known.items())]

    def replaced(self) -> LibraryDocument | None:
        return self.known.get(self.cleaned_data["replaces"])


ENDING, DOCUMENTS = "ending", "documents"


class KeptFilterForm(PlainForm):
    """What the keepers' list shows."""

    state = SelectField(
        _("Lesquelles"), choices=lambda: [*LIBRARY.choices, (DOCUMENTS, _("avec un document à relire")), (ENDING, _("qui s’achèvent bientôt"))], small=True,
        empty=_("Toutes"),
    )  # fmt: skip
    language = SelectField(_("Langue"), choices=lambda: LANGUAGES.choices(language()), small=True, empty=_("Toutes"))
