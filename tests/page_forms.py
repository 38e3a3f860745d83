"""The forms of a page as a browser without script reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """Where a form is sent, and what it would send as it stands; ``choices`` are the values it offers."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **answers: object) -> dict[str, object]:
        """What is sent once somebody answered; a name that the form does not have is a mistake of the test."""
        unknown = answers.keys() - self.values.keys() - self.choices.keys() - self.buttons.keys()
        assert not unknown, f"{self.action} has no {unknown}, but {sorted({*self.values, *self.choices})}"
        return {**self.values, **answers}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(self._open, tag, given)

    def _field(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        kind = given.get("type", "text")
        if tag == "button" and name:
            form.buttons.setdefault(name, []).append(value)
        elif tag == "input" and name and kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in given:
                form.values.setdefault(name, []).append(value or "on")
        elif tag == "input" and name and kind not in ("submit", "button"):
            form.values.setdefault(name, []).append(value)
        elif tag == "textarea" and name:
            form.values.setdefault(name, [])
            self._text = name
        elif tag == "select":
            self._select = name
            form.choices.setdefault(name, [])
        elif tag == "option" and self._select:
            form.choices[self._select].append(value)
            if "selected" in given:
                form.values.setdefault(self._select, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._text:
            before = self._open.values[self._text]
            self._open.values[self._text] = ["".join([*before, data])]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""


def forms_of(page: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_to(page: str, action: str) -> PageForm:
    """The form that is sent to ``action``; an empty one of the page where it names none."""
    found = [form for form in forms_of(page) if form.method == "post" and form.action == action]
    assert found, f"no form to {action}, but {[form.action for form in forms_of(page)]}"
    return found[0]
