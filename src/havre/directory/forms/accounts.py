"""What is asked about the accounts of others."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.accounts.roles import ROLES
from havre.common.forms import (
    ChoiceField,
    MailField,
    PlainForm,
    SelectField,
    TextField,
)


class OpenAccountForm(PlainForm):
    """A new account, opened while its owner is on the telephone."""

    name = TextField(
        _("Comment ses collègues l’appellent-ils ?"),
        hint=_("Prénom et initiale : « Judith L. »."),
        required=True,
        max_length=60,
    )
    mail = MailField(
        _("Son adresse électronique ?"),
        required=True,
        reads=_("Scellée. Elle sert à se connecter, personne ne la relit"),
    )
    role = ChoiceField(
        _("Que fera-t-elle ou il dans Havre ?"),
        choices=[(key, role.name) for key, role in ROLES.items()],
        subs={key: role.sentence for key, role in ROLES.items()},
        required=True,
    )
    language = ChoiceField(_("Dans quelle langue ?"), choices=User.LANGUAGES, initial="fr", row=True, required=True)
    field_order = ["name", "mail", "role", "organisation", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field()
        self.order_fields(self.field_order)

    def chosen_organisation(self) -> Organisation | None:
        return Organisation.objects.filter(code=self.cleaned_data["organisation"] or None).first()


def organisation_field(*, small: bool = False) -> SelectField:
    """By code and kind: whoever keeps accounts learns no name of a house."""
    found = Organisation.objects.order_by("code")
    return SelectField(
        _("Dans quelle organisation ?"),
        hint=_("Pour un lieu d’accueil ou un service qui oriente. Vide pour les autres."),
        choices=[(one.code, f"{one.code} · {one.get_kind_display()}") for one in found],
        empty=_("Aucune"),
        small=small,
    )


class AccountFilterForm(PlainForm):
    name = TextField(_("Nom"), small=True, max_length=60)
    role = SelectField(_("Rôle"), small=True, empty=_("Tous"), choices=[(k, r.name) for k, r in ROLES.items()])
    organisation = TextField(_("Code de l’organisation"), small=True, max_length=12)

    def asked(self) -> dict[str, str]:
        """What is asked; an answer outside the lists asks nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class GrantForm(PlainForm):
    role = SelectField(_("Quel rôle ?"), choices=[(k, r.name) for k, r in ROLES.items()], small=True, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field(small=True)
        self.order_fields(self.field_order)

    def chosen_organisation(self) -> Organisation | None:
        return Organisation.objects.filter(code=self.cleaned_data["organisation"] or None).first()
