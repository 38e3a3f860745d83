"""What the lists and the page of a situation ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from havre.common.forms import LongTextField, PlainForm, SelectField, TextField
from havre.countries.fr.network import EXITS, NOT_ADMITTED
from havre.journey.operations import NOTE_LENGTH
from havre.journey.states import JOURNEY

STANDS = [("mine", _("À moi")), ("waiting", _("Attendent une place")), ("late", _("En retard")), ("nobody", _("Sans coordinatrice")), ("over", _("Terminées")), ("all", _("Toutes, même closes"))]  # fmt: skip


class FilterForm(PlainForm):
    """Which situations are listed. An answer that is none of these is left out, never an error."""

    q = TextField(_("Pseudonyme ou référence"), small=True, max_length=40)
    show = SelectField(_("Lesquelles"), small=True, choices=STANDS, empty=_("En cours"))
    state = SelectField(_("Étape"), small=True, choices=JOURNEY.choices, empty=_("Toutes les étapes"))

    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


class NoteForm(PlainForm):
    text = LongTextField(
        _("Que s’est-il passé ?"),
        small=True,
        required=True,
        max_length=NOTE_LENGTH,
        hint=_("Des faits, courts. Ni nom, ni lieu, ni avis."),
        reads=_("Lu par la coordination"),
    )


def _reasons() -> list[tuple[str, Any]]:
    lang = "en" if (get_language() or "fr").startswith("en") else "fr"
    return [
        (str(_("Après un accueil")), EXITS.choices(lang)),
        (str(_("Sans accueil")), NOT_ADMITTED.choices(lang)),
    ]


class CloseForm(PlainForm):
    """Why a case closes."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = SelectField(
        _("Pourquoi se termine-t-il ?"), small=True, required=True, choices=_reasons, reads=_("Lu par la coordination")
    )
    note = LongTextField(
        _("Ce qu’il faut en garder"), small=True, max_length=NOTE_LENGTH, reads=_("Lu par la coordination")
    )
