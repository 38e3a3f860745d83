"""How far the building is, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable

Progress = Callable[[float, str], None]
BAR = 30


def nothing(_share: float, _what: str) -> None:
    """Say nothing."""


def on_stderr(share: float, what: str) -> None:
    """A bar where somebody looks, a line a stage where nobody does."""
    if sys.stderr.isatty():
        full = round(max(0.0, min(1.0, share)) * BAR)
        sys.stderr.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {share:4.0%} {what:<32}")
        if share >= 1:
            sys.stderr.write("\n")
        sys.stderr.flush()


def part(progress: Progress, start: float, end: float) -> Progress:
    """The same bar for a stage that fills it from ``start`` to ``end``."""
    return lambda share, what: progress(start + (end - start) * share, what)
