"""The filters of the directory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.common.forms import (
    PlainForm,
    SelectField,
    TextField,
)
from havre.countries.fr.people import GENDERS, LANGUAGES
from havre.directory import wording
from havre.directory.models import ShelterKind
from havre.geo.departments import regions


class FilterForm(PlainForm):
    """The filters of the list. Whoever may not learn where a house stands chooses among the regions that are told."""

    code = TextField(_("Code"), small=True, max_length=12)
    kind = SelectField(
        _("Type"),
        small=True,
        empty=_("Tous"),
        choices=[*ShelterKind.choices, ("partner", _("autre partenaire"))],
    )
    region = SelectField(_("Région"), small=True, empty=_("Toutes"), choices=lambda: [(r, r) for r in regions()])
    accepts = SelectField(
        _("Accueille"),
        small=True,
        empty=_("Peu importe"),
        choices=lambda: [
            *GENDERS.choices(wording.language()),
            ("children", _("des enfants")),
            ("pregnant", _("une grossesse")),
            ("animals", _("des animaux")),
        ],
    )
    language = SelectField(
        _("Langue parlée"),
        small=True,
        empty=_("Peu importe"),
        choices=lambda: LANGUAGES.choices(wording.language()),
    )
    state = SelectField(
        _("Places"),
        small=True,
        empty=_("Toutes"),
        choices=[("free", _("une place libre")), ("call", _("à confirmer")), ("paused", _("en pause"))],
    )

    def __init__(self, *args: Any, locate: bool, told: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not locate:
            del self.fields["state"]
            self.fields["region"] = SelectField(
                _("Région"), small=True, empty=_("Toutes"), choices=[(r, r) for r in sorted(told)]
            )

    def asked(self) -> dict[str, Any]:
        """What is asked; an answer outside the lists asks nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
