"""A refused button is told alike in every room: a warning, for a refusal is nobody’s fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.functional import Promise

import havre
from havre.common.forms import VersionForm
from havre.record.operations import Stale
from havre.record.sending import press, tell_troubles
from havre.record.transitions import NotNow

SOURCE = Path(havre.__file__).parent
BY_HAND = re.compile(r"messages\.(?:error|warning)\(\s*request,\s*str\(")


@pytest.fixture
def request_sent() -> HttpRequest:
    request = RequestFactory().post("/", {"version": "3"})
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # as the middleware does
    return request


def said(request: HttpRequest) -> list[tuple[str, str]]:
    found: BaseStorage = get_messages(request)  # type: ignore[assignment]  # the storage given above
    return [(one.level_tag, str(one)) for one in found]


def test_a_press_gives_the_version_and_says_what_was_done(request_sent: HttpRequest) -> None:
    answer = press(request_sent, lambda version: version, lambda done: f"Version {done}", "/there/")

    assert (answer.status_code, answer["Location"]) == (302, "/there/")
    assert said(request_sent) == [("success", "Version 3")]


def test_a_press_whose_page_shows_what_was_done_says_nothing(request_sent: HttpRequest) -> None:
    press(request_sent, lambda _version: None, "", "/there/")

    assert said(request_sent) == []


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (NotNow, NotNow.sentence),
        (Stale, "Cela a changé entre-temps : voici où cela en est. Relisez, puis recommencez."),
    ],
)
def test_a_refused_press_warns_and_goes_on(
    request_sent: HttpRequest, refusal: type[NotNow | Stale], sentence: str | Promise
) -> None:
    def act(_version: int | None) -> None:
        raise refusal

    answer = press(request_sent, act, "Done", "/there/")

    assert answer["Location"] == "/there/"
    assert said(request_sent) == [("warning", str(sentence))]


def test_the_troubles_of_a_form_without_a_page_are_told_in_one_line(request_sent: HttpRequest) -> None:
    form = VersionForm({"version": "3"})
    form.is_valid()
    form.add_error(None, "A first sentence.")
    form.add_error("version", "A second one.")

    tell_troubles(request_sent, form)

    assert said(request_sent) == [("warning", "A first sentence. A second one.")]


def test_no_room_tells_a_refusal_by_hand() -> None:
    by_hand = [path.name for path in SOURCE.rglob("*.py") if BY_HAND.search(path.read_text(encoding="utf-8"))]

    assert by_hand == []
