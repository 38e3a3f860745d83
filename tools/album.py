"""The pictures of docs/screens: a small demo network of its own, served, and photographed seat by seat, in English
and in French, in light and, for the faces that are seen most, in the dark. Whole pages, as WebP.

    make screens
    python tools/album.py --base http://127.0.0.1:8000     # of a demo that runs already

An address may be followed by steps: ``/situations/ > Proposition`` opens the list, then the first link that says
« Proposition » or stands in a row that does.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Playwright, sync_playwright
from screens import CHROMIUM, HEIGHTS, Shot, launch, open_page, sign_in, stretch

TARGET = Path(__file__).resolve().parents[1] / "docs" / "screens"
HEAVIEST = 200_000
"""Bytes; a heavier picture is taken again at the next lower quality."""
QUALITIES = (66, 50, 34, 20, 10)
BOTH, WIDE, PHONE = (1440, 390), (1440,), (390,)
LANGUAGES = ("en", "fr")
DARK = {"dashboard", "journey", "search", "shelter", "referral"}
"""Pictures taken in the dark too."""
DEMO_SIZE, DEMO_SEED = 30, 1
START_SECONDS = 300


class Picture(NamedTuple):
    name: str
    seat: str
    address: str
    widths: tuple[int, ...] = WIDE

    @property
    def themes(self) -> tuple[str, ...]:
        return ("light", "dark") if self.name in DARK else ("light",)


PICTURES = (
    Picture("login", "", "/sign-in/"),
    Picture("dashboard", "nora", "/", BOTH),
    Picture("situations", "nora", "/situations/"),
    Picture("journey", "nora", "/situations/ > Proposition", BOTH),
    Picture("assessment", "nora", "/situations/ > Décider de la suite > Évaluation"),
    Picture("search", "nora", "/situations/ > Proposition > Recherche", BOTH),
    Picture("offers", "nora", "/situations/ > Proposition > Demandes"),
    Picture("transfer", "nora", "/situations/ > En route > Voyage"),
    Picture("travel", "nora", "/placements/travel/"),
    Picture("network", "nora", "/network/"),
    Picture("call", "nora", "/referrals/new/"),
    Picture("shelter", "claire", "/placements/house/", BOTH),
    Picture("offer", "claire", "/placements/house/ > Lire et répondre", BOTH),
    Picture("places", "claire", "/network/places/", BOTH),
    Picture("referral", "anne", "/referrals/new/", BOTH),
    Picture("escort", "yves", "/placements/escort/", PHONE),
    Picture("record", "lucie", "/record/"),
)


def find(page: Page, picture: Picture) -> str:
    """The address at the end of its steps, which are French."""
    address, *steps = picture.address.split(" > ")
    page.goto(address, wait_until="load")
    for step in steps:
        with page.expect_navigation(wait_until="load"):
            link_of(page, step).click()
    return urlsplit(page.url).path if steps else address


def link_of(page: Page, step: str) -> Locator:
    """The link of the page itself, not of its navigation, that says so or whose row does."""
    main = page.locator("main")
    named = main.get_by_role("link", name=step)
    return named.first if named.count() else main.locator("tr", has_text=step).locator("a").first


def take(page: Page, address: str, shot: Shot, target: Path) -> str:
    """Go there, photograph the whole page, say how large the file became."""
    page.set_viewport_size({"width": shot.width, "height": HEIGHTS[shot.width]})
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    stretch(page, shot.width)
    camera = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        taken = camera.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        target.write_bytes(base64.b64decode(taken["data"]))
        if target.stat().st_size <= HEAVIEST:
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


def take_all(playwright: Playwright, chromium: str, base: str) -> Iterator[str]:
    TARGET.mkdir(parents=True, exist_ok=True)
    seats = sorted({picture.seat for picture in PICTURES})
    found: dict[str, str] = {}
    for language in ("fr", *LANGUAGES):
        browser = launch(playwright, chromium, language)
        for seat in seats:
            pictures = [picture for picture in PICTURES if picture.seat == seat]
            with seated(browser, base, seat, Shot(1440, "light", language)) as page:
                if seat:
                    speak(page, language)
                if not found.keys() >= {picture.name for picture in pictures}:
                    found |= {picture.name: find(page, picture) for picture in pictures}
                    continue
            yield from take_seat(browser, base, language, pictures, found)
        browser.close()


def take_seat(
    browser: Browser, base: str, language: str, pictures: Sequence[Picture], found: Mapping[str, str]
) -> Iterator[str]:
    """What one seat shows in one language, on every width and in every theme that is asked for."""
    for width, theme in itertools.product(BOTH, ("light", "dark")):
        wanted = [one for one in pictures if width in one.widths and theme in one.themes]
        if not wanted:
            continue
        shot = Shot(width, theme, language)
        with seated(browser, base, pictures[0].seat, shot) as page:
            for picture in wanted:
                yield take(page, found[picture.name], shot, TARGET / f"{picture.name}-{shot.suffix()}.webp")


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """A small network in a folder of its own, served until the pictures are taken."""
    havre = str(Path(sys.executable).with_name("havre"))
    with tempfile.TemporaryDirectory(prefix="havre-screens-") as folder:
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HAVRE_")}
        environment |= {"HAVRE_DATA_DIR": f"{folder}/data", "HAVRE_KEYS_DIR": f"{folder}/keys", "HAVRE_PORT": str(port)}
        built = [havre, "demo", "--size", str(DEMO_SIZE), "--seed", str(DEMO_SEED)]
        subprocess.run(built, env=environment, check=True)
        server = subprocess.Popen([havre, "serve"], env=environment)
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(base)
            yield base
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(base: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{base}/sign-in/"):  # noqa: S310  our own server
            return
        time.sleep(0.3)
    raise SystemExit("The demo network did not open.")


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the pictures of docs/screens.")
    parser.add_argument("--base", default="", help="address of a demo that runs; without it one is built")
    parser.add_argument("--chromium", default=CHROMIUM)
    options = parser.parse_args()
    running = contextlib.nullcontext(options.base) if options.base else demo()
    with running as base, sync_playwright() as playwright:
        for line in take_all(playwright, options.chromium, base):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
