"""Addresses of pages that take no argument."""

from __future__ import annotations

from functools import cache

from django.urls import reverse


@cache
def fixed(route: str) -> str:
    """The address of ``route``: the same for everybody, on every page, and so looked up once a process. Raises
    ``NoReverseMatch``."""
    return reverse(route)
