"""Choosing a language before one has signed in."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from havre.accounts.middleware import LANGUAGE_COOKIE
from havre.common.views import choose_language


def test_the_language_is_remembered_where_sign_in_looks_for_it() -> None:
    response = choose_language(RequestFactory().post("/", {"language": "en", "next": "/sign-in/?next=/situations/"}))

    assert response.cookies[LANGUAGE_COOKIE].value == "en"
    assert response["Location"] == "/sign-in/?next=/situations/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(elsewhere: str) -> None:
    assert choose_language(RequestFactory().post("/", {"language": "en", "next": elsewhere}))["Location"] == "/"


def test_a_language_we_do_not_speak_is_not_remembered() -> None:
    assert LANGUAGE_COOKIE not in choose_language(RequestFactory().post("/", {"language": "xx"})).cookies


def test_reading_changes_nothing() -> None:
    assert choose_language(RequestFactory().get("/")).status_code == 405
