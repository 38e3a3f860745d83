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
from havre.countries.fr.trafficking import EXPLOITATION
from havre.directory import wording
from havre.directory.models import ShelterKind
from havre.directory.states import PARTNERSHIP
from havre.geo.departments import regions

KEEPERS_ONLY = ("state", "step", "see")


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
    expertise = SelectField(
        _("Connaît bien"),
        small=True,
        empty=_("Peu importe"),
        choices=lambda: EXPLOITATION.choices(wording.language()),
    )
    step = SelectField(_("Étape"), small=True, empty=_("Toutes"), choices=PARTNERSHIP.choices)
    see = SelectField(
        _("À voir"),
        small=True,
        empty=_("Tout"),
        choices=[
            ("silent", _("sans échange depuis six mois")),
            ("ending", _("convention qui finit dans les 90 jours")),
            ("idle", _("n’a accueilli personne depuis deux ans")),
            ("full", _("a accueilli autant que prévu")),
        ],
    )
    state = SelectField(
        _("Places"),
        small=True,
        empty=_("Toutes"),
        choices=[("free", _("une place libre")), ("call", _("à confirmer")), ("paused", _("en pause"))],
    )

    @classmethod
    def kept_names(cls) -> list[str]:
        """All of them: what is looked for in a house stands in no address, chosen or typed."""
        return list(cls.base_fields)

    def __init__(self, *args: Any, locate: bool, told: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not locate:
            for name in KEEPERS_ONLY:
                del self.fields[name]
            self.fields["region"] = SelectField(
                _("Région"), small=True, empty=_("Toutes"), choices=[(r, r) for r in sorted(told)]
            )

    def asked(self) -> dict[str, str]:
        """What is asked; an answer outside the lists asks nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
