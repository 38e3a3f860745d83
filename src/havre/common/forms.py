"""Forms that ask plain questions: one idea each, who reads the answer, errors that say what to do and what was kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.widgets import DateTimeBaseInput
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from havre.common import words

Text = Any  # a string, or one that is translated when it is shown
Choices = Sequence[tuple[str, Text]] | Callable[[], Sequence[tuple[str, Text]]]
Bound = Any  # a value, or a callable that gives it when the form is checked

SHORT, LONG = 200, 4000
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DAMAGED = "\ufffd"
_YEARS = range(1900, 2101)


def refuse_unseen(text: str) -> None:
    """Refuse characters that nobody can see and a database may choke on, and letters damaged on their way."""
    if _UNSEEN.search(text):
        raise ValidationError(
            _("Ce texte contient un signe invisible, impossible à garder. Retapez le passage ; le reste est gardé."),
            code="unseen",
        )
    if _DAMAGED in text:
        raise ValidationError(_("Des lettres sont arrivées abîmées. Retapez-les ; le reste est gardé."), code="damaged")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a closed list, as the page draws it."""

    id: str
    value: str
    label: Text
    sub: Text
    checked: bool
    key: str = ""


class QuestionField(BoundField):
    """What the template of a field asks it: its kind, its options, what its control is described by."""

    @property
    def kind(self) -> str:
        """``options``, ``select``, ``yes``, ``hidden`` or ``control``: which markup draws the answers."""
        return "hidden" if self.is_hidden else str(getattr(self.field, "kind", "control"))

    @property
    def reads(self) -> Text:
        return getattr(self.field, "reads", "")

    @property
    def optional(self) -> Text:
        return getattr(self.field, "optional", "")

    @property
    def small(self) -> bool:
        return bool(getattr(self.field, "small", False))

    @property
    def in_row(self) -> bool:
        return bool(getattr(self.field, "row", False))

    @property
    def multiple(self) -> bool:
        return isinstance(self.field, forms.MultipleChoiceField)

    @property
    def first_id(self) -> str:
        """Where a link from the list of errors leads."""
        return f"{self.auto_id}_0" if self.kind == "options" else self.auto_id

    @property
    def options(self) -> Iterator[Option]:
        subs: Mapping[str, Text] = getattr(self.field, "subs", {})
        keys: Mapping[str, str] = getattr(self.field, "keys", {})
        for index, widget in enumerate(self.subwidgets):
            value = str(widget.data["value"])
            yield Option(
                id=f"{self.auto_id}_{index}",
                value=value,
                label=widget.data["label"],
                sub=subs.get(value, ""),
                checked=bool(widget.data["selected"]),
                key=keys.get(value, ""),
            )

    @property
    def aria_describedby(self) -> str:
        if not self.auto_id or self.is_hidden:
            return ""
        told = [("error", self.errors), ("hint", self.help_text), ("reads", self.reads)]
        return " ".join(f"{self.auto_id}_{name}" for name, said in told if said)


class PlainForm(forms.Form):
    """A form of plain questions. ``{{ form }}`` shows them in order; nothing is checked by the browser."""

    template_name = "forms/form.html"
    bound_field_class = QuestionField
    use_required_attribute = False

    @property
    def troubles(self) -> list[QuestionField]:
        """The questions whose answer needs another look, in order."""
        return [bound for bound in self if bound.errors]  # type: ignore[misc] # bound_field_class above

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class Question:
    """What every field of ours takes; mixed into Django's fields."""

    kind = "control"
    template_name: str | None = "forms/field.html"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Il nous faut cette réponse pour continuer. Le reste est gardé."),
        "max_length": _(
            "C’est trop long : %(show_value)d signes pour %(limit_value)d. Raccourcissez ; rien n’est perdu."
        ),
        "null_characters_not_allowed": _("Ce texte contient un signe invisible. Retapez le passage."),
        "invalid_choice": _("Cette réponse n’est plus dans la liste. Choisissez-en une autre."),
        "invalid_list": _("Cette réponse n’est plus dans la liste. Choisissez-en une autre."),
    }

    def __init__(
        self,
        question: Text,
        *,
        hint: Text = "",
        reads: Text = "",
        optional: Text = "",
        small: bool = False,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        self.reads = reads
        self.optional = optional
        self.small = small
        kwargs.setdefault("template_name", "forms/field.html")
        super().__init__(label=question, help_text=hint, required=required, **kwargs)  # type: ignore[call-arg]


class _Typed(Question):
    """A text somebody types: the browser never cuts it (no ``maxlength``), so that nothing typed is lost."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {} if widget.is_hidden else {"class": "input"}


class TextField(_Typed, forms.CharField):
    """One line, at most 200 characters; line ends become spaces."""

    def __init__(self, question: Text, *, max_length: int = SHORT, autocomplete: str = "off", **kwargs: Any) -> None:
        self.autocomplete = autocomplete
        super().__init__(question, max_length=max_length, **kwargs)
        self.validators.append(refuse_unseen)

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\t\r\n]+", " ", super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": self.autocomplete}


class LongTextField(_Typed, forms.CharField):
    """Several lines, at most 4000 characters."""

    def __init__(self, question: Text, *, max_length: int = LONG, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "cols": None}))
        super().__init__(question, max_length=max_length, **kwargs)
        self.validators.append(refuse_unseen)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class MailField(_Typed, forms.EmailField):
    """An address; only its form is checked."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Il manque une partie de l’adresse, comme nom@exemple.fr. Ce que vous avez tapé est gardé.")
    }

    def __init__(self, question: Text, **kwargs: Any) -> None:
        super().__init__(question, **kwargs)
        for validator in self.validators:
            if getattr(validator, "code", "") == "invalid":
                validator.message = self.error_messages["invalid"]  # type: ignore[attr-defined]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}


