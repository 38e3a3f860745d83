"""Pages of lists that grow without end."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet

MOST = 10_000
"""Rows that are counted and paged through; nobody turns five hundred pages, and a filter leads further."""


class LongList(Paginator):  # type: ignore[type-arg]  # no generic at run time
    """Pages through the first ``MOST`` rows of a query: counting a hundred thousand takes longer than reading a page."""

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def has_more(self) -> bool:
        """Whether there are rows behind the last page."""
        return self._found > MOST

    @cached_property
    def _found(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by()[: MOST + 1].count()
