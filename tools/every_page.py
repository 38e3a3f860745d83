"""Every page of the house, photographed: whoever takes a seat of the demo, whatever links from page to page lead to.

    make screens

One picture for each kind of page (addresses that differ by an identifier are one kind), wide, in French and in English,
in ``docs/screens/pages/``: ``SEAT-PAGE[-en].webp``. Sheets in six languages are photographed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from camera import in_every_language, snap
from playwright.sync_api import Browser, Error, Page, Playwright
from screens import HEIGHTS, Shot, launch, open_page, sign_in, stretch

TARGET = Path(__file__).resolve().parents[1] / "docs" / "screens" / "pages"
HEAVIEST = 60_000
"""Bytes of one picture."""
WIDTH = 1280
SEATS = ("nora", "ines", "paul", "salome", "claire", "karim", "anne", "yves", "vera", "helene", "lucie", "theo", "")
"""The coordinator first: a page is photographed for the first seat that finds it."""
OWN = {"/", "/recent/", "/network/account/"}
"""Addresses behind which each seat finds another page."""
LEFT_OUT = re.compile(r"\.(csv|pdf)$|^/static/|/papers/[a-z]+/(en|ro|es|pcm)/$|/numbers/\d+/$")
NAMED = re.compile(r"\d|^[0-9a-f-]{30,}$")
"""A piece of an address that names one row."""
ARTICLE = re.compile(r"^(/library/(?:fr|en)/)[^/]+(/(?:print/)?)$")
"""A page of the library: one stands for all, in each language and on paper."""


class Place(NamedTuple):
    seat: str
    address: str

    @property
    def kind(self) -> str:
        """The address with «one» in place of an identifier; a seat's own pages are of its own kind."""
        path = ARTICLE.sub(r"\1one\2", urlsplit(self.address).path)
        pieces = ("one" if NAMED.search(piece) else piece for piece in path.split("/") if piece)
        kind = "-".join(pieces) or "home"
        return f"{self.seat or 'nobody'}-{kind}" if path in OWN else kind


def links(page: Page, base: str) -> Iterator[str]:
    """Where the page leads inside the house, without query and fragment."""
    for address in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
        path = urlsplit(address).path
        if address.startswith(f"{base}/") and not LEFT_OUT.search(path):
            yield path


def every_page(browser: Browser, base: str) -> Iterator[Place]:
    """Each kind of page once, seat by seat, found by following links."""
    kinds: set[str] = set()
    for seat in SEATS:
        page = open_page(browser, base, Shot(1440, "light", "fr"), paper=False)
        if seat:
            sign_in(page, seat, "/sign-in/")
        waiting = [urlsplit(page.url).path if seat else "/sign-in/"]
        met = set(waiting)
        while waiting:
            place = Place(seat, waiting.pop(0))
            if not _is_page(page, place.address):
                continue
            if place.kind not in kinds:
                kinds.add(place.kind)
                yield place
            for address in links(page, base):
                kind = Place(seat, address).kind
                if kind not in met:
                    met.add(kind)
                    waiting.append(address)
        page.context.close()


def _is_page(page: Page, address: str) -> bool:
    """Open the address; a file that the browser would rather keep is no page."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    return bool(answer and "html" in answer.headers.get("content-type", ""))


def take_all(playwright: Playwright, chromium: str, base: str) -> Iterator[str]:
    TARGET.mkdir(parents=True, exist_ok=True)
    browser = launch(playwright, chromium, "fr")
    places = list(every_page(browser, base))
    browser.close()
    seats = dict.fromkeys(place.seat for place in places)
    every = in_every_language(playwright, chromium, base, seats, lambda language, _seat: Shot(WIDTH, "light", language))
    for language, seat, page in every:
        for place in (one for one in places if one.seat == seat):
            yield _take(page, place, language)


def _take(page: Page, place: Place, language: str) -> str:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHTS[1440]})
    page.goto(place.address, wait_until="load")
    page.evaluate("document.fonts.ready")
    stretch(page, WIDTH)
    return snap(page, TARGET / f"{place.kind}{'-en' if language == 'en' else ''}.webp", HEAVIEST)