_FRENCH_DIGITS = 10
_SHORT_NUMBER = re.compile(r"1\d{1,3}|3\d{3}|116\d{3}")
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")


def clean_phone(typed: str) -> str:
    """``0612345678``, ``+2348012345678`` or a short number (``3919``), from any usual way of writing it.

    Raises ``ValidationError`` with how many digits are missing or too many: a French number has ten.
    """
    seen = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf")
    bare = re.sub(r"[\s.\-/()\u2010-\u2015]", "", re.sub(r"^(\s*(?:\+|00)\d{1,3})\s*\(0\)", r"\1", seen))
    if not re.fullmatch(r"\+?[0-9]+", bare):
        raise ValidationError(
            _("Un numéro n’a que des chiffres, des espaces et un + devant. Ce que vous avez tapé est gardé."),
            code="letters",
        )
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    if bare.startswith("+33"):
        bare = "0" + bare[3:].removeprefix("0")
    if bare.startswith("+"):
        return _foreign(bare)
    return bare if _SHORT_NUMBER.fullmatch(bare) else _french(bare)


def _foreign(number: str) -> str:
    if not _FOREIGN.fullmatch(number):
        raise ValidationError(
            _("Un numéro étranger a de 7 à 15 chiffres après le +. Ce que vous avez tapé est gardé."), code="foreign"
        )
    return number


def _french(number: str) -> str:
    missing = _FRENCH_DIGITS - len(number)
    if missing > 0:
        raise ValidationError(
            ngettext(
                "Il manque un chiffre\u00a0: un numéro français en a dix. Ce que vous avez tapé est gardé.",
                "Il manque %(digits)s chiffres\u00a0: un numéro français en a dix. Ce que vous avez tapé est gardé.",
                missing,
            )
            % {"digits": missing},
            code="digits",
        )
    if missing < 0:
        raise ValidationError(
            ngettext(
                "Il y a un chiffre de trop\u00a0: un numéro français en a dix. Tout est gardé.",
                "Il y a %(digits)s chiffres de trop\u00a0: un numéro français en a dix. Tout est gardé.",
                -missing,
            )
            % {"digits": -missing},
            code="digits",
        )
    if not number.startswith("0"):
        raise ValidationError(
            _("Un numéro français commence par 0. Pour un autre pays, commencez par +. Rien n’est perdu."),
            code="start",
        )
    return number


