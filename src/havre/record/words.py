"""What each event is called on screen. An event that nobody registered is a bug and stays loud."""

from __future__ import annotations

from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def register(labels: dict[str, str | Promise]) -> None:
    """Register events: code → the line of the thread, with ``%(name)s`` for facts."""
    for code, label in labels.items():
        if _labels.get(code, label) != label:
            raise ValueError(f"event {code!r} has two labels")
        _labels[code] = label


def label(code: str) -> str | Promise:
    return _labels[code]


def known() -> frozenset[str]:
    return frozenset(_labels)
