"""What of allauth is switched off: nobody opens an account alone, and signing in says nothing."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody opens an account for themselves: the coordination does it with them, by telephone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "Adresse ou mot de passe inconnus. Vérifiez les deux, ou appelez la coordination."
        ),
        "too_many_login_attempts": _("Trop d’essais. Attendez cinq minutes, ou appelez la coordination."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """No «you are signed in»: the page that follows says it."""
