"""Amounts in cents, as people write and read them."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.common import words
from havre.common.forms import TextField
from havre.training.seminars.content import CAR, MEALS, NIGHT, TRAIN

CENTS = 100
MOST = 10_000_00
KINDS = {
    TRAIN: gettext_lazy("Train, autre transport public"),
    CAR: gettext_lazy("Voiture"),
    NIGHT: gettext_lazy("Nuit"),
    MEALS: gettext_lazy("Repas"),
}
_AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")


def euros(cents: int) -> str:
    """«12,50 €»."""
    whole, rest = divmod(cents, CENTS)
    return words.nbsp(_("%(whole)s,%(rest)s €") % {"whole": whole, "rest": f"{rest:02}"})


class EurosField(TextField):
    """An amount as typed, with a comma or a point; kept in cents, 0 where nothing is typed."""

    def __init__(self, question: Any, **kwargs: Any) -> None:
        super().__init__(question, small=True, max_length=20, **kwargs)

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "class": "input input-s", "inputmode": "decimal"}

    def clean(self, value: Any) -> Any:
        text = re.sub(r"[\s\u00a0€]", "", super().clean(value))
        if not text:
            return 0
        found = _AMOUNT.fullmatch(text)
        if found is None:
            raise ValidationError(_("Écrivez un montant en euros, comme 12,50. Le reste est gardé."), code="invalid")
        cents = int(found[1]) * CENTS + int((found[2] or "").ljust(2, "0"))
        if cents > MOST:
            raise ValidationError(_("C’est trop : dix mille euros au plus."), code="too_much")
        return cents

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return f"{value // CENTS},{value % CENTS:02}" if value else ""
