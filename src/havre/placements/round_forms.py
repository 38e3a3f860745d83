"""The questions of a call round: what the house answered, when to ring it again, why not, whom to invite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.common.forms import DayField, LongTextField, MomentField, PlainForm, SelectField
from havre.countries.fr.network import REFUSALS_TO_HEAD, SHELTER_REFUSALS
from havre.placements import wording
from havre.placements.calling import AGAIN, ANSWERS, NO
from havre.placements.operations.answers import Answer
from havre.record.operations import OnBehalf

_ROUND_READS = _("Lu par qui suit ce tour. Des faits, pas d’avis")


class HouseForm(PlainForm):
    """Which house of the round: its number, so that no address and no page holds an id of it."""

    house = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AnswerForm(HouseForm):
    answer = forms.ChoiceField(choices=[(code, code) for code in ANSWERS], widget=forms.HiddenInput)
    note = LongTextField(
        _("Votre note"), optional=_("si besoin"), rows=2, max_length=1000, small=True, reads=_ROUND_READS
    )
    happened_at = MomentField(
        _("Quand l’a-t-on dit ?"), optional=_("si ce n’est pas maintenant"), small=True, not_after=timezone.now
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["data-key"] = "e"

    def heard(self) -> Answer:
        data = self.cleaned_data
        return Answer(data["answer"], data["note"])

    def told(self) -> OnBehalf:
        """Whoever of the house spoke: a name would tell the house (law 2)."""
        return OnBehalf(str(_("le lieu d’accueil")), self.cleaned_data["happened_at"])


class AgainForm(AnswerForm):
    call_again_at = MomentField(_("Quand rappeler ?"), required=True, not_before=timezone.now, small=True)

    def heard(self) -> Answer:
        data = self.cleaned_data
        return Answer(AGAIN, data["note"], again_at=data["call_again_at"])


def _reasons() -> list[tuple[str, str]]:
    return [*SHELTER_REFUSALS.choices(wording.language()), *REFUSALS_TO_HEAD.choices(wording.language())]


class NoForm(AnswerForm):
    reason = SelectField(_("Pourquoi ?"), choices=_reasons, required=True, small=True)
    not_before = DayField(
        _("Pas avant quel jour ?"),
        optional=_("si on vous l’a dit"),
        hint=_("La place compte comme prise jusque-là, pour toutes les recherches."),
        small=True,
        not_before=timezone.localdate,
    )

    def heard(self) -> Answer:
        data = self.cleaned_data
        return Answer(NO, data["note"], reason=data["reason"], not_before=data["not_before"])


FORMS: dict[str, type[AnswerForm]] = {AGAIN: AgainForm, NO: NoForm}
"""Answers that ask one question more."""
ASKED_MORE = {AGAIN: "call_again_at", NO: "reason"}


class InviteForm(PlainForm):
    colleague = SelectField(
        _("Qui appelle avec vous ?"), choices=[], empty=_("choisir"), required=True, small=True,
        hint=_("Lit ce tour et y répond, jusqu’à sa fin. Ce tour montre des départements."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["colleague"]
        assert isinstance(choice, SelectField)  # noqa: S101  tells the checker which field it is
        choice.choices = [("", choice.empty), *colleagues]
