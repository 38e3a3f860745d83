"""What somebody decides about their own account: language, colours, password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.forms import PasswordInput
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.forms import (
    ChoiceField,
    PhoneField,
    PlainForm,
    TextField,
)


class PreferencesForm(PlainForm):
    language = ChoiceField(
        _("Dans quelle langue lisez-vous ?"), choices=User.LANGUAGES, row=True, small=True, required=True
    )
    theme = ChoiceField(
        _("Quelles couleurs ?"),
        choices=[("", _("Celles de la machine")), ("light", _("Claires")), ("dark", _("Sombres"))],
        row=True,
        small=True,
    )


class PhoneForm(PlainForm):
    """Where an SMS reaches one; empty takes the number away."""

    phone = PhoneField(
        _("À quel numéro vous prévenir par SMS ?"),
        hint=_("Vide : aucun SMS. Le message dit seulement que quelque chose vous attend."),
        reads=_("Scellé. Sert à vous prévenir, n’est montré à personne"),
        small=True,
    )


def _password(question: Any, *, autocomplete: str, hint: Any = "") -> TextField:
    return TextField(
        question,
        small=True,
        required=True,
        hint=hint,
        strip=False,
        autocomplete=autocomplete,
        widget=PasswordInput(),
    )


class PasswordForm(PlainForm):
    """One's own password: the present one, then the new one twice."""

    present = _password(_("Votre mot de passe d’aujourd’hui"), autocomplete="current-password")
    new = _password(
        _("Le nouveau"),
        autocomplete="new-password",
        hint=_("Douze signes au moins : trois mots qui ne vont pas ensemble suffisent."),
    )
    again = _password(_("Le nouveau, encore une fois"), autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_present(self) -> str:
        typed: str = self.cleaned_data["present"]
        if not check_password(typed, self.user.password):
            raise ValidationError(_("Ce n’est pas votre mot de passe d’aujourd’hui. Retapez-le."), code="wrong")
        return typed

    def clean_new(self) -> str:
        typed: str = self.cleaned_data["new"]
        validate_password(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("new") and said.get("again") and said["new"] != said["again"]:
            self.add_error("again", _("Les deux ne sont pas pareils. Retapez le nouveau deux fois."))
        return said
