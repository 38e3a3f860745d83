"""The house in a real browser: whole pages of every seat, without script, by keyboard, on paper."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import axe
from tests.browser.served import LAPTOP, NARROW, PHONE, WIDE, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [(WIDE, "light"), (PHONE, "dark")]
CROSSED = [(WIDE, "dark"), (PHONE, "light")]
FACES = {"sign-in", "today", "journey-asked", "search", "round", "house", "offer", "mine"}
"""Pages that are looked at in the crossed ways too; between them they hold every part."""
EXPECTED = {"/nowhere/": 404}
"""Address → status that is right though it is no 200."""
ENTRANCES = {"/advice/link/": "/advice/guest/"}
"""A personal link → the page it leads to: no key stays in the address."""
FRAME = ".rail"
"""What stands beside every page of the desk."""
OVERFLOWING = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CLIPPED = """[...document.querySelectorAll('.panel, .panel > *, .place h3, .place p')].filter(
    e => e.clientWidth && e.scrollWidth > e.clientWidth + 1 && !e.matches('.hidden-visually')).map(e => e.id || e.className)"""
"""What is wider than the panel or the line it stands in, where it would be cut off or lie on its neighbour."""
SQUEEZED = """[...document.querySelectorAll('.lines > li > :first-child')].filter(
    e => e.textContent.trim().length > 3 && e.clientWidth < 48 && e.clientHeight > 2 * e.clientWidth).map(e => e.textContent.trim())"""
"""A name that its neighbour leaves so little room that it stands letter under letter."""
NEVER_ON_PAPER = ["S058", "FR-50", "Portville", "Blessing", "Osagie", "0600000000", "06 00 00 00 00"]
"""A shelter's code, its area and town, her name and a telephone: on no sheet that leaves the house."""


@pytest.mark.parametrize(("width", "theme"), [*LOOKS, *CROSSED])
def test_every_page_is_whole_in_light_and_dark_wide_and_on_a_phone(house: House, width: int, theme: str) -> None:
    found: list[str] = []
    for seat, all_pages in house.pages.items():
        named = {n: a for n, a in all_pages.items() if (width, theme) in LOOKS or n in FACES}
        with house.opened(seat, width=width, theme=theme) as page:
            found += _walk(page, house.base, named, f"{seat} {width} {theme}")

    assert found == []


def _walk(page: Page, base: str, named: dict[str, str], look: str) -> list[str]:
    """Open each page; what axe, the console, the network and the ruler found.

    Every other page is measured before axe reads it: the window then changes its size once a page.
    """
    found: list[str] = []
    troubles: list[str] = []
    axe.ready(page)
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: troubles.append(asked.url) if _is_outside(asked.url, base) else None)
    known: set[str] = set()
    ways = [lambda page: _read_by_axe(page, known), _measured]
    for name, address in named.items():
        answer = page.goto(address)
        status = answer.status if answer else 0
        if status != EXPECTED.get(address, 200):
            troubles.append(f"status {status}")
        elif status != 200:
            troubles.clear()  # the browser itself writes a failed page into the console
        to = next((to for entrance, to in ENTRANCES.items() if address.startswith(entrance)), address)
        if not page.url.removeprefix(base).startswith(to):
            troubles.append(f"led away to {page.url}")
        for way in ways:
            troubles += way(page)
        ways.reverse()
        found += [f"{look} {name}: {trouble}" for trouble in troubles]
        troubles.clear()
    return found


def _is_outside(url: str, base: str) -> bool:
    return urlsplit(url).scheme in ("http", "https", "ws", "wss") and not url.startswith(f"{base}/")


def _is_phone(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] <= PHONE


def _read_by_axe(page: Page, known: set[str]) -> list[str]:
    """The frame around the pages of a seat is the same on each of them: it is read on the first, and ``known`` then."""
    page.set_viewport_size({"width": PHONE if _is_phone(page) else WIDE, "height": 900})
    found = axe.violations(page, without=sorted(known))
    if page.locator(FRAME).count():
        known.add(FRAME)
    return found


