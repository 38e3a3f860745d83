"""Questions answered from a closed list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from havre.common.forms.question import Question, Text

Choices = Sequence[tuple[str, Text]] | Callable[[], Sequence[tuple[str, Text]]]


class _Listed(Question):
    """Every answer is a row to touch; ``subs`` says more below an answer, ``row`` puts short ones side by side."""

    kind = "options"

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


class ChoiceField(_Listed, forms.ChoiceField):
    """One answer of a few; ``""`` when nobody answered. ``keys`` gives an answer its letter."""

    widget = forms.RadioSelect

    def __init__(self, question: Text, *, keys: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.keys = keys or {}
        super().__init__(question, **kwargs)


class ChoicesField(_Listed, forms.MultipleChoiceField):
    """Any number of answers; a list, empty when nobody answered."""

    widget = forms.CheckboxSelectMultiple


CHOOSE = _("Choisir…")
_SELECTED = mark_safe(" selected")


class LongSelect(forms.Select):
    """A list of hundreds, written in one piece: Django would render two templates for each line of it."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(map(str, self.format_value(value)))
        lines = ((key, _SELECTED if str(key) in chosen else "", label) for key, label in self.choices)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', lines),
        )


class SelectField(Question, forms.ChoiceField):
    """One answer of many (départements, countries, languages); ``empty`` is what stands there before."""

    kind = "select"
    widget = LongSelect

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
