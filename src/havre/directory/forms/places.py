"""What is asked about one place of a house."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.common.forms import (
    ChoiceField,
    DayField,
    NumberField,
    TextField,
    YesField,
)
from havre.directory import wording
from havre.directory.forms.common import ByPhone, version_field
from havre.directory.profiles import (
    AVAILABLE,
    BLOCKED,
    OUT_OF_SERVICE,
    Place,
)

PLACE_KINDS = list(wording.PLACE_KINDS.items())


class PlaceForm(ByPhone):
    """What a place is."""

    version = version_field()
    label = TextField(
        _("Comment l’appelez-vous ?"),
        small=True,
        hint=_("« 1 », « studio ». Ni rue, ni nom."),
        required=True,
        max_length=40,
    )
    kind = ChoiceField(_("C’est"), choices=PLACE_KINDS, row=True, small=True, required=True)
    size = NumberField(_("Pour combien de personnes ?"), small=True, min_value=1, max_value=12, required=True)
    accessible = YesField(_("Accessible en fauteuil roulant"))
    field_order = ["label", "kind", "size", "accessible", "by_phone_who", "by_phone_when"]

    @staticmethod
    def values(place: Place) -> dict[str, Any]:
        return {"label": place.label, "kind": place.kind, "size": place.size, "accessible": place.accessible}


class AddPlaceForm(PlaceForm):
    free_from = DayField(_("Libre à partir de quel jour ?"), small=True, optional=_("vide : pas encore"))
    field_order = ["label", "kind", "size", "accessible", "free_from", "by_phone_who", "by_phone_when"]


class StatusForm(ByPhone):
    """Block a place or reopen it."""

    version = version_field()
    status = ChoiceField(
        _("Peut-on y accueillir quelqu’un ?"),
        choices=[
            (AVAILABLE, _("Oui")),
            (BLOCKED, _("Non, elle est bloquée")),
            (OUT_OF_SERVICE, _("Non, elle est hors service")),
        ],
        subs={
            BLOCKED: _("gardée pour quelqu’un d’autre, équipe trop chargée"),
            OUT_OF_SERVICE: _("travaux, sinistre"),
        },
        small=True,
        required=True,
    )
    reason = TextField(_("Pourquoi ?"), small=True, optional=_("si elle est fermée"), max_length=120)
    until = DayField(_("Jusqu’à quel jour ?"), small=True, optional=_("vide : jusqu’à nouvel ordre"))
    field_order = ["status", "reason", "until", "by_phone_who", "by_phone_when"]

    @staticmethod
    def values(place: Place) -> dict[str, Any]:
        return {"status": place.status, "reason": place.reason, "until": place.status_until}


class FreeForm(ByPhone):
    """What a house says of one place: free, or not, perhaps from a later day."""

    free_from = DayField(_("Libre à partir de quel jour ?"), small=True, optional=_("si vous le savez"))