def _measured(page: Page) -> list[str]:
    """Whether all fits where there is least room: the narrowest phone, the smallest laptop."""
    least = NARROW if _is_phone(page) else LAPTOP
    page.set_viewport_size({"width": least, "height": 900})
    cut = [] if _is_phone(page) else [f"{part} is cut off at {least} px" for part in page.evaluate(CLIPPED)]
    cut += [f"{name} has no room at {least} px" for name in page.evaluate(SQUEEZED)]
    return cut + ([f"wider than {least} px"] if page.evaluate(OVERFLOWING) else [])


def test_a_referrer_reports_without_script_to_the_end(house: House) -> None:
    with house.opened("anne", width=PHONE, script=False) as page:
        page.goto(house.pages["anne"]["mine"])
        before = page.locator("main li").count()
        page.goto(house.pages["anne"]["report"])
        _answer(page, keeper="us", keeper_name="Anne F.", keeper_number="06 00 00 00 00")
        _answer(page, phone="06 11 11 11 11", referrer_name="Anne F.")
        _answer(page, known="elle a fui", danger_here="on la cherche", reach_1="FR-06")
        _answer(page, member_0_gender="Feminine", member_0_age="24")
        _answer(page, "Relire avant d’envoyer", agreed="yes", wants="être loin")
        _press(page, "Envoyer")

        page.goto(house.pages["anne"]["mine"])
        assert page.locator("main li").count() == before + 1


def _answer(page: Page, button: str = "Continuer", **answers: str) -> None:
    """Fill one step and go on."""
    for name, value in answers.items():
        fields = page.locator(f'[name="{name}"]')
        kind = fields.first.evaluate("e => e.type || e.localName")
        if kind == "radio":
            page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
        elif kind == "select-one":
            fields.first.select_option(value)
        else:
            fields.first.fill(value)
    _press(page, button)


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def test_a_shelter_says_yes_without_script(house: House) -> None:
    with house.opened("claire", width=PHONE, script=False) as page:
        page.goto(house.pages["claire"]["offer"])
        _press(page, "Oui, en principe")

        page.goto(house.pages["claire"]["offer"])
        assert page.get_by_role("button", name="Oui, en principe").count() == 0


def test_a_sealed_section_opens_and_closes_without_script(house: House) -> None:
    with house.opened("nora", script=False) as page:
        page.goto(house.pages["nora"]["sealed"])
        assert "Blessing Osagie" not in page.content()
        page.locator("#identity").get_by_role("link", name="Ouvrir").click()
        page.locator('input[name="purpose"]').first.check(force=True)
        _press(page, "Ouvrir")
        assert "Blessing Osagie" in page.content()

        page.get_by_role("link", name="Refermer").first.click()
        assert "Blessing Osagie" not in page.content()


def test_a_coordinator_reaches_the_next_thing_by_keyboard_alone(house: House) -> None:
    with house.opened("", width=WIDE) as page:
        page.goto("/sign-in/")
        _tab_to(page, "input[name=login]")
        page.keyboard.type("nora@havre.example")
        _tab_to(page, "input[name=password]")
        page.keyboard.type("un-long-mot-de-passe")
        _enter(page)
        assert page.url == f"{house.base}/"

        _tab_to(page, ".rows tbody a")
        _enter(page)
        assert "/situations/" in page.url

        _tab_to(page, ".next .button-main")
        _enter(page)
        assert page.locator("h1").count() == 1
        assert not page.url.endswith("/situations/")


def _tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until an element of that kind has the focus, and it can be seen."""
    for _press_no in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{selector} shows no focus"
            return
    raise AssertionError(f"The tabulator never reaches {selector} on {page.url}")


def _enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


class Keyboard:
    """Counts the keys beyond the text itself."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.pressed += 1

    def leads(self, name: str) -> None:
        with self.page.expect_navigation():
            self.press(name)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)


def test_a_call_becomes_a_referral_in_under_forty_keys(house: House) -> None:
    with house.opened("nora") as page:
        page.goto("/situations/")
        keys = Keyboard(page)
        keys.leads("n")
        keys.types("Anne, nouvel hôpital")
        keys.press("Tab")
        keys.types("menacée ici, ce soir")
        keys.press("Tab", "o")
        keys.leads("Enter")

        assert "/referrals/call/" in page.url
        assert page.input_value("[name=by_phone_who]") == "Anne, nouvel hôpital"
        assert page.input_value("[name=known]") == "menacée ici, ce soir"
        keys.press("Tab")
        keys.types("06 00 00 00 00")
        keys.leads("Control+Enter")

        assert page.url.endswith("/read/")
        assert keys.pressed < 40


