"""The form of sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Mail and password. The mail is turned into a token by the backend and kept nowhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = forms.CharField(
            label=_("Adresse électronique"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "input"}),
        )
        self.fields["login"] = login
        self.fields["password"].label = _("Mot de passe")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput(
            attrs={"autocomplete": "current-password", "class": "input"}
        )
        self.fields.pop("remember", None)
