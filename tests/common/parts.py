"""Rendering of single parts, as a page would write them."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from django.template import Context, engines
from django.template.loader import get_template
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from havre.common import showcase


def shell(**changes: Any) -> SimpleNamespace:
    """What the desk gives to every page, with nobody in it."""
    links = [
        SimpleNamespace(url="/", label="Aujourd’hui", icon="sun", count=3, count_alarm=0, current=True),
        SimpleNamespace(url="/travels/", label="Voyages", icon="train-front", count=2, count_alarm=1, current=False),
    ]
    values = {
        "rendered": {},
        "demo": True,
        "navigation": links,
        "tabs": links,
        "duty": [("D’astreinte", "Judith L."), ("Seconde", "Marc T.")],
        "alarms": [],
        "theme": "",
        "face": "desk",
        "user_label": "Nora",
    }
    return SimpleNamespace(**{**values, **changes})


def draw(source: str, path: str = "/", **context: Any) -> str:
    """The HTML of a few lines of template."""
    template = engines["django"].from_string(CottonCompiler().process(source))  # type: ignore[attr-defined]
    return str(template.template.render(_context(path, context)))


def render(source: str, path: str = "/", **context: Any) -> str:
    """The same without the white space that a page does not show."""
    return re.sub(
        r" ?(</?(?:legend|label|option)\b[^>]*>) ?", r"\1", re.sub(r">\s+<", "><", plain(draw(source, path, **context)))
    )


def plain(text: str) -> str:
    """The text with each run of ordinary white space as one space; no-break spaces stay."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


def render_page(name: str, path: str = "/", **context: Any) -> str:
    """A whole page, with the shell's values and without the database."""
    return str(get_template(name).template.render(_context(path, {"shell": shell(), **context})))  # type: ignore[attr-defined]


def components_page(**changes: Any) -> str:
    request = RequestFactory().get("/components")
    return render_page(
        "components_page.html", "/components", **{**showcase.context(request), "shell": shell(**changes)}
    )


def _context(path: str, values: dict[str, Any]) -> Context:
    context = Context({"csrf_token": "t0ken", **values})
    context.request = context["request"] = RequestFactory().get(path)  # type: ignore[attr-defined] # as RequestContext
    return context


def words(html: str) -> str:
    """What a reader hears: the text without tags."""
    return re.sub(r" (?=[,.])", "", plain(re.sub(r"<[^>]+>", " ", html)))
