"""Questions answered by a day or a moment, between two bounds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import DateTimeBaseInput
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from havre.common import words
from havre.common.forms.question import Question, Text

Bound = Any  # a value, or a callable that gives it when the form is checked
_YEARS = range(1900, 2101)


class _Picker(DateTimeBaseInput):
    """A browser's own picker; a text that it could not show is shown as typed.

    ``parse`` reads a text, and gives nothing or raises ``ValueError`` where it cannot.
    """

    input_type = "text"
    picker: ClassVar[str]
    parse: ClassVar[staticmethod[[str], Any]]

    def parses(self, value: str) -> bool:
        try:
            return self.parse(value) is not None
        except ValueError:
            return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["type"] = self.picker if not shown or self.parses(shown) else "text"
        return context


class DayInput(_Picker):
    format_key = "DATE_INPUT_FORMATS"
    picker = "date"
    parse = staticmethod(parse_date)

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input input-day"}, format="%Y-%m-%d")


class MomentInput(_Picker):
    format_key = "DATETIME_INPUT_FORMATS"
    picker = "datetime-local"
    parse = staticmethod(parse_datetime)

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input input-moment"}, format="%Y-%m-%dT%H:%M")


_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y"]
_HOUR_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M"]
_MOMENT_FORMATS = [f"{day}{joint}{hour}" for day in _DAY_FORMATS for joint in "T " for hour in _HOUR_FORMATS]
_WRONG_YEAR = _("Cette année ne peut pas être la bonne. Ce que vous avez tapé est gardé.")


def _now_of(bound: Bound) -> Any:
    return bound() if callable(bound) else bound


class _Bounded(Question):
    """A day or a moment between two bounds, each a value or a callable; ``in_words`` writes a bound."""

    not_before: Bound = None
    not_after: Bound = None
    in_words: ClassVar[staticmethod[[Any], str]]

    def _check(self, value: Any) -> None:
        earliest, latest = _now_of(self.not_before), _now_of(self.not_after)
        if value.year not in _YEARS:
            raise ValidationError(_WRONG_YEAR, code="year")
        if earliest is not None and value < earliest:
            raise ValidationError(self._too_early() % {"earliest": self.in_words(earliest)}, code="early")
        if latest is not None and value > latest:
            raise ValidationError(self._too_late() % {"latest": self.in_words(latest)}, code="late")

    def _too_early(self) -> Any:
        return _("Ce jour est passé. Choisissez le %(earliest)s ou plus tard.")

    def _too_late(self) -> Any:
        return _("Ce jour vient trop tard. Choisissez le %(latest)s ou plus tôt.")


class DayField(_Bounded, forms.DateField):
    """A day of the calendar, or ``None``."""

    in_words = staticmethod(words.day)
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Ce jour n’est pas au calendrier. Écrivez-le comme 18/03/2026. Ce que vous avez tapé est gardé.")
    }

    def __init__(self, question: Text, *, not_before: Bound = None, not_after: Bound = None, **kwargs: Any) -> None:
        self.not_before, self.not_after = not_before, not_after
        super().__init__(question, widget=DayInput(), input_formats=_DAY_FORMATS, **kwargs)

    def to_python(self, value: Any) -> date | None:
        found: date | None = super().to_python(value.strip() if isinstance(value, str) else value)
        return found

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            self._check(value)


class MomentField(_Bounded, forms.DateTimeField):
    """A moment in local time, aware, or ``None``. An hour that a clock change skips or doubles is asked again."""

    in_words = staticmethod(words.moment)
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _(
            "Ce moment n’est pas au calendrier. Écrivez-le comme 18/03/2026 14:05. Ce que vous avez tapé est gardé."
        )
    }

    def __init__(self, question: Text, *, not_before: Bound = None, not_after: Bound = None, **kwargs: Any) -> None:
        self.not_before, self.not_after = not_before, not_after
        super().__init__(question, widget=MomentInput(), input_formats=_MOMENT_FORMATS, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        try:
            found: datetime | None = super().to_python(value.strip() if isinstance(value, str) else value)
        except ValidationError as refusal:
            if refusal.code == "ambiguous_timezone":
                raise ValidationError(
                    _("L’heure a changé cette nuit-là : celle-ci manque, ou revient. Choisissez-en une autre."),
                    code="clock_change",
                ) from refusal
            raise
        return found

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            self._check(value)

    def _too_early(self) -> Any:
        return _("Ce moment est passé. Choisissez le %(earliest)s ou plus tard.")

    def _too_late(self) -> Any:
        return _("Ce moment n’est pas encore venu. Choisissez le %(latest)s ou plus tôt.")
