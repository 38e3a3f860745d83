"""Act, see it said, take it back by one key; and a table that leaves by two persons at two screens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.served import PHONE, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _pause_a_shelter(house: House, page: Page) -> None:
    page.goto(house.pages["nora"]["shelter"] + "pause/")
    page.locator('input[name="reason"]').fill("travaux")
    with page.expect_navigation():
        page.locator("main form .button-main").click()


@pytest.mark.parametrize("script", [True, False])
def test_the_page_after_an_act_offers_to_take_it_back(house: House, script: bool) -> None:
    with house.opened("nora", width=PHONE, script=script) as page:
        _pause_a_shelter(house, page)
        offered = page.get_by_role("status").get_by_role("button", name=re.compile("Annuler"))

        expect(offered).to_be_visible()
        if script:
            assert axe.violations(page) == []
            assert page.evaluate("document.activeElement === document.body")
        with page.expect_navigation():
            if script:
                page.keyboard.press("z")
            else:
                offered.click()

        expect(page.get_by_role("status").filter(has_text="Annulé")).to_be_visible()
        expect(offered).to_have_count(0)


def test_one_asks_another_confirms_in_another_browser_and_the_file_comes_once(house: House) -> None:
    with house.opened("nora") as nora, house.opened("judith") as judith:
        nora.goto("/downloads/")
        assert axe.violations(nora) == []
        with nora.expect_navigation():
            nora.get_by_role("link", name=re.compile("Demander.*jours")).click()
        assert axe.violations(nora) == []
        nora.get_by_label("À quoi servira-t-il").fill("réunion du lundi")
        with nora.expect_navigation():
            nora.get_by_role("button", name="Demander ce tableau").click()
        expect(nora.get_by_role("button", name=re.compile("Confirmer"))).to_have_count(0)

        judith.goto("/")
        with judith.expect_navigation():
            judith.get_by_role("link", name=re.compile("seconde personne")).click()
        expect(judith.get_by_text("réunion du lundi")).to_be_visible()
        assert axe.violations(judith) == []
        with judith.expect_navigation():
            judith.get_by_role("button", name=re.compile("Confirmer")).click()

        nora.goto("/downloads/")
        ready = nora.locator("#demandes, [aria-labelledby=demandes]").get_by_role(
            "button", name=re.compile("Télécharger")
        )
        with nora.expect_download() as coming:
            ready.click()
        name, text = coming.value.suggested_filename, Path(coming.value.path()).read_text(encoding="utf-8-sig")
        number = text.splitlines()[0].split()[-1]

        assert re.fullmatch(rf"travel_days-\d{{4}}-\d\d-\d\d-{number}\.csv", name)
        assert text.splitlines()[1].startswith("Référence;") and "S058" not in text
        nora.goto("/downloads/")
        expect(ready).to_have_count(0)
        expect(nora.get_by_text(number)).to_be_visible()


def test_what_is_typed_into_a_filter_is_in_no_address(house: House) -> None:
    with house.opened("nora", width=PHONE) as page:
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.goto("/situations/")
        name = page.locator("a.cover").first.inner_text()
        page.get_by_label("Pseudonyme ou référence").fill(name)
        with page.expect_navigation():
            page.get_by_role("button", name="Montrer").click()

        expect(page.get_by_label("Pseudonyme ou référence")).to_have_value(name)
        expect(page.locator("a.cover").first).to_have_text(name)
        assert not any(name in url for url in asked) and "mots=" in page.url
        page.go_back()
        page.go_forward()
        expect(page.locator("a.cover").first).to_have_text(name)
