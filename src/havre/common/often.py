"""How often the same is tried: of who or what tries only a digest is kept, in the memory of the process, for a while."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def times(what: str, of: str, *, within: int) -> int:
    """How often ``what`` was tried by, or at, ``of`` within so many seconds, this time included."""
    key = f"{what}:{salted_hmac(f'havre.{what}', of).hexdigest()}"
    cache.add(key, 0, timeout=within)
    try:
        return cache.incr(key)
    except ValueError:  # its time ended in between
        cache.set(key, 1, timeout=within)
        return 1


def machine_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
