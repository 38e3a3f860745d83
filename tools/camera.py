"""How the pictures of a demo network are taken: sit down, walk to a page, press the button until the file is light."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Playwright
from screens import Shot, launch, open_page, sign_in

LANGUAGES = ("en", "fr")
"""French last: it is what the seats read when the pictures are taken."""
QUALITIES = (66, 50, 34, 20, 10)
"""A file that is too heavy is taken again at the next lower quality."""


def find(page: Page, way: str) -> str:
    """The address at the end of its steps, which are French."""
    address, *steps = way.split(" > ")
    page.goto(address, wait_until="load")
    for step in steps:
        with page.expect_navigation(wait_until="load"):
            link_of(page, step).click()
    return urlsplit(page.url).path if steps else address


def link_of(page: Page, step: str) -> Locator:
    """The link of the page itself, not of its navigation, that says so or whose row does."""
    main = page.locator("main")
    named = main.get_by_role("link", name=step)
    return named.first if named.count() else main.locator("tr, li", has_text=step).locator("a").first


def snap(page: Page, target: Path, heaviest: int, **area: Any) -> str:
    """Photograph the screen, or ``clip`` of it, into a WebP of at most ``heaviest`` bytes; say how large it became."""
    camera = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        taken = camera.send("Page.captureScreenshot", {"format": "webp", "quality": quality, **area})
        target.write_bytes(base64.b64decode(taken["data"]))
        if target.stat().st_size <= heaviest:
            break
    camera.detach()
    return f"{target.name} {target.stat().st_size // 1024} kB"


def speak(page: Page, language: str) -> None:
    """Have the account that is signed in read its pages in that language."""
    page.goto("/network/account/")
    form = page.locator("form", has=page.locator('input[value="preferences"]'))
    form.locator(f'[name="language"][value="{language}"]').check(force=True)
    with page.expect_navigation():
        form.locator('[type="submit"]').click()


@contextlib.contextmanager
def seated(browser: Browser, base: str, seat: str, shot: Shot) -> Iterator[Page]:
    """A fresh browser, signed in unless ``seat`` is empty."""
    page = open_page(browser, base, shot, paper=False)
    if seat:
        sign_in(page, seat, "/sign-in/")
    yield page
    page.context.close()


Ways = dict[tuple[str, str], str]
"""(seat, way) → the address at its end."""


def walk(playwright: Playwright, chromium: str, base: str, wanted: Iterable[tuple[str, str]]) -> Ways:
    """Where the ways of each seat end."""
    found: Ways = {}
    browser = launch(playwright, chromium, "fr")
    for seat, ways in _by_seat(wanted).items():
        with seated(browser, base, seat, Shot(1440, "light", "fr")) as page:
            if seat:
                speak(page, "fr")
            found |= {(seat, way): find(page, way) for way in ways}
    browser.close()
    return found


def _by_seat(wanted: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for seat, way in wanted:
        found.setdefault(seat, []).append(way)
    return found


def in_every_language(
    playwright: Playwright, chromium: str, base: str, seats: Iterable[str], shot: Callable[[str, str], Shot]
) -> Iterator[tuple[str, str, Page]]:
    """(language, seat, page): each seat signed in once a language and reading it; ``shot`` says of both how it looks."""
    seats = list(seats)
    for language in LANGUAGES:
        browser = launch(playwright, chromium, language)
        for seat in seats:
            with seated(browser, base, seat, shot(language, seat)) as page:
                if seat:
                    speak(page, language)
                yield language, seat, page
        browser.close()
