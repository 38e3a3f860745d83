"""A form whose texts are read for what would say who somebody is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from havre.common import identifying
from havre.common.forms.question import PlainForm


class CarefulForm(PlainForm):
    """Some of its texts are read for what would say who somebody is: one warning, beside the text, and no refusal.

    Without script the first sending shows it; sent again as it stands, it goes through.
    """

    careful: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen: dict[str, list[identifying.Seen]] = {}
        for name in self.careful:
            self.fields[name].widget.attrs |= {
                "hx-post": reverse_lazy("seen"), "hx-trigger": "change", "hx-params": name,
                "hx-target": "next .seen", "hx-swap": "innerHTML",
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = {name: identifying.find(cleaned.get(name) or "") for name in self.careful}
        self.seen = {name: seen for name, seen in found.items() if seen}
        if self.seen and not self.data.get("warned"):
            self.add_error(
                None,
                _("Un texte semble dire qui est quelqu’un : voyez à côté. Changez-le, ou envoyez encore, tel quel."),
            )
        return cleaned
