"""What is asked of whoever hands a document to participants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.common.forms import PlainForm, SelectField


class MaterialForm(PlainForm):
    """A file; what it is, is judged by its content."""

    file = forms.FileField(
        label=_("Quel fichier ?"), allow_empty_file=True, required=False,
        help_text=_("PDF, document de bureau, ou image (PNG, JPEG), 20 Mo au plus. D’une image, on ne garde que ce qui se voit : ni lieu, ni jour, ni appareil."),
    )  # fmt: skip
    module = SelectField(_("De quel module ?"), choices=[], small=True, empty=_("de toute la session"))

    def __init__(self, *args: Any, modules: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["module"]
        question.choices = [("", question.empty), *((title, title) for title in modules)]
        if not modules:
            del self.fields["module"]
