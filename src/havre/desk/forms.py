"""What the pages of the desk ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.forms import MomentField, PlainForm, SelectField, TextField
from havre.journey.away import REASON_LENGTH
from havre.journey.open_work import Work

EVENING, WEEKEND, MOMENT = "soir", "vendredi", "moment"
OWN, ALL = "moi", "tout"
EVENING_AT, WEEKEND_AT = time(18), time(17)
FRIDAY, MONDAY = 4, 0
LONGEST = timedelta(days=31)


class SinceForm(PlainForm):
    """Since when, and of whom. An answer that is none of these is the usual one, never an error."""

    depuis = SelectField(
        _("Depuis"), small=True, empty=_("hier soir, ou vendredi le lundi"),
        choices=[(EVENING, _("hier soir, 18 h")), (WEEKEND, _("vendredi, 17 h")), (MOMENT, _("ce moment :"))],
    )  # fmt: skip
    le = MomentField(_("Ce moment"), small=True, not_after=timezone.now)
    a = SelectField(
        _("Situations"), small=True, choices=[(OWN, _("les miennes")), (ALL, _("toutes"))], empty=_("comme d’habitude")
    )

    def since(self, at: datetime) -> datetime:
        """In local time; a moment that was typed decides, a month ago at most."""
        self.is_valid()
        asked, moment = self.cleaned_data.get("depuis"), self.cleaned_data.get("le")
        if moment and asked in ("", MOMENT):
            return max(timezone.localtime(moment), timezone.localtime(at) - LONGEST)
        return usual(at, weekend=asked == WEEKEND or (asked != EVENING and timezone.localtime(at).weekday() == MONDAY))

    def own(self, user: User) -> bool:
        self.is_valid()
        asked = self.cleaned_data.get("a")
        return asked == OWN if asked else user.own_work


def usual(at: datetime, *, weekend: bool) -> datetime:
    """Yesterday at 18 h, or the last Friday at 17 h that is over."""
    local = timezone.localtime(at)
    if not weekend:
        return datetime.combine(local.date() - timedelta(days=1), EVENING_AT, local.tzinfo)
    day = local.date() - timedelta(days=(local.weekday() - FRIDAY) % 7)
    friday = datetime.combine(day, WEEKEND_AT, local.tzinfo)
    return friday if friday <= local else datetime.combine(day - timedelta(days=7), WEEKEND_AT, local.tzinfo)


def _of_its_days(work: Work) -> SelectField:
    """Who does on its days what does not go along with the rest."""
    return SelectField(
        _("%(reference)s : qui la mène à sa place ?") % {"reference": capfirst(work.reference)}, choices=work.takers,
        small=True, empty=_("rien ne change"),
    )  # fmt: skip


class AbsenceForm(PlainForm):
    """To whom all the work goes, and for one piece or another somebody else; ``colleagues`` are (id, name)."""

    to = SelectField(_("À qui va le travail ?"), choices=[], required=True, empty=_("Choisissez"))
    starts_at = MomentField(_("À partir de quand ?"), small=True, optional=_("vide : tout de suite"))
    ends_at = MomentField(_("Jusqu’à quand ?"), small=True, required=True)
    reason = TextField(
        _("Pourquoi ?"), small=True, required=True, max_length=REASON_LENGTH, hint=_("Une ligne : congés, formation, arrêt."),
        reads=_("Lu par la personne absente et par la cheffe de service"),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], works: Iterable[Work], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choisissez")), *colleagues]  # type: ignore[attr-defined]
        self.works = list(works)
        for work in self.works:
            self.fields[work.key] = _of_its_days(work) if work.is_dated else SelectField(
                _("À qui va %(reference)s ?") % {"reference": work.reference}, choices=colleagues, small=True,
                empty=_("comme le reste"),
            )  # fmt: skip

    def others(self) -> dict[str, str]:
        """Key of the work → id of the account, where it goes to somebody else than the rest."""
        return {work.key: found for work in self.works if (found := self.cleaned_data.get(work.key))}

    @property
    def lines(self) -> list[tuple[Work, Any]]:
        """Each piece of work with its question."""
        return [(work, self[work.key]) for work in self.works]

    @property
    def as_typed(self) -> list[Any]:
        """All questions, to be sent again as they were answered."""
        return list(self)
