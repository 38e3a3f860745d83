"""What is asked about a shift on duty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import DutyShift, User
from havre.common import words
from havre.common.forms import (
    ChoiceField,
    MomentField,
    PlainForm,
    SelectField,
)

RANK_QUESTIONS = {1: _("D’astreinte"), 2: _("Seconde"), 3: _("Cheffe de service")}


class DutyForm(PlainForm):
    """One shift."""

    user = SelectField(_("Qui ?"), choices=list, required=True, small=True)
    rank = ChoiceField(
        _("À quel rang ?"),
        choices=[("1", _("d’astreinte")), ("2", _("seconde")), ("3", _("cheffe de service"))],
        initial="1",
        row=True,
        small=True,
        required=True,
    )
    starts_at = MomentField(_("Depuis"), small=True, required=True)
    ends_at = MomentField(_("Jusqu’à"), small=True, required=True)

    def __init__(self, *args: Any, team: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(user.pk): user for user in team}
        self.fields["user"] = SelectField(
            _("Qui ?"), choices=[(key, user.name) for key, user in self.team.items()], required=True, small=True
        )

    def shift(self) -> dict[str, Any]:
        said = self.cleaned_data
        starts_at: datetime = said["starts_at"]
        return {
            "user": self.team[said["user"]],
            "rank": int(said["rank"]),
            "starts_at": starts_at,
            "ends_at": said["ends_at"],
        }


class WeekForm(PlainForm):
    """A turn on duty, from Monday 9 h to Monday 9 h unless said otherwise."""

    starts_at = MomentField(_("Depuis"), small=True, required=True)
    ends_at = MomentField(_("Jusqu’à"), small=True, required=True)

    def __init__(self, *args: Any, team: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(user.pk): user for user in team}
        choices = [("", _("comme inscrit")), *((key, user.name) for key, user in self.team.items())]
        for rank, question in RANK_QUESTIONS.items():
            self.fields[f"rank_{rank}"] = SelectField(question, choices=choices, small=True)
        self.order_fields([*(f"rank_{rank}" for rank in RANK_QUESTIONS), "starts_at", "ends_at"])

    def turn(self) -> dict[str, Any]:
        said = self.cleaned_data
        ranks = {rank: self.team.get(said[f"rank_{rank}"]) for rank in RANK_QUESTIONS}
        return {"ranks": ranks, "starts_at": said["starts_at"], "ends_at": said["ends_at"]}


class SwapForm(PlainForm):
    """Two turns that change hands."""

    def __init__(self, *args: Any, shifts: Iterable[DutyShift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shifts = {str(shift.pk): shift for shift in shifts}
        choices = [
            (key, f"{shift.user.name}, {words.moment(shift.starts_at)} – {words.moment(shift.ends_at)}")
            for key, shift in self.shifts.items()
        ]
        for name, question in (("one", _("Cette astreinte")), ("other", _("contre celle-ci"))):
            self.fields[name] = SelectField(question, choices=choices, small=True, required=True)

    def pair(self) -> tuple[DutyShift, DutyShift]:
        return self.shifts[self.cleaned_data["one"]], self.shifts[self.cleaned_data["other"]]
