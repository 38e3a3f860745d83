"""Accessibility of a page as axe-core sees it: WCAG 2.0 to 2.2, A and AA, and best practice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
_RUN = """([rules, without]) => axe.run({include: [['html']], exclude: without.map(one => [one])}, {
    runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'], preload: false})"""
"""Without ``preload``: only the rule on locked orientation needs the stylesheets read again, and ours name none."""


@cache
def _source() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def ready(page: Page) -> None:
    """Have every page that is opened here bring axe with it: cheaper than to carry it in each time."""
    page.add_init_script(path=SCRIPT)


def violations(page: Page, *, without: Sequence[str] = ()) -> list[str]:
    """One line for each element that breaks a rule; empty when the page is whole. ``without`` are selectors of parts that
    were read on another page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(_RUN, [RULES, list(without)])
    return [
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
