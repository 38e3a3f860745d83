"""Where the words of code lists come from; ``common`` imports nobody, so the country's data is plugged in."""

from __future__ import annotations

from collections.abc import Callable

Source = Callable[[str, str], str]


def _bare(_kind: str, code: str) -> str:
    return code


_source: list[Source] = [_bare]


def use(source: Source) -> None:
    """Take the words from ``source(kind, code)`` from now on."""
    _source[0] = source


def label(kind: str, code: str) -> str:
    """The word of a code in a list such as ``needs``; the code itself as long as no source is set."""
    return _source[0](kind, code)
