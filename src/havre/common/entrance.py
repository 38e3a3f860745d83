"""Where somebody without account comes in with a personal link.

The token stands in one address alone, which answers without a trace and hands on at once; from then on the browser's
session holds which link it is. A wrong token costs one read, and after many of them a wait; a right one always opens.
"""

from __future__ import annotations

import functools
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from havre.common import often

TRIES, WITHIN_SECONDS = 30, 600


class _Row(Protocol):
    pk: Any


Link = TypeVar("Link", bound=_Row)


@dataclass(frozen=True, kw_only=True)
class Entrance(ABC, Generic[Link]):
    """One kind of personal link.

    ``opened`` finds the open link of a token, and puts on record that it was opened. ``inside`` is the name of the
    address behind the door, ``over`` the page of a closed one, ``name`` that under which the browser keeps the link.
    """

    name: str
    inside: str
    opened: Callable[[str], Link | None]
    over: str = "entrance/over.html"

    def enter(self, request: HttpRequest, token: str) -> HttpResponse:
        """Who holds the token goes on without it; a wrong one is told so, with the same status."""
        link = self.opened(token)
        if link is None:
            return _too_often(request) if _tried(request) > TRIES else self.shut(request)
        response: HttpResponse = redirect(self.inside)
        self.keep(request, response, link, token)
        response["Referrer-Policy"] = "no-referrer"
        return unkept(response)

    def within(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """A page behind the door: its view gets the link too, and whoever has none is told that it is closed."""

        @functools.wraps(view)
        def answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            link = self.link_of(request)
            return self.shut(request) if link is None else unkept(view(request, link, *arguments, **named))

        return answer

    def shut(self, request: HttpRequest, **told: Any) -> HttpResponse:
        """The page of a closed link, which this browser forgets."""
        response = render(request, self.over, told)
        self.forget(request, response)
        return unkept(response)

    @abstractmethod
    def link_of(self, request: HttpRequest) -> Link | None:
        """The link of this browser, as long as it is open."""

    @abstractmethod
    def keep(self, request: HttpRequest, response: HttpResponse, link: Link, token: str) -> None: ...

    @abstractmethod
    def forget(self, request: HttpRequest, response: HttpResponse) -> None: ...


@dataclass(frozen=True, kw_only=True)
class SessionEntrance(Entrance[Link]):
    """The session keeps the id of the link; ``found`` reads it again, as long as it is open."""

    found: Callable[[uuid.UUID], Link | None]

    def link_of(self, request: HttpRequest) -> Link | None:
        kept = request.session.get(self.name)
        return self.found(uuid.UUID(kept)) if kept else None

    def keep(self, request: HttpRequest, response: HttpResponse, link: Link, token: str) -> None:
        request.session[self.name] = str(link.pk)

    def forget(self, request: HttpRequest, response: HttpResponse) -> None:
        request.session.pop(self.name, None)


@dataclass(frozen=True, kw_only=True)
class CookieEntrance(Entrance[Link]):
    """The browser holds the token itself, in a cookie that only the pages under ``path`` get: what is typed there is
    sealed under it, and the house must not have it."""

    path: str

    def link_of(self, request: HttpRequest) -> Link | None:
        return self.opened(self.token_of(request))

    def token_of(self, request: HttpRequest) -> str:
        return request.COOKIES.get(self.name, "")

    def keep(self, request: HttpRequest, response: HttpResponse, link: Link, token: str) -> None:
        response.set_cookie(
            self.name, token, path=self.path, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )

    def forget(self, request: HttpRequest, response: HttpResponse) -> None:
        response.delete_cookie(self.name, path=self.path)


def unkept(response: HttpResponse) -> HttpResponse:
    """No browser keeps the page."""
    response["Cache-Control"] = "no-store"
    return response


def _tried(request: HttpRequest) -> int:
    """How many wrong tokens came from this machine within ten minutes."""
    return often.times("entrance", often.machine_of(request), within=WITHIN_SECONDS)


def _too_often(request: HttpRequest) -> HttpResponse:
    return unkept(render(request, "entrance/too_often.html", status=429))
