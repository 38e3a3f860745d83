"""The help in a real browser: the key that opens it, its paper, and the tour without script."""

from __future__ import annotations

import re

import pytest

from tests.browser import axe
from tests.browser.served import PHONE, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES_ON_PAPER = 4


def test_the_question_mark_opens_the_right_section_beside_what_one_types(house: House) -> None:
    with house.opened("nora") as page:
        page.goto(house.pages["nora"]["search"])
        with page.expect_popup() as opened:
            page.keyboard.press("?")
        help_page = opened.value
        help_page.wait_for_load_state()
        assert help_page.url.endswith("/help/coordinator/#search")
        assert help_page.locator("#search").bounding_box()["y"] < 120  # type: ignore[index]
        assert help_page.evaluate("[...document.images].every(one => one.width && one.height)")

        page.goto(house.pages["nora"]["note"])
        page.locator("main input:not([type=hidden])").first.press_sequentially("qui ?")
        page.wait_for_timeout(300)
        assert len(page.context.pages) == 2, "in a field it is a question mark"


def test_each_guide_takes_a_few_sheets_and_prints_nothing_of_the_shell(house: House) -> None:
    for seat, name in (
        ("nora", "help-coordinator"), ("nora", "help-network"), ("claire", "help-shelter"), ("anne", "help-referrer"), ("yves", "help-everyone"),
    ):  # fmt: skip
        with house.opened(seat) as page:
            page.goto(house.pages[seat][name])
            sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
            assert 1 <= sheets <= PAGES_ON_PAPER, name
            page.emulate_media(media="print")
            for shown in ("nav", ".rail", ".tabs", ".account", ".help-link", ".bar kbd"):
                assert not [one for one in page.locator(shown).all() if one.is_visible()], f"{name}: {shown}"


def test_the_tour_is_walked_and_left_without_script_on_a_phone(house: House) -> None:
    with house.opened("claire", width=PHONE, theme="dark", script=False) as page:
        page.goto("/help/")
        for button, number in (("Faire la visite", "1 sur 3"), ("Étape suivante", "2 sur 3")):
            with page.expect_navigation():
                page.get_by_role("button", name=button).click()
            assert number in page.locator(".visit").inner_text()
        address = page.url
        with page.expect_navigation():
            page.get_by_role("button", name="Passer la visite").click()
        assert page.url == address and page.locator(".visit").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_note_of_the_tour_is_within_reach_of_everybody(house: House, theme: str) -> None:
    with house.opened("nora", width=PHONE, theme=theme) as page:
        page.goto("/help/")
        with page.expect_navigation():
            page.get_by_role("button", name="Faire la visite").click()
        assert axe.violations(page) == []
        with page.expect_navigation():
            page.get_by_role("button", name="Passer la visite").click()
