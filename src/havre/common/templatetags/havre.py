"""The tags and filters of every page; built in, so no template loads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from havre.common import labels, shapes, words
from havre.common.addresses import fixed
from havre.common.parts import Reason

register = template.Library()

_MARKS = {"yes": "check", "half": "circle-dashed", "no": "minus"}


@lru_cache(maxsize=256)
def _icon(name: str, css: str) -> str:
    svg = lucide(name, size=None, aria_hidden="true", **{"class": css})
    bare = re.sub(r'\s(?:width|height|stroke-width)="(?:24|2)"(?=[^>]*viewBox)', "", re.sub(r">\s+<", "><", str(svg)))
    return " ".join(bare.split())


@register.simple_tag
def icon(name: str, turn: bool = False, css: str = "") -> SafeString:
    """A lucide icon beside a word; ``turn`` for those that point, which mirror in Arabic."""
    classes = " ".join(part for part in ("icon", "icon-turn" if turn else "", css) if part)
    return mark_safe(_icon(str(name), classes))  # noqa: S308 drawings of the lucide package


@register.simple_tag
def page(route: str) -> str:
    """The address of a page that takes no argument: what ``url`` gives, for the frame that stands on every page."""
    return fixed(route)


@register.simple_tag(takes_context=True)
def once(context: template.Context, name: str) -> SafeString:
    """A template that stands at several places of a page, rendered for the first of them and repeated at the others."""
    rendered: dict[str, SafeString] = context["shell"].rendered
    if name not in rendered:
        with context.push():
            rendered[name] = get_template(name).template.render(context)  # type: ignore[attr-defined]  # in the context of this page
    return rendered[name]


@register.simple_tag
def shape(name: str) -> SafeString:
    return mark_safe(shapes.drawing(str(name)))  # noqa: S308 our own constant


@register.simple_tag
def reasons(found: Iterable[Reason]) -> SafeString:
    """Why a place stands where it does, a line each: a page of sixty places has hundreds of them."""
    said = {"half": _("En partie :"), "no": _("Non :")}
    unseen = {kind: format_html('<span class="hidden-visually">{}</span> ', words) for kind, words in said.items()}
    lines = ((one.kind, icon(_MARKS[one.kind]), unseen.get(one.kind, ""), one.text) for one in found)
    return format_html_join("", '<li class="{}">{}<span>{}{}</span></li>', lines)


@register.filter
def tone_of(name: str) -> str:
    """The tone a shape has by itself."""
    return shapes.shape(str(name)).tone


@register.simple_tag
def clock_bars(day: int) -> SafeString:
    return mark_safe(shapes.clock_bars(int(day)))  # noqa: S308 our own constant


@register.filter
def clock_tone(day: int) -> str:
    return shapes.clock_tone(int(day))


@register.filter
def face(name: str) -> str:
    """The template a page of either face extends; the column of the occasional reader when nobody knows."""
    return "desk.html" if name == "desk" else "sheet.html"


@register.filter
def grouped(count: int) -> str:
    return words.grouped(count)


@register.filter
def euros(amount: int) -> str:
    return words.euros(amount)


@register.filter
def percent(share: int) -> str:
    return words.percent(share)


@register.filter
def day(value: date | datetime | None) -> str:
    return words.day(value) if value else ""


@register.filter
def day_and_year(value: date | datetime | None) -> str:
    return words.day_and_year(value) if value else ""


@register.filter
def days(first: date, last: date) -> str:
    return words.days(first, last)


@register.filter
def day_heading(value: date | datetime | None) -> str:
    return words.day_heading(value) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    return words.hour(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return words.moment(value) if value else ""


@register.filter
def days_since(value: date | datetime | None) -> int | str:
    return words.days_since(value) if value else ""


@register.filter
def ago(value: date | datetime | None) -> str:
    return words.ago(value) if value else ""


@register.filter
def since(value: datetime | None) -> str:
    return words.since(value) if value else ""


@register.filter
def span(value: timedelta | None) -> str:
    return words.span(value) if value is not None else ""


@register.filter
def km(value: float | None, decimals: int = 0) -> str:
    return words.km(value, decimals) if value is not None else ""


@register.filter
def join_words(items: Iterable[object] | None, word: str = "") -> str:
    return words.join_words(items or (), word)


@register.filter(is_safe=True)
def nbsp(text: object) -> str:
    return words.nbsp(str(text))


@register.filter
def phone(number: object) -> str:
    return words.phone(str(number))


@register.filter
def label(code: object, kind: str) -> str:
    return labels.label(kind, str(code))
