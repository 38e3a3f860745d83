"""What is asked about an exchange with a partner."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.common.forms import ChoiceField, ChoicesField, DayField, LongTextField, PlainForm, TextField
from havre.countries.fr.network import EXCHANGE_TOPICS, EXCHANGES
from havre.directory import wording
from havre.directory.profiles import ExchangeCard


class ExchangeForm(PlainForm):
    kind = ChoiceField(
        _("Qu’est-ce que c’était ?"), choices=lambda: EXCHANGES.choices(wording.language()), row=True, required=True
    )
    on = DayField(_("Quel jour ?"), small=True, required=True, not_after=timezone.localdate)
    with_whom = TextField(
        _("Avec qui ?"), small=True, max_length=120, reads=_("Scellé. Lu par la coordination et la chargée de projet")
    )
    topics = ChoicesField(
        _("Qu’est-ce que ce partenaire a demandé ?"),
        choices=lambda: EXCHANGE_TOPICS.choices(wording.language()),
        row=True,
        small=True,
        optional=_("rien, ou plusieurs"),
    )
    note = LongTextField(
        _("Que faut-il en garder ?"),
        small=True,
        hint=_("Ni nom ni situation d’une personne accueillie."),
        max_length=2000,
        reads=_("Scellé. Lu par la coordination et la chargée de projet"),
    )

    def exchange(self, by: str) -> ExchangeCard:
        said = self.cleaned_data
        return ExchangeCard(
            kind=said["kind"],
            on=said["on"],
            with_whom=said["with_whom"],
            by=by,
            topics=said["topics"],
            note=said["note"],
        )
