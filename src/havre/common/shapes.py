"""The shapes that say a state, so that it is told apart without colour (LOOK.md, State)."""

from __future__ import annotations

from typing import NamedTuple

_RING = '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"{}/>'
_TICK = (
    '<path d="m5 8.2 2.1 2.1L11.2 6" fill="none" stroke="var(--surface)" stroke-width="1.8"'
    ' stroke-linecap="round" stroke-linejoin="round"/>'
)


class Shape(NamedTuple):
    """A drawing on a 16 × 16 ground and the tone it has unless the page says otherwise."""

    drawing: str
    tone: str
    turns: bool = False


def _ring(inside: str = "", dashes: str = "") -> str:
    return _RING.format(dashes) + inside


SHAPES: dict[str, Shape] = {
    "received": Shape(_ring(dashes=' stroke-dasharray="2.4 2.3"'), "accent"),
    "assessment": Shape(_ring('<path d="M8 8V4.5A3.5 3.5 0 0 1 11.5 8z" fill="currentColor"/>'), "accent"),
    "search": Shape(_ring('<path d="M8 4.5a3.5 3.5 0 0 1 0 7z" fill="currentColor"/>'), "accent"),
    "proposed": Shape(_ring('<path d="M8 8V4.5A3.5 3.5 0 1 1 4.5 8z" fill="currentColor"/>'), "accent"),
    "interview": Shape(_ring('<circle cx="8" cy="8" r="3.5" fill="currentColor"/>'), "accent"),
    "travelling": Shape(
        '<path d="M2.5 2.5 14 8 2.5 13.5 5 8z" fill="currentColor" stroke="currentColor"'
        ' stroke-width="1.5" stroke-linejoin="round"/>',
        "accent",
        turns=True,
    ),
    "arrived": Shape(f'<circle cx="8" cy="8" r="7" fill="currentColor"/>{_TICK}', "ok"),
    "paused": Shape('<path d="M5 3v10M11 3v10" stroke="currentColor" stroke-width="3" stroke-linecap="round"/>', "off"),
    "not-taken": Shape(_ring('<path d="m4 12 8-8" stroke="currentColor" stroke-width="2"/>'), "off"),
    "closed": Shape('<rect x="2.5" y="2.5" width="11" height="11" rx="2" fill="currentColor"/>', "off"),
    "due": Shape(
        '<path d="M8 1.2 14.8 8 8 14.8 1.2 8z" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linejoin="round"/>',
        "warn",
    ),
    "late": Shape('<path d="M8 1 15 8l-7 7-7-7z" fill="currentColor"/>', "alarm"),
    "alarm": Shape(
        '<path d="M8 1.5 15.2 14H.8z" fill="currentColor"/><path d="M8 6v3.6M8 11.6v.4" stroke="var(--surface)"'
        ' stroke-width="1.8" stroke-linecap="round"/>',
        "alarm",
    ),
    "free": Shape(_ring(), "accent"),
}
ALIASES = {"done": "arrived", "next": "free", "now": "interview"}
TONES = ("accent", "ok", "off", "warn", "alarm")


def shape(name: str) -> Shape:
    """The shape of that name. Raises ``KeyError`` for a name that nobody drew."""
    return SHAPES[ALIASES.get(name, name)]


def drawing(name: str) -> str:
    """The whole inline SVG; the word beside it says the same, so it is hidden from readers."""
    found = shape(name)
    turn = ' class="turn"' if found.turns else ""
    return f'<svg{turn} viewBox="0 0 16 16" aria-hidden="true">{found.drawing}</svg>'


_BARS = 7
_TALL = (2, 6)


def clock_bars(day: int) -> str:
    """Seven bars, the third and seventh taller, filled up to ``day`` (1 is the day of the call)."""
    bars = []
    for index in range(_BARS):
        top, height = (0, 16) if index in _TALL else (5, 11)
        on = ' class="on"' if index < day else ""
        bars.append(f'<rect{on} x="{index * 7}" y="{top}" width="5" height="{height}" rx="1.2"/>')
    return f'<svg viewBox="0 0 47 16" aria-hidden="true">{"".join(bars)}</svg>'


def clock_tone(day: int) -> str:
    """Nothing until day 2, ``warn`` from 3 (ask again), ``late`` from 7 (head of service)."""
    if day >= 7:
        return "late"
    return "warn" if day >= 3 else ""
