"""What is asked about a house."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    PlainForm,
    SelectField,
    TextField,
    YesField,
)
from havre.countries.fr.network import SERVICES
from havre.countries.fr.people import GENDERS, LANGUAGES, OFTEN_SPOKEN
from havre.countries.fr.trafficking import EXPLOITATION
from havre.directory import wording
from havre.directory.forms.common import ByPhone, NumbersForm, areas, clean_code, version_field
from havre.directory.models import ShelterKind
from havre.directory.profiles import (
    Accepts,
    ShelterProfile,
)


class ProfileForm(PlainForm):
    """The working profile of a house. ``area`` is asked of those who keep the directory only."""

    version = version_field()
    area = SelectField(
        _("Dans quel département ?"),
        choices=areas,
        reads=_("Scellé. Lu par la coordination et la chargée de projet"),
        required=True,
    )
    genders = ChoicesField(
        _("Qui accueillez-vous ?"), choices=lambda: GENDERS.choices(wording.language()), row=True, small=True
    )
    children = YesField(_("Des enfants avec leur parent"))
    pregnant = YesField(_("Une personne enceinte"))
    animals = YesField(_("Un animal"))
    languages = ChoicesField(
        _("Quelles langues parle l’équipe ?"),
        choices=lambda: [(code, LANGUAGES.label(code, wording.language())) for code in OFTEN_SPOKEN],
        row=True,
        small=True,
    )
    more_languages = ChoicesField(
        _("Et parmi celles-ci ?"),
        choices=lambda: [pair for pair in LANGUAGES.choices(wording.language()) if pair[0] not in OFTEN_SPOKEN],
        row=True,
        small=True,
    )
    services = ChoicesField(
        _("Qu’offrez-vous sur place ou tout près ?"),
        choices=lambda: SERVICES.choices(wording.language()),
        row=True,
        small=True,
    )
    expertise = ChoicesField(
        _("Quelles formes d’exploitation l’équipe connaît-elle bien ?"),
        choices=lambda: EXPLOITATION.choices(wording.language()),
        row=True,
        small=True,
    )
    night_staff = YesField(_("Quelqu’un veille sur place la nuit"))
    rules = LongTextField(
        _("Quelles règles faut-il connaître avant de venir ?"),
        small=True,
        hint=_("Visites, téléphone, horaires. Ni adresse, ni nom : la personne lit ceci avant de choisir."),
        max_length=2000,
    )

    def __init__(self, *args: Any, locate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not locate:
            del self.fields["area"]

    @staticmethod
    def values(profile: ShelterProfile) -> dict[str, Any]:
        return {
            "area": profile.area,
            "genders": profile.accepts.genders,
            "children": profile.accepts.children,
            "pregnant": profile.accepts.pregnant,
            "animals": profile.accepts.animals,
            "languages": [code for code in profile.languages if code in OFTEN_SPOKEN],
            "more_languages": [code for code in profile.languages if code not in OFTEN_SPOKEN],
            "services": profile.services,
            "expertise": profile.expertise,
            "night_staff": profile.night_staff,
            "rules": profile.rules,
        }

    def profile(self, present: ShelterProfile) -> ShelterProfile:
        """What was answered, put into the profile as it stands."""
        said = self.cleaned_data
        return replace(
            present,
            area=said.get("area") or present.area,
            accepts=Accepts(said["genders"], said["children"], said["pregnant"], said["animals"]),
            languages=[*said["languages"], *said["more_languages"]],
            services=said["services"],
            expertise=said["expertise"],
            night_staff=said["night_staff"],
            rules=said["rules"],
        )


class AddShelterForm(NumbersForm):
    """A new house: what is needed to write it down; its profile follows on the next page."""

    code = TextField(
        _("Quel code lui donnez-vous ?"),
        hint=_("Le code circule à la place du nom. Il ne rappelle ni la ville, ni l’association."),
        small=True,
        required=True,
        max_length=8,
    )
    kind = ChoiceField(
        _("Qu’est-ce que c’est ?"), choices=ShelterKind.choices, initial=ShelterKind.SHELTER, row=True, required=True
    )
    area = SelectField(
        _("Dans quel département ?"),
        choices=areas,
        required=True,
        reads=_("Scellé. Lu par la coordination et la chargée de projet"),
    )
    lines = LongTextField(
        _("Son adresse ?"),
        rows=2,
        small=True,
        max_length=400,
        reads=_("Scellé à part. Ouvert par l’astreinte et par ce lieu seulement"),
    )
    town = TextField(_("Sa commune ?"), small=True)
    field_order = ["code", "kind", "area", "name", "phone", "night_phone", "lines", "town"]

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])


class AddressForm(PlainForm):
    """Where the house stands; sent whole, it replaces what was there."""

    version = version_field()
    lines = LongTextField(_("Son adresse ?"), rows=2, required=True, max_length=400)
    town = TextField(_("Sa commune ?"), small=True, required=True)
    access = LongTextField(
        _("Comment y vient-on ?"), small=True, hint=_("Gare, tram, digicode."), rows=2, max_length=400
    )


class PauseForm(ByPhone):
    version = version_field()
    since = DayField(_("À partir de quel jour ?"), small=True, required=True)
    until = DayField(_("Jusqu’à quel jour ?"), small=True, optional=_("vide : jusqu’à nouvel ordre"))
    reason = TextField(
        _("Pourquoi ?"), small=True, required=True, hint=_("Travaux, équipe au complet, congés."), max_length=120
    )
    field_order = ["since", "until", "reason", "by_phone_who", "by_phone_when"]
