"""What is asked about a shift on duty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.forms import (
    ChoiceField,
    MomentField,
    PlainForm,
    SelectField,
)


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