def test_the_first_letter_typed_lands_in_the_first_field(house: House) -> None:
    with house.opened("nora") as page:
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => { window.focusedFirst = document.activeElement.name })"
        )
        page.goto("/calls/new/")

        assert page.evaluate("window.focusedFirst") == "who"


def test_a_call_that_is_cut_off_is_found_again_and_a_letter_leads_to_the_sentence(house: House) -> None:
    with house.opened("nora") as page:
        page.goto("/calls/new/")
        page.keyboard.type("coupée net")
        address = page.url
        page.goto("/")
        for _again in range(20):  # what leaves with the page arrives while the next one is read
            page.goto(address)
            if page.input_value("[name=who]"):
                break
            page.wait_for_timeout(250)
        assert page.input_value("[name=who]") == "coupée net"

        keys = Keyboard(page)
        keys.press("Tab", "Tab", "q")
        keys.leads("Enter")
        assert "Je ne peux ni confirmer ni démentir" in page.inner_text("h1")
        assert page.input_value("[name=who]") == "coupée net"

    with house.opened("nora", script=False) as page:
        page.goto("/calls/new/")
        page.locator("[name=who]:focus").wait_for()  # the browser alone gives focus, when it paints
        page.keyboard.type("sans script")
        page.locator("[name=outcome][value=call_back]").check()
        with page.expect_navigation():
            page.locator("#call button[type=submit]").first.click()
        page.fill("[name=number]", "06 00 00 00 00")
        with page.expect_navigation():
            page.locator("#call button[type=submit]").first.click()
        assert page.url.endswith("/calls/")


def test_paper_tells_neither_name_nor_place(house: House) -> None:
    told: list[str] = []
    nora = house.pages["nora"]
    with house.opened("nora") as page:
        for name in (
            "today",
            "situations",
            "journey-asked",
            "journey-travelling",
            "search",
            "joint",
            "round",
            "travel",
            "stay",
            "watch",
            "watch-sheet",
            "hand-over",
            "hand-over-morning",
            "since",
            "help",
            "help-coordinator",
        ):
            page.emulate_media(media="print")
            page.goto(nora[name])
            text = page.locator("body").inner_text()
            told += [f"{name}: {word}" for word in NEVER_ON_PAPER if word in text]
            if name == "since":
                assert page.locator("h2 .no-print").count() > 3
                told += [f"{name}: {one}" for one in page.locator("h2 .no-print").all_text_contents() if one in text]
            sheets = len(_PAGE.findall(page.pdf(prefer_css_page_size=True))) if name in AT_MOST else 0
            if sheets > AT_MOST.get(name, 0):
                told.append(f"{name}: {sheets} sheets")
            if name in ("search", "joint", "round"):
                assert text.strip().count("\n") < 12, text
                assert "ne s’imprime pas" in page.evaluate(_SAID_INSTEAD)

        page.emulate_media(media="screen")
        page.goto(nora["transfer-travelling"])
        _press(page, "Feuille de voyage")
        page.emulate_media(media="print")
        sheet = page.locator("body").inner_text()
        told += [f"travel sheet: {word}" for word in NEVER_ON_PAPER if word in sheet]

    assert "étape" in sheet.lower()
    assert told == []


AT_MOST = {"watch-sheet": 1, "hand-over": 2, "hand-over-morning": 2, "since": 6, "help": 2}
"""Sides of A4: a night is read at one glance, a relay on a sheet."""
SHEETS = {
    "claire": ("first-days", "first-days-stay", "welcome-ar", "welcome-pcm"),
    "anne": ("receipt", "never-write", "rights-fr", "rights-ar"),
}
ONE_SHEET = {
    "first-days",
    "first-days-stay",
    "welcome-ar",
    "welcome-pcm",
    "receipt",
    "never-write",
    "rights-fr",
    "rights-ar",
}
"""Papers that fit on one side of A4, so that nothing gets lost."""


