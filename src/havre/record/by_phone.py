"""The part of a form by which a coordinator enters somebody else's act: who spoke, and when it happened."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.common.forms import MomentField, PlainForm, TextField
from havre.record.operations import OnBehalf


class ByPhone(PlainForm):
    """Left empty, the act is the signed-in account's own."""

    by_phone_who = TextField(
        _("Qui vous parle ?"),
        small=True,
        optional=_("si vous l’inscrivez pour quelqu’un"),
        reads=_("Lu par la coordination seulement"),
    )
    by_phone_when = MomentField(
        _("Quand est-ce arrivé ?"),
        small=True,
        not_after=timezone.now,
        optional=_("vide : maintenant"),
        reads=_("Lu par la coordination seulement"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("by_phone_when") and not cleaned.get("by_phone_who"):
            self.add_error("by_phone_who", _("Dites qui vous parle. L’heure est gardée."))
        return cleaned

    def on_behalf_of(self) -> OnBehalf | None:
        """Who spoke, for an operation; ``None`` where nobody is named. The form must be valid."""
        who = self.cleaned_data.get("by_phone_who")
        return OnBehalf(who, self.cleaned_data.get("by_phone_when")) if who else None
