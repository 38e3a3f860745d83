"""What is asked about a partner."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import OrganisationKind
from havre.common.forms import (
    LongTextField,
    PlainForm,
    SelectField,
    TextField,
)
from havre.directory.forms.common import NumbersForm, areas, clean_code, version_field
from havre.directory.profiles import (
    PartnerCard,
)


class PartnerForm(PlainForm):
    """The card of a partner."""

    version = version_field()
    area = SelectField(_("Dans quel département ?"), choices=areas, small=True)
    note = LongTextField(
        _("Que faut-il savoir de ce partenaire ?"),
        small=True,
        hint=_("Ni nom de personne accueillie, ni adresse."),
        max_length=2000,
    )

    @staticmethod
    def values(card: PartnerCard) -> dict[str, Any]:
        return {"area": card.area, "note": card.note}

    def card(self, present: PartnerCard) -> PartnerCard:
        said = self.cleaned_data
        return replace(present, area=said["area"], note=said["note"])


class AddPartnerForm(NumbersForm):
    """A new partner: an organisation, its card, how to reach it."""

    code = TextField(
        _("Quel code lui donnez-vous ?"),
        hint=_("Le code circule à la place du nom."),
        small=True,
        required=True,
        max_length=12,
    )
    kind = SelectField(_("Qu’est-ce que c’est ?"), choices=OrganisationKind.choices, required=True, small=True)
    area = SelectField(_("Dans quel département ?"), choices=areas, small=True)
    field_order = ["code", "kind", "area", "name", "phone", "night_phone"]

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])

    def card(self) -> PartnerCard:
        return PartnerCard(area=self.cleaned_data["area"])