def test_papers_of_partners_fit_a_sheet_and_name_nobody_and_no_place(house: House) -> None:
    told: list[str] = []
    for seat, names in SHEETS.items():
        with house.opened(seat) as page:
            for name in names:
                page.goto(house.pages[seat][name])
                page.emulate_media(media="print")
                text = page.locator("body").inner_text()
                assert len(text) > 80, name
                told += [f"{name}: {word}" for word in (*NEVER_ON_PAPER, "Claire", "Anne F", "Nice") if word in text]
                printed = page.pdf(prefer_css_page_size=True)
                if name in ONE_SHEET and len(_PAGE.findall(printed)) != 1:
                    told.append(f"{name}: {len(_PAGE.findall(printed))} sheets")

    assert told == []


_PAGE = re.compile(rb"/Type\s*/Page[^s]")


def test_an_arabic_sheet_runs_from_right_to_left_and_its_frame_does_not(house: House) -> None:
    with house.opened("anne", width=PHONE) as page:
        page.goto(house.pages["anne"]["rights-ar"])
        direction = "e => getComputedStyle(e).direction"

        assert page.locator(".handed").evaluate(direction) == "rtl"
        assert page.locator(".paper-foot").evaluate(direction) == "ltr"
        icon, title = page.locator(".handed h2 .icon").first, page.locator(".handed h2 span").first
        at_icon, at_title = icon.bounding_box(), title.bounding_box()
        assert at_icon and at_title
        assert at_icon["x"] > at_title["x"], "the drawing stands before its title, on the right"


def test_a_house_ticks_its_list_without_script(house: House) -> None:
    with house.opened("claire", width=PHONE, script=False) as page:
        page.goto(house.pages["claire"]["first-days"])
        page.locator('input[name="done"][value="bed"]').check(force=True)
        _press(page, "Garder ce qui est coché")

        assert page.locator('input[name="done"][value="bed"]').is_checked()
        assert "fait, Claire M." in page.content()


_SAID_INSTEAD = """[...document.querySelectorAll('[data-unprintable]')].map(e =>
    getComputedStyle(e, '::before').content + e.dataset.unprintable).join(' ')"""


def test_a_house_is_called_without_script_on_a_phone(house: House) -> None:
    with house.opened("nora", width=PHONE, script=False) as page:
        page.goto(house.pages["nora"]["search-ready"])
        for box in page.locator("input[form=compare]").all()[:3]:
            box.check(force=True)
        _press(page, "Comparer les places cochées")
        assert "côte à côte" in page.locator("h1").inner_text()
        assert page.evaluate(OVERFLOWING) is False

        page.goto(house.pages["nora"]["round"])
        assert _measured(page) == []
        _press(page, "Je l’appelle")
        assert page.locator(NUMBER).count() == 1
        _press(page, "Raccrocher sans réponse")
        assert page.locator(NUMBER).count() == 0
        _press(page, "Personne ne répond")
        assert "sans réponse" in page.content()


def test_eight_shelters_are_called_by_keyboard_alone(house: House) -> None:
    with house.opened("nora", theme="dark") as page:
        page.goto(house.pages["nora"]["search-ready"])
        _press(page, "Appeler ces lieux, dans cet ordre")
        assert axe.violations(page) == []
        _by_key(page, "a")
        assert page.locator(NUMBER).count() == 1
        page.keyboard.press("e")
        page.keyboard.type("rappeler après 14 h")
        page.keyboard.press("Escape")
        _by_key(page, "4")
        _by_key(page, "a")
        _by_key(page, "3")
        _tab_to(page, "select[name=reason]")
        page.keyboard.press("ArrowDown")
        _tab_to(page, "#lieu .button-main")
        _enter(page)
        assert "Un a répondu non." in page.content()
        _by_key(page, "z")
        assert "Un a répondu non." not in page.content()
        _by_key(page, "a")
        _by_key(page, "2")
        assert axe.violations(page) == []
        _tab_to(page, "#lieu .button-main")
        _enter(page)
        for _number in range(5):
            _by_key(page, "a")
            _by_key(page, "4")
        page.keyboard.press("j")
        _enter(page)
        assert page.locator(".calls a[aria-current]").count() == 1
        _by_key(page, "a")
        assert axe.violations(page) == []
        _by_key(page, "1")

        assert "/offers/" in page.url
        assert "dit oui en principe" in page.content()


NUMBER = 'a[href="tel:0500000000"]'


def _by_key(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)
