"""What is asked about letters, announcements and days of the calendar."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation
from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    PlainForm,
    SelectField,
    TextField,
    VersionForm,
)
from havre.countries.fr.life import KINDS_OF_DAYS
from havre.network.content import AUDIENCES, GROUPS, PICKED, Both, LetterText
from havre.network.groups import partners
from havre.network.reading import language

THEY_READ = _("Lu dans Havre seulement, par celles et ceux à qui c’est adressé")
LETTER_READ = _("Lu par celles et ceux à qui c’est adressé, dans Havre ou par un lien personnel")
OWN_KINDS = [code for code in KINDS_OF_DAYS if code != "known"]


class LetterForm(VersionForm):
    group = ChoiceField(_("À qui ?"), choices=list(GROUPS.items()), required=True)
    picked = ChoicesField(
        _("À quels partenaires ?"), choices=[], row=True, small=True, optional=_("si vous choisissez vous-même")
    )
    title_fr = TextField(_("Titre, en français"), required=True, max_length=120, reads=LETTER_READ)
    text_fr = LongTextField(_("Message, en français"), required=True, rows=8, reads=LETTER_READ)
    title_en = TextField(_("Titre, en anglais"), max_length=120, small=True, optional=_("vide : le français"))
    text_en = LongTextField(_("Message, en anglais"), rows=6, small=True, optional=_("vide : le français"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["picked"]
        question.choices = [(str(one.pk), one.code) for one in partners()]

    def clean_picked(self) -> list[str]:
        picked: list[str] = self.cleaned_data["picked"]
        if self.cleaned_data.get("group") == PICKED and not picked:
            raise ValidationError(_("Choisissez au moins un partenaire. Le reste est gardé."), code="nobody")
        return picked

    def letter(self) -> LetterText:
        told = self.cleaned_data
        picked = told["picked"] if told["group"] == PICKED else []
        return LetterText(Both(told["title_fr"], told["text_fr"], told["title_en"], told["text_en"]), picked)


class LinkForm(PlainForm):
    """Which partner lost its link."""

    partner = SelectField(_("Celui de quel partenaire ?"), choices=[], required=True, small=True)

    def __init__(self, *args: Any, partners: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(one.pk): one for one in partners}
        question: Any = self.fields["partner"]
        question.choices = [("", question.empty), *((key, one.code) for key, one in self.partners.items())]

    def organisation(self) -> Organisation:
        return self.partners[self.cleaned_data["partner"]]


class _DaysForm(PlainForm):
    """From one day to another, for somebody."""

    audience = SelectField(_("Pour qui ?"), choices=list(AUDIENCES.items()), required=True, small=True)
    starts_on = DayField(_("Du"), required=True, small=True)
    ends_on = DayField(_("Au"), small=True, optional=_("vide : ce jour seul"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["ends_on"] = cleaned.get("ends_on") or cleaned.get("starts_on")
        return cleaned


class AnnounceForm(_DaysForm):
    field_order = ("title_fr", "text_fr", "title_en", "text_en", "audience", "starts_on", "ends_on")

    title_fr = TextField(_("Que dire, en une ligne ?"), required=True, max_length=100, reads=THEY_READ)
    text_fr = LongTextField(_("Et en plus de mots ?"), small=True, max_length=1000, optional=_("s’il en faut"))
    title_en = TextField(_("La même ligne, en anglais"), max_length=100, small=True, optional=_("vide : le français"))
    text_en = LongTextField(_("Le reste, en anglais"), small=True, max_length=1000, optional=_("vide : le français"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)

    def words(self) -> Both:
        told = self.cleaned_data
        return Both(told["title_fr"], told["text_fr"], told["title_en"], told["text_en"])


class DayForm(_DaysForm):
    field_order = ("kind", "title_fr", "title_en", "audience", "starts_on", "ends_on")

    kind = SelectField(
        _("Qu’est-ce que c’est ?"), required=True, small=True,
        choices=lambda: [(code, KINDS_OF_DAYS.label(code, language())) for code in OWN_KINDS],
    )  # fmt: skip
    title_fr = TextField(
        _("Titre, en français"), required=True, max_length=100, small=True, hint=_("Jamais de lieu : il se dit autrement, et tard."),
        reads=THEY_READ,
    )  # fmt: skip
    title_en = TextField(_("Titre, en anglais"), max_length=100, small=True, optional=_("vide : le français"))

    def words(self) -> Both:
        return Both(title_fr=self.cleaned_data["title_fr"], title_en=self.cleaned_data["title_en"])
