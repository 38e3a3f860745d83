"""A personal link: its token opens a door once for the browser, and a wrong one costs a read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from havre.common import entrance
from havre.common.entrance import CookieEntrance, SessionEntrance


@dataclass
class Link:
    pk: uuid.UUID = field(default_factory=uuid.uuid4)


LINK = Link()
OPEN: dict[str, Link] = {}
BY_SESSION = SessionEntrance(
    name="a_link", inside="training:guest", opened=lambda token: OPEN.get(token),
    found=lambda pk: LINK if LINK in OPEN.values() and pk == LINK.pk else None,
)  # fmt: skip
BY_COOKIE = CookieEntrance(
    name="held", inside="surveys:answer_link", opened=lambda token: OPEN.get(token), path="/held/"
)


@pytest.fixture(autouse=True)
def _one_link_is_open() -> None:
    cache.clear()
    OPEN.clear()
    OPEN["right"] = LINK


def asked(**cookies: str) -> HttpRequest:
    request = RequestFactory().get(
        "/", headers={"Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items())}
    )
    request.session = SessionStore()
    return request


@BY_SESSION.within
def inner(_request: HttpRequest, link: Link) -> HttpResponse:
    return HttpResponse(f"behind the door of {link.pk}")


def test_the_token_is_handed_on_without_a_trace_and_the_session_holds_the_link() -> None:
    request = asked()

    entered = BY_SESSION.enter(request, "right")

    assert (entered.status_code, entered["Location"]) == (302, "/training/guest/")
    assert (entered["Referrer-Policy"], entered["Cache-Control"]) == ("no-referrer", "no-store")
    assert dict(request.session) == {"a_link": str(LINK.pk)}, "the link, never its token"
    within = inner(request)
    assert (within.text, within["Cache-Control"]) == (f"behind the door of {LINK.pk}", "no-store")
    assert "Referrer-Policy" not in within, "a browser that names no origin could send no form"


def test_a_link_whose_time_is_past_shows_a_closed_door_and_is_forgotten() -> None:
    request = asked()
    BY_SESSION.enter(request, "right")
    OPEN.clear()

    shut = inner(request)

    assert "Ce lien n’est plus ouvert." in shut.text and "behind" not in shut.text
    assert dict(request.session) == {}


def test_a_cookie_holds_what_the_house_must_not_have() -> None:
    entered = BY_COOKIE.enter(asked(), "right")

    held = entered.cookies["held"]
    assert (held.value, held["path"], held["httponly"], held["samesite"]) == ("right", "/held/", True, "Lax")
    assert BY_COOKIE.link_of(asked(held="right")) == LINK
    assert BY_COOKIE.link_of(asked(held="wrong")) is None
    assert BY_COOKIE.shut(asked()).cookies["held"].value == ""


def test_many_wrong_tokens_wait_and_a_right_one_always_opens() -> None:
    answers = [BY_SESSION.enter(asked(), "wrong").status_code for _try in range(entrance.TRIES + 1)]

    assert answers == [200] * entrance.TRIES + [429]
    assert BY_SESSION.enter(asked(), "right").status_code == 302
    other = asked()
    other.META["REMOTE_ADDR"] = "192.0.2.7"
    assert BY_SESSION.enter(other, "wrong").status_code == 200
