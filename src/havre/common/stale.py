"""Two people changed the same row: both versions side by side, and the one who saves chooses (LOOK.md, voice 13).

The page posts to the same address again: each answer that differs as chosen, the others as they were sent, with the
version of the row as it is now. So the view that refused the first save simply handles the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from havre.common.forms import PlainForm

Text = Any
VERSION = "version"
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Answer:
    """What a control would send, and how a person reads it."""

    value: str
    words: Text


@dataclass(frozen=True, slots=True)
class Pick:
    """One option of a list that takes several, and in which version it is."""

    value: str
    label: Text
    yours: bool
    theirs: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that the two versions answer differently; ``many`` for a list that takes several answers."""

    name: str
    question: Text
    yours: Answer
    theirs: Answer
    many: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class Stale:
    """What the page shows, and what it sends on unseen."""

    action: str
    differences: list[Difference]
    kept: list[tuple[str, str]] = field(default_factory=list)
    back: str = ""


def differences(form: PlainForm, current: Mapping[str, Any]) -> list[Difference]:
    """The questions of the sent ``form`` whose answer is not the one the row holds now.

    ``current`` holds the row's values by field name, as a form takes its initial values.
    """
    present = type_of(form)(initial=current)
    found = []
    for bound in form.visible_fields():
        yours, theirs = _sent(bound), _sent(present[bound.name])
        if yours != theirs:
            found.append(_difference(bound, yours, theirs))
    return found


def type_of(form: PlainForm) -> Any:
    """A form with the same questions as ``form``, even where they were changed after its class was made."""
    fields = dict(form.fields)
    return type("Present", (PlainForm,), {**fields, "prefix": form.prefix})


def _sent(bound: forms.BoundField) -> tuple[str, ...]:
    value = bound.value()
    widget = bound.field.widget
    if isinstance(bound.field, forms.BooleanField):
        return ("on",) if value not in (None, False, "", "False", "false") else ()
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        return tuple(sorted(str(one) for one in shown if one not in ("", None)))
    return (str(shown).replace("\r\n", "\n").strip(),) if shown not in ("", None) else ()


def _difference(bound: forms.BoundField, yours: tuple[str, ...], theirs: tuple[str, ...]) -> Difference:
    labels = {str(value): label for value, label in getattr(bound.field, "choices", ())}
    many: tuple[Pick, ...] = ()
    if isinstance(bound.field, forms.MultipleChoiceField | forms.BooleanField):
        labels = labels or {"on": bound.label}
        many = tuple(
            Pick(value, label, value in yours, value in theirs)
            for value, label in labels.items()
            if value in yours or value in theirs
        )
    return Difference(
        name=bound.html_name,
        question=bound.label,
        yours=_answer(yours, labels),
        theirs=_answer(theirs, labels),
        many=many,
    )


def _answer(sent: tuple[str, ...], labels: Mapping[str, Text]) -> Answer:
    value = sent[0] if sent else ""
    return Answer(value, labels.get(value, value))


def _kept(form: PlainForm, shown: set[str], version: object) -> Iterator[tuple[str, str]]:
    """Everything that was sent but neither asked again nor the protection token, with the version of now."""
    version_name = form.add_prefix(VERSION)
    for name in form.data:
        if name in shown or name in (version_name, "csrfmiddlewaretoken"):
            continue
        values = form.data.getlist(name) if hasattr(form.data, "getlist") else [form.data[name]]
        for value in values:
            yield name, str(value)
    yield version_name, str(version)


def page(
    request: HttpRequest,
    form: PlainForm,
    current: Mapping[str, Any],
    *,
    version: object,
    by: Text = "",
    at: datetime | None = None,
    back: str = "",
) -> HttpResponse:
    """Answer 409 with both versions; ``version`` is that of the row now, ``by`` and ``at`` who changed it and when."""
    found = differences(form, current)
    kept = list(_kept(form, {difference.name for difference in found}, version))
    stale = Stale(action=request.get_full_path(), differences=found, kept=kept, back=back)
    return render(request, "errors/stale.html", {"stale": stale, "by": by, "at": at}, status=CONFLICT)
