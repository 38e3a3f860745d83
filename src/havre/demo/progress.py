"""How far the building is, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable

Progress = Callable[[float, str], None]
BAR = 30


def nothing(_share: float, _what: str) -> None:
    """Say nothing."""


class OnStderr:
    """A bar where somebody looks, a line every tenth of the way where nobody does."""

    def __init__(self) -> None:
        self._said = -1

    def __call__(self, share: float, what: str) -> None:
        share = max(0.0, min(1.0, share))
        if sys.stderr.isatty():
            full = round(share * BAR)
            end = "\n" if share >= 1 else ""
            sys.stderr.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {share:4.0%} {what:<28}{end}")
            sys.stderr.flush()
        elif int(share * 10) > self._said:
            self._said = int(share * 10)
            sys.stderr.write(f"{share:4.0%} {what}\n")


def part(progress: Progress, start: float, end: float) -> Progress:
    """The same bar for a stage that fills it from ``start`` to ``end``."""
    return lambda share, what: progress(start + (end - start) * share, what)
