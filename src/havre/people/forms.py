"""Forms of the pages of a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.common.forms import (
    ChoiceField,
    DayField,
    LongTextField,
    PhoneField,
    PlainForm,
    SelectField,
    TextField,
)
from havre.countries.fr.people import LANGUAGES
from havre.countries.world import country_choices
from havre.people.handing import NOTE_LENGTH
from havre.people.models import AgreementKind, HandReason
from havre.people.questions import (
    COORDINATION_READS,
    ExploitationQuestions,
    HouseholdQuestions,
    NeedsQuestions,
    WishQuestions,
    language,
)
from havre.record.by_phone import ByPhone

OPENERS_READ = _("Scellé. Ouvert pour un motif, chaque fois au registre")
OLDEST_BIRTH = date(1900, 1, 1)


class ProfileForm(ExploitationQuestions, HouseholdQuestions, NeedsQuestions, WishQuestions):
    """The whole working profile, for the coordination."""

    network = TextField(
        _("Étiquette du réseau"),
        small=True,
        max_length=8,
        validators=[
            RegexValidator(
                r"^[A-Z0-9-]*$",
                _(
                    "Des lettres capitales et des chiffres, jamais un nom : par exemple R-17. Ce qui est tapé est gardé."
                ),
            )
        ],
        hint=_("Une étiquette qui ne veut rien dire, la même pour ceux d’un même réseau. Jamais un nom."),
        reads=COORDINATION_READS,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class HandForm(PlainForm):
    """Why a case changes hands; ``seen`` is who had it when the page was shown."""

    reason = ChoiceField(_("Pourquoi ?"), choices=HandReason.choices, required=True, small=True)
    note = TextField(
        _("En quelques mots"),
        small=True,
        max_length=NOTE_LENGTH,
        hint=_("Sans nom ni lieu. Nécessaire pour une autre raison."),
        reads=COORDINATION_READS,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)


class TakeOverForm(HandForm):
    """A colleague takes the case."""


class HandOverForm(HandForm):
    """The case goes to a colleague, chosen among ``colleagues`` (id, name)."""

    to = SelectField(_("À qui le confier ?"), choices=[], required=True, small=True, empty=_("Choisissez"))
    field_order = ("to", "reason", "note")

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choisissez")), *colleagues]  # type: ignore[attr-defined]


class ApartForm(PlainForm):
    """Somebody she must not meet."""

    reference = TextField(
        _("Référence de l’autre situation"),
        small=True,
        required=True,
        max_length=8,
        hint=_("Par exemple K7Q-24. Elle ne paraît dans aucune liste ni au fil."),
        reads=_("Lu par les coordinatrices de ces deux situations seulement"),
    )


class LetMeetForm(PlainForm):
    """Why they may meet again."""

    other = forms.UUIDField(widget=forms.HiddenInput)
    reason = TextField(
        _("Pourquoi peuvent-elles de nouveau se croiser ?"),
        small=True,
        required=True,
        max_length=NOTE_LENGTH,
        hint=_("Sans nom ni lieu."),
        reads=COORDINATION_READS,
    )


GIVEN_HERE = (AgreementKind.REFER, AgreementKind.JOIN, AgreementKind.SHARE)


class AgreeForm(ByPhone):
    """What she agreed to. The agreement to one place is written where that place is proposed."""

    kind = ChoiceField(
        _("À quoi a-t-elle dit oui ?"),
        choices=[(kind.value, kind.label) for kind in GIVEN_HERE],
        required=True,
        small=True,
        reads=_("Lu par la coordination et par elle"),
    )
    how = ChoiceField(
        _("Comment l’a-t-elle dit ?"),
        choices=[("spoken", _("de vive voix")), ("written", _("par écrit"))],
        initial="spoken",
        required=True,
        small=True,
        row=True,
    )
    language = SelectField(
        _("Dans quelle langue ?"),
        choices=lambda: sorted(LANGUAGES.choices(language()), key=lambda pair: pair[1]),
        small=True,
        reads=_("Lu par la coordination et par elle"),
    )
    relayed_by = TextField(
        _("Relayé par"), small=True, optional=_("si elle ne vous l’a pas dit elle-même"), reads=COORDINATION_READS
    )
    purpose = TextField(_("Pour partager : quoi, et dans quel but ?"), small=True, reads=COORDINATION_READS)
    recipient = TextField(_("Pour partager : avec qui ?"), small=True, reads=COORDINATION_READS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == AgreementKind.SHARE:
            for name in ("purpose", "recipient"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Un partage se dit en entier : quoi, pourquoi, avec qui."))
        return cleaned


class WithdrawForm(ByPhone):
    reason = LongTextField(
        _("Ce qu’elle en dit"),
        small=True,
        rows=2,
        max_length=1000,
        optional=_("elle n’a pas à se justifier"),
        reads=_("Lu par la coordination et par elle"),
    )


class _Section(PlainForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class IdentityForm(_Section):
    names = TextField(_("Noms et prénoms"), small=True, reads=OPENERS_READ)
    birth_date = DayField(
        _("Date de naissance"), small=True, not_before=OLDEST_BIRTH, not_after=timezone.localdate, reads=OPENERS_READ
    )
    nationality = SelectField(
        _("Nationalité"), choices=lambda: country_choices(language()), small=True, empty=_("non précisé")
    )
    papers = LongTextField(_("Papiers"), small=True, rows=2, max_length=1000, reads=OPENERS_READ)


class ContactForm(_Section):
    call = PhoneField(_("À quel numéro l’appeler ?"), small=True, reads=OPENERS_READ)
    hours = TextField(_("À quelles heures, et quand jamais ?"), small=True)
    write = TextField(_("Peut-on lui écrire, et comment ?"), small=True)
    code_word = TextField(_("Mot convenu"), small=True, reads=OPENERS_READ)


class NarrativeForm(_Section):
    text = LongTextField(
        _("Ce qu’elle a dit"), small=True, rows=8, hint=_("Des faits et ses mots, pas d’avis."), reads=OPENERS_READ
    )


class HealthForm(_Section):
    text = LongTextField(_("Soins et traitements"), small=True, rows=5, max_length=2000, reads=OPENERS_READ)


SECTION_FORMS: dict[str, type[_Section]] = {
    "identity": IdentityForm,
    "contact": ContactForm,
    "narrative": NarrativeForm,
    "health": HealthForm,
}


class NameForm(PlainForm):
    text = TextField(
        _("Quel nom cherchez-vous ?"),
        required=True,
        max_length=80,
        hint=_(
            "Tout le nom ou un seul de ses mots, écrit comme dans le dossier ; accents et majuscules ne comptent pas."
        ),
        reads=_("Gardé nulle part. Qu’une recherche a eu lieu s’inscrit au registre"),
    )
