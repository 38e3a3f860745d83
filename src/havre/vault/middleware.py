"""Unwrapped keys do not outlive the request that needed them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from havre.vault.keys import key_cache


class KeyCacheMiddleware:
    """Unwrapped keys live as long as the request that needed them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with key_cache():
            return self.get_response(request)
