"""Several people at one desk: what one does appears at the other's; finding and taking back by keyboard."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.served import PHONE, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASK_NOW = "document.dispatchEvent(new Event('visibilitychange'))"
"""What the page does every twenty seconds, and when its tab comes back into sight."""


def test_what_one_does_appears_at_the_others_without_a_reload_and_without_losing_her_place(house: House) -> None:
    with house.opened("nora") as nora, house.opened("judith") as judith:
        nora.goto("/")
        expect(nora.locator(".alarm")).to_have_count(1)
        nora.evaluate("window.neverReloaded = true")
        nora.locator("details summary").first.click()
        place = nora.locator("a.cover").nth(1)
        place.focus()
        name = place.inner_text()

        judith.goto("/")
        with judith.expect_navigation():
            judith.get_by_role("button", name="Je m’en occupe").click()
        nora.evaluate(ASK_NOW)

        expect(nora.locator(".alarm")).to_have_count(0)
        assert nora.evaluate("window.neverReloaded") is True
        assert nora.evaluate("document.activeElement.innerText") == name
        expect(nora.locator("details").first).to_have_attribute("open", "")
        assert axe.violations(nora) == []


def test_two_call_in_one_round_and_neither_loses_what_she_types(house: House) -> None:
    with house.opened("nora") as nora, house.opened("judith") as judith:
        nora.goto(house.pages["nora"]["round"])
        nora.locator("select[name=colleague]").select_option(label="Judith L.")
        with nora.expect_navigation():
            nora.get_by_role("button", name="Inviter").click()
        nora.evaluate("window.neverReloaded = true")
        house_of_nora = nora.locator(".calls a[aria-current] b").inner_text()
        note = nora.locator("[name=note]:visible").first
        if note.count() == 0:
            nora.keyboard.press("e")
            note = nora.locator("[name=note]:visible").first
        note.fill("rappeler après le conseil")

        judith.goto(house.pages["nora"]["round"])
        with judith.expect_navigation():
            judith.locator(".calls a:not([aria-current])").first.click()
        house_of_judith = judith.locator(".calls a[aria-current] b").inner_text()
        assert house_of_judith != house_of_nora
        with judith.expect_navigation():
            judith.get_by_role("button", name="Je l’appelle").click()
        nora.evaluate(ASK_NOW)
        expect(nora.locator(".calls li", has_text=house_of_judith)).to_contain_text("Judith")
        with judith.expect_navigation():
            judith.get_by_role("button", name="Personne ne répond").click()
        nora.evaluate(ASK_NOW)

        expect(nora.locator(".calls li", has_text=house_of_judith)).to_contain_text("sans réponse")
        expect(nora.locator("[data-live-said]")).to_contain_text("À appeler")
        expect(note).to_have_value("rappeler après le conseil")
        expect(note).to_be_focused()
        assert nora.locator(".calls a[aria-current] b").inner_text() == house_of_nora
        assert nora.evaluate("window.neverReloaded") is True
        with nora.expect_navigation():
            nora.get_by_role("button", name="Je l’appelle").click()
        number = nora.locator('a[href^="tel:"]').count()
        judith.goto(house.pages["nora"]["round"])
        with judith.expect_navigation():
            judith.locator(f".calls a:has-text('{house_of_judith}')").click()
        with judith.expect_navigation():
            judith.get_by_role("button", name="Je l’appelle").click()
        nora.evaluate(ASK_NOW)
        expect(nora.locator(".calls li", has_text=house_of_judith)).to_contain_text("Judith")
        assert nora.locator('a[href^="tel:"]').count() == number >= 1, "the open number stays"
        assert axe.violations(nora) == []
        for page in (nora, judith):
            with page.expect_navigation():
                page.get_by_role("button", name="Raccrocher sans réponse").click()

        nora.evaluate("document.querySelector('[data-live-page]').dataset.livePage = '/placements/rounds/none/'")
        with judith.expect_navigation():
            judith.get_by_role("button", name="Je l’appelle").click()
        nora.evaluate(ASK_NOW)
        expect(nora.get_by_text("Ce tour d’appels est fini.")).to_be_visible()
        with judith.expect_navigation():
            judith.get_by_role("button", name="Raccrocher sans réponse").click()


def test_a_page_whose_session_has_ended_says_so_and_asks_no_more(house: House) -> None:
    asked: list[str] = []
    with house.opened("judith") as page:
        page.goto("/")
        page.context.clear_cookies()
        page.on("request", lambda one: asked.append(one.url) if urlsplit(one.url).path == "/changed/" else None)
        page.evaluate(ASK_NOW)

        expect(page.locator("[data-live-line]")).to_contain_text("votre session est finie")
        page.evaluate(ASK_NOW)
        page.wait_for_timeout(200)
        assert len(asked) == 1


def test_a_page_is_found_by_keyboard_alone_and_the_veil_covers_the_palette(house: House) -> None:
    with house.opened("nora") as page:
        page.goto("/situations/")
        for key in ("Control+k", "/"):
            page.keyboard.press(key)
            expect(page.locator(".palette")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator(".palette")).to_be_hidden()
        page.keyboard.press("Control+k")
        page.keyboard.type("voyag")
        expect(page.locator(".palette a").first).to_have_text("Voyages")
        assert axe.violations(page) == []
        assert "voyag" not in page.url
        page.keyboard.press("ArrowDown")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.endswith("/travel/") or "travel" in page.url
        page.keyboard.press("Control+k")
        page.keyboard.press("Shift+Escape")
        expect(page.locator(".palette")).to_be_hidden()


def test_z_takes_the_last_act_back_or_says_that_there_is_none(house: House) -> None:
    with house.opened("nora") as page:
        _pause_a_shelter(house, page)
        page.goto("/situations/")
        with page.expect_navigation():
            page.keyboard.press("z")
        expect(page.locator(".note").first).to_contain_text("Annulé")
        assert axe.violations(page) == []


def _pause_a_shelter(house: House, page: Page) -> None:
    page.goto(house.pages["nora"]["shelter"] + "pause/")
    page.locator('input[name="reason"]').fill("travaux")
    with page.expect_navigation():
        page.locator("main form .button-main").click()


def test_without_script_one_finds_and_chooses_ones_work(house: House) -> None:
    with house.opened("nora", script=False, width=PHONE) as page:
        page.goto("/")
        with page.expect_navigation():
            page.get_by_role("button", name="Mon travail").click()
        assert page.url.endswith("/?a=moi")
        with page.expect_navigation():
            page.get_by_role("button", name="Tout", exact=True).click()
        page.locator("#q").fill("situations")
        with page.expect_navigation():
            page.locator("#q").press("Enter")
        assert page.url.endswith("/situations/")
