"""What is asked of whoever keeps a seminar, of partners and of those who came; beside each question stands who reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.common import words
from havre.common.forms import (
    CarefulForm,
    ChoiceField,
    DayField,
    LongTextField,
    NumberField,
    PlainForm,
    SelectField,
    TextField,
    VersionForm,
)
from havre.network.forms.topics import SpeakingForm
from havre.training.models import Registration
from havre.training.models_seminars import Decision, Slot, SlotKind
from havre.training.operations.seminars import Part
from havre.training.seminars.content import CAR, COSTS, MEALS, NIGHT, TRAIN, Claim, SlotText
from havre.training.seminars.money import KINDS, EurosField
from havre.training.states import DECISION

KEEPERS = _("Scellé. Lu par celles et ceux qui tiennent les formations")
COMERS = _("Scellé. Lu par les inscrits, une fois le séminaire ouvert")
IN_MINUTES = _("Scellé. Lu par les inscrits, une fois le compte rendu publié : ni nom, ni structure, ni lieu")
FOLLOWED = _("Scellé. Lu par celles et ceux qui tiennent les formations, jamais dans le compte rendu")
TO_COORDINATION = _("Scellé. Les partenaires lisent le sujet ; la coordination seule, et vous, savez qui le propose")
SETTLERS = _("Secret. Ouvert par vous et par qui règle les frais, chaque fois au registre")
NOBODY_NAMED = _("Ni nom ni situation d’une personne : ce qui bloque, pour plusieurs.")
_HOUR = re.compile(r"([01]?\d|2[0-3])\s*(?:[hH:.]\s*([0-5]\d)?)?")


class HourField(TextField):
    """An hour as people type it: 9 h 30, 9h30, 9:30, 14h."""

    def __init__(self, question: object, **kwargs: Any) -> None:
        super().__init__(question, small=True, max_length=10, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        found = _HOUR.fullmatch(text)
        if found is None:
            raise ValidationError(_("Écrivez une heure, comme 9 h 30 ou 14 h. Le reste est gardé."), code="invalid")
        return time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return words.clock(value).replace("\u00a0", " ") if isinstance(value, time) else value


class PartForm(VersionForm):
    """A part of the programme."""

    title = TextField(
        _("Quel titre ?"), required=True, max_length=120, reads=COMERS,
        error_messages={"required": _("Donnez un titre, même court. Le reste est gardé.")},
    )  # fmt: skip
    kind = ChoiceField(
        _("De quel genre ?"), choices=SlotKind.choices, initial=SlotKind.PLENARY, row=True, required=True
    )
    half = SelectField(_("Quelle demi-journée ?"), choices=[], required=True, small=True)
    starts = HourField(
        _("À quelle heure ?"), required=True, hint=_("Comme 9 h 30."),
        error_messages={"required": _("Dites l’heure, comme 9 h 30. Le reste est gardé.")},
    )  # fmt: skip
    minutes = NumberField(_("Combien de minutes ?"), small=True, min_value=5, max_value=480, required=True, initial=60)
    led_by = TextField(_("Qui l’anime ?"), small=True, optional=_("jamais dans le compte rendu"), reads=COMERS)
    leader = SelectField(
        _("Qui note ce qui s’y dit, parmi les inscrits ?"), choices=[], small=True, empty=_("la coordination"),
        hint=_("Elle ou il l’écrit sur sa page, à partir du premier jour. Vous aussi, toujours."), reads=KEEPERS,
    )  # fmt: skip
    question = LongTextField(_("Quelle question ?"), rows=2, reads=COMERS)

    def __init__(
        self,
        *args: Any,
        halves: Sequence[tuple[int, str]],
        coming: Mapping[str, tuple[Registration, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.coming = coming
        halves_of, leader = cast("Any", self.fields["half"]), cast("Any", self.fields["leader"])
        halves_of.choices = [("", halves_of.empty), *((str(number), told) for number, told in halves)]
        leader.choices = [("", leader.empty), *((key, name) for key, (_row, name) in coming.items())]

    @classmethod
    def values_of(cls, slot: Slot) -> dict[str, Any]:
        text = slot.read()
        plain = {name: getattr(slot, name) for name in ("kind", "half", "starts", "minutes", "version")}
        leader = str(slot.leader_id or "")
        return plain | {"title": text.title, "led_by": text.led_by, "question": text.question, "leader": leader}

    def part(self) -> Part:
        told = self.cleaned_data
        text = SlotText(told["title"], told["led_by"], told["question"])
        leader = self.coming[told["leader"]][0] if told["leader"] else None
        return Part(int(told["half"]), told["starts"], told["minutes"], told["kind"], text, leader)


class NotesForm(CarefulForm, VersionForm):
    careful: ClassVar[tuple[str, ...]] = ("text",)

    text = LongTextField(
        _("Qu’est-ce qui s’est dit ?"), rows=8, reads=IN_MINUTES, hint=_("Ni nom ni situation d’une personne.")
    )

    @classmethod
    def values_of(cls, slot: Slot) -> dict[str, Any]:
        return {"text": slot.read_notes().text, "version": slot.version}


class CallForm(VersionForm):
    until = DayField(_("Jusqu’à quel jour ?"), required=True, small=True, not_before=timezone.localdate)


class PlaceForm(PlainForm):
    half = SelectField(_("Dans quelle demi-journée ?"), choices=[], required=True, small=True)

    def __init__(self, *args: Any, halves: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["half"]
        question.choices = [(str(number), told) for number, told in halves]


class ForPartnerForm(SpeakingForm):
    """The same question as in the life of the network, and who said it."""

    def spoken(self) -> Any:
        return self.on_behalf_of() if "by_phone_who" in self.fields else None


class SubjectForm(CarefulForm, ForPartnerForm):
    careful: ClassVar[tuple[str, ...]] = ("title", "text")
    field_order = ("title", "text", "partner", "by_phone_who", "by_phone_when")

    title = TextField(
        _("De quoi voulez-vous parler ?"), required=True, max_length=120, reads=TO_COORDINATION,
        error_messages={"required": _("Dites-le en quelques mots. Le reste est gardé.")},
    )  # fmt: skip
    text = LongTextField(_("Qu’est-ce qui bloque ?"), rows=4, hint=NOBODY_NAMED, reads=TO_COORDINATION)


class DecisionForm(CarefulForm, VersionForm):
    careful: ClassVar[tuple[str, ...]] = ("text",)

    text = LongTextField(
        _("Qu’est-ce qui est décidé ?"), rows=3, required=True, reads=IN_MINUTES,
        error_messages={"required": _("Dites ce qui est décidé, en une phrase. Le reste est gardé.")},
    )  # fmt: skip
    who = TextField(_("Qui s’en charge ?"), small=True, reads=FOLLOWED)
    due_on = DayField(
        _("Pour quel jour ?"), small=True, required=True,
        error_messages={"required": _("Donnez un jour : sans lui rien n’est suivi. Le reste est gardé.")},
    )  # fmt: skip

    @classmethod
    def values_of(cls, decision: Decision) -> dict[str, Any]:
        text = decision.read()
        return {"text": text.text, "who": text.who, "due_on": decision.due_on, "version": decision.version}


class EndForm(VersionForm):
    end = TextField(_("Qu’est-ce que cela a donné ?"), small=True, reads=KEEPERS)


class FollowUpForm(PlainForm):
    state = SelectField(
        _("Lesquelles"), small=True, empty=_("À faire"),
        choices=[("late", _("En retard")), *((one.code, one.label) for one in DECISION.states if one.final)],
    )  # fmt: skip


class ClaimForm(VersionForm):
    """A travel claim; every amount may stay empty."""

    town = TextField(
        _("D’où veniez-vous ?"), small=True, max_length=80, required=True, reads=SETTLERS, hint=_("La ville suffit."),
        error_messages={"required": _("Dites de quelle ville vous veniez. Le reste est gardé.")},
    )  # fmt: skip
    train = EurosField(KINDS[TRAIN], reads=SETTLERS)
    km = NumberField(_("En voiture, combien de kilomètres en tout ?"), small=True, max_value=5000, reads=SETTLERS)
    car = EurosField(_("Voiture : carburant, péage, stationnement"), reads=SETTLERS)
    night = EurosField(KINDS[NIGHT], reads=SETTLERS)
    meals = EurosField(KINDS[MEALS], reads=SETTLERS)
    bank = TextField(
        _("Où rembourser ?"), max_length=60, reads=SETTLERS, optional=_("un IBAN, ou « par la structure »")
    )
    note = TextField(_("Autre chose à dire ?"), reads=SETTLERS)

    @classmethod
    def values_of(cls, claim: Claim, version: int) -> dict[str, Any]:
        plain = {name: getattr(claim, name) for name in ("town", "bank", "note")} | {"km": claim.km or None}
        return plain | {kind: claim.asked.get(kind, 0) for kind in COSTS} | {"version": version}

    def claim(self) -> Claim:
        told = self.cleaned_data
        asked = {kind: told[kind] for kind in COSTS if told[kind]}
        return Claim(told["town"], told["km"] or 0, asked, told["bank"], told["note"])


class AcceptForm(VersionForm):
    """What is paid back of each kind; as asked, unless somebody changes it."""

    train = EurosField(KINDS[TRAIN])
    car = EurosField(KINDS[CAR])
    night = EurosField(KINDS[NIGHT])
    meals = EurosField(KINDS[MEALS])

    def accepted(self) -> Mapping[str, int]:
        return {kind: self.cleaned_data[kind] for kind in COSTS}


class ReturnForm(VersionForm):
    reason = TextField(
        _("Que faut-il corriger ?"), small=True, required=True, reads=SETTLERS,
        error_messages={"required": _("Dites ce qu’il faut corriger : elle ou il le lira.")},
    )  # fmt: skip
