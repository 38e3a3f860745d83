"""What the officer's page asks."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from havre.common.forms import DayField, LongTextField, PlainForm, SelectField
from havre.record import reading

_ANCHOR = re.compile(r"(\d{4}-\d{2})\s+([0-9a-f]{64})")


class RecordFilterForm(PlainForm):
    event = SelectField(_("Événement"), small=True, empty=_("Tous"), choices=reading.event_choices)
    since = DayField(_("Depuis le"), small=True)
    until = DayField(_("Jusqu’au"), small=True)
    actor = SelectField(_("Par qui"), small=True, empty=_("Tout le monde"), choices=reading.actor_choices)

    def asked(self) -> reading.Asked:
        """What is asked; an answer that is none asks nothing."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        actor = said.get("actor")
        return reading.Asked(
            event=said.get("event") or "",
            since=said.get("since"),
            until=said.get("until"),
            actor=uuid.UUID(actor) if actor else None,
        )


class VerifyForm(PlainForm):
    anchors = LongTextField(
        _("Points de contrôle gardés ailleurs"),
        small=True,
        optional=_("s’il y en a"),
        hint=_("Un par ligne : le mois, puis la tête, comme 2026-02 suivi de 64 signes."),
        max_length=8000,
    )

    def clean_anchors(self) -> dict[str, str]:
        """Segment → head in hex."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["anchors"].split("\n"):
            bare = " ".join(line.split()).lower()
            if not bare:
                continue
            match = _ANCHOR.fullmatch(bare.split(" ", 1)[0] + " " + bare.partition(" ")[2].replace(" ", ""))
            if match is None:
                raise ValidationError(
                    _("Une ligne n’est pas un mois suivi de 64 signes. Ce que vous avez collé est gardé."),
                    code="anchor",
                )
            found[match[1]] = match[2]
        return found