class PhoneField(TextField):
    """A telephone number, kept as its digits; ``{{ number|phone }}`` writes it in pairs."""

    def __init__(self, question: Text, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}))
        super().__init__(question, max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return clean_phone(text) if text else ""

    def prepare_value(self, value: Any) -> Any:
        return words.phone(value).replace("\u00a0", " ") if isinstance(value, str) else value


class NumberField(_Typed, forms.IntegerField):
    """A whole number, or ``None``."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Il faut un nombre entier, en chiffres. Ce que vous avez tapé est gardé."),
        "min_value": _("C’est trop peu : %(limit_value)s au moins."),
        "max_value": _("C’est trop : %(limit_value)s au plus."),
    }

    def __init__(self, question: Text, *, min_value: int = 0, max_value: int = 1_000_000, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(question, min_value=min_value, max_value=max_value, **kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = re.sub(r"\s", "", value)
            if len(value) > 18 or not re.fullmatch(r"[+-]?[0-9]*", value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {} if widget.is_hidden else {"class": "input input-s"}


class _Picker(DateTimeBaseInput):
    """A browser's own picker; a text that it could not show is shown as typed."""

    input_type = "text"
    picker = ""

    def parses(self, value: str) -> bool:
        raise NotImplementedError

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["type"] = self.picker if not shown or self.parses(shown) else "text"
        return context


def _parsed(parse: Callable[[str], Any], value: str) -> bool:
    try:
        return parse(value) is not None
    except ValueError:
        return False


class DayInput(_Picker):
    format_key = "DATE_INPUT_FORMATS"
    picker = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input input-day"}, format="%Y-%m-%d")

    def parses(self, value: str) -> bool:
        return _parsed(parse_date, value)


class MomentInput(_Picker):
    format_key = "DATETIME_INPUT_FORMATS"
    picker = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input input-moment"}, format="%Y-%m-%dT%H:%M")

    def parses(self, value: str) -> bool:
        return _parsed(parse_datetime, value)


_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y"]
_HOUR_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M"]
_MOMENT_FORMATS = [f"{day}{joint}{hour}" for day in _DAY_FORMATS for joint in "T " for hour in _HOUR_FORMATS]
_WRONG_YEAR = _("Cette année ne peut pas être la bonne. Ce que vous avez tapé est gardé.")


def _now_of(bound: Bound) -> Any:
    return bound() if callable(bound) else bound


class _Bounded(Question):
    """A day or a moment between two bounds, each a value or a callable."""

    not_before: Bound = None
    not_after: Bound = None

    def _show(self, value: Any) -> str:
        raise NotImplementedError

    def _check(self, value: Any) -> None:
        earliest, latest = _now_of(self.not_before), _now_of(self.not_after)
        if value.year not in _YEARS:
            raise ValidationError(_WRONG_YEAR, code="year")
        if earliest is not None and value < earliest:
            raise ValidationError(self._too_early() % {"earliest": self._show(earliest)}, code="early")
        if latest is not None and value > latest:
            raise ValidationError(self._too_late() % {"latest": self._show(latest)}, code="late")

    def _too_early(self) -> Any:
        return _("Ce jour est passé. Choisissez le %(earliest)s ou plus tard.")

    def _too_late(self) -> Any:
        return _("Ce jour vient trop tard. Choisissez le %(latest)s ou plus tôt.")


class DayField(_Bounded, forms.DateField):
    """A day of the calendar, or ``None``."""

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

    def _show(self, value: date) -> str:
        return words.day(value)


class MomentField(_Bounded, forms.DateTimeField):
    """A moment in local time, aware, or ``None``. An hour that a clock change skips or doubles is asked again."""

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

    def _show(self, value: datetime) -> str:
        return words.moment(timezone.localtime(value))

    def _too_early(self) -> Any:
        return _("Ce moment est passé. Choisissez le %(earliest)s ou plus tard.")

    def _too_late(self) -> Any:
        return _("Ce moment n’est pas encore venu. Choisissez le %(latest)s ou plus tôt.")


class ChoiceField(Question, forms.ChoiceField):
    """One answer of a few, each a row to touch; ``""`` when nobody answered. ``keys`` gives an answer its letter."""

    kind = "options"
    widget = forms.RadioSelect

    def __init__(
        self,
        question: Text,
        *,
        choices: Choices,
        subs: Mapping[str, Text] | None = None,
        keys: Mapping[str, str] | None = None,
        row: bool = False,
        **kwargs: Any,
    ) -> None:
        self.subs = subs or {}
        self.keys = keys or {}
        self.row = row
        super().__init__(question, choices=choices, **kwargs)


class ChoicesField(Question, forms.MultipleChoiceField):
    """Any number of answers; a list, empty when nobody answered."""

    kind = "options"
    widget = forms.CheckboxSelectMultiple

    def __init__(
        self,
        question: Text,
        *,
        choices: Choices,
        subs: Mapping[str, Text] | None = None,
        row: bool = False,
        **kwargs: Any,
    ) -> None:
        self.subs = subs or {}
        self.row = row
        super().__init__(question, choices=choices, **kwargs)


CHOOSE = _("Choisir…")


class SelectField(Question, forms.ChoiceField):
    """One answer of many (départements, countries, languages); ``empty`` is what stands there before."""

    kind = "select"

    def __init__(self, question: Text, *, choices: Choices, empty: Text = CHOOSE, **kwargs: Any) -> None:
        self.empty = empty
        super().__init__(question, choices=self._with_empty(choices), **kwargs)

    def _with_empty(self, choices: Choices) -> Callable[[], Sequence[tuple[str, Text]]]:
        return lambda: [("", self.empty), *(choices() if callable(choices) else choices)]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {} if widget.is_hidden else {"class": "input"}


class YesField(Question, forms.BooleanField):
    """A sentence that is ticked or not. Required means: it must be ticked to go on."""

    kind = "yes"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Cochez cette ligne pour continuer. Le reste est gardé.")
    }
