"""The two things that an account chooses for itself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record import words
from havre.record.operations import operation, record, save

words.register({"language_chosen": _("Langue choisie"), "theme_chosen": _("Couleurs choisies")})


@operation
def choose_language(user: User, *, language: str, by: User, at: datetime) -> None:
    user.language = language
    save(user, "language")
    record("language_chosen", subject=user.pk, fields=["language"], thread=False)


@operation
def choose_theme(user: User, *, theme: str, by: User, at: datetime) -> None:
    user.theme = theme
    save(user, "theme")
    record("theme_chosen", subject=user.pk, fields=["theme"], thread=False)
