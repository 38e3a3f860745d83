"""Many stories at once, each act in the order of its hour, as the days brought them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime

from havre.demo.progress import Progress

Script = Iterator[datetime]
"""Yields the moment of its next act, then does it when it is called again."""


def run(scripts: list[Script], *, since: datetime, until: datetime, progress: Progress) -> None:
    """Play all acts up to ``until``; what would come later stays undone."""
    queue: list[tuple[datetime, int]] = []
    for number, script in enumerate(scripts):
        _put(queue, number, script)
    while queue:
        at, number = heapq.heappop(queue)
        if at > until:
            return
        progress((at - since) / (until - since), f"{at:%m/%Y}")
        _put(queue, number, scripts[number])


def _put(queue: list[tuple[datetime, int]], number: int, script: Script) -> None:
    at = next(script, None)
    if at is not None:
        heapq.heappush(queue, (at, number))
