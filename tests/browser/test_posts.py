"""What a browser sends with a form: without its origin the protection against forged forms refuses every one."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.browser.pages import HOST, Reader
from tests.common.parts import draw

pytestmark = pytest.mark.browser

PAGE = """{% extends "sheet.html" %}{% block title %}Essai{% endblock %}{% block page %}<h1>Essai</h1>
<form method="post" action="/send"><button type="submit">Envoyer</button></form>{% endblock %}"""


def test_a_form_is_sent_with_the_origin_of_the_house(browser: Browser) -> None:
    reader = Reader(browser, {"/": draw(PAGE)})
    page = reader.open("/")

    with page.expect_request("**/send") as sent:
        page.get_by_role("button", name="Envoyer").click()

    assert sent.value.all_headers()["origin"] == HOST


def test_no_address_is_told_to_another_host() -> None:
    assert settings.SECURE_REFERRER_POLICY == "same-origin"
