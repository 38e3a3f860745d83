"""What every question of ours has: one idea, a hint, who reads the answer; and the form that asks them in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

Text = Any  # a string, or one that is translated when it is shown


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

    @classmethod
    def kept_names(cls) -> list[str]:
        """As filters of a list: the questions whose answers are kept in the session, for they stand in no address. Those
        answered in words of one's own, unless a form says otherwise."""
        return [name for name, asked in cls.base_fields.items() if isinstance(asked, forms.CharField)]

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


class VersionForm(PlainForm):
    """Carries the version of the row it was made from, so that two clicks never both win."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
