"""How much later somebody arrives: one of the usual delays by a tap, else minutes or an hour."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.common.forms import MomentField, NumberField
from havre.placements.forms import PhoneForm

DELAYS = ((30, _("30 minutes")), (60, _("1 heure")), (120, _("2 heures")), (24 * 60, _("demain")))
LONGEST_MINUTES = 7 * 24 * 60


class PostponeForm(PhoneForm):
    """One answer of two: so many minutes more, or the new hour."""

    minutes = NumberField(_("De combien de minutes ?"), min_value=1, max_value=LONGEST_MINUTES)
    until = MomentField(_("Ou : à quelle heure arrive-t-elle ?"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in ("minutes", "until") if cleaned.get(name) is not None]
        if len(given) != 1 and not self.errors:
            self.add_error(None, _("Écrivez un nombre de minutes, ou la nouvelle heure : l’un des deux."))
        return cleaned
