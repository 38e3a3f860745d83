"""Questions answered by typing: a line, several lines, an address, a telephone number, a figure."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from havre.common import words
from havre.common.forms.phone import clean_phone
from havre.common.forms.question import Question, Text

SHORT, LONG = 200, 4000
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DAMAGED = "\ufffd"


def refuse_unseen(text: str) -> None:
    """Refuse characters that nobody can see and a database may choke on, and letters damaged on their way."""
    if _UNSEEN.search(text):
        raise ValidationError(
            _("Ce texte contient un signe invisible, impossible à garder. Retapez le passage ; le reste est gardé."),
            code="unseen",
        )
    if _DAMAGED in text:
        raise ValidationError(_("Des lettres sont arrivées abîmées. Retapez-les ; le reste est gardé."), code="damaged")


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
