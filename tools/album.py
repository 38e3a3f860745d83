"""The pictures of docs/screens: a small demo network of its own, served, and photographed seat by seat.

    make screens
    python tools/album.py --base http://127.0.0.1:8000     # of a demo that runs already

An address may be followed by steps: ``/situations/ > Proposition`` opens the list, then the first link that says
« Proposition » or stands in a row that does.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from screens import CHROMIUM, Shot, launch, open_page, sign_in, stretch

TARGET = Path(__file__).resolve().parents[1] / "docs" / "screens"
TALLEST = 1800
"""Pixels; what is longer is cut there, so that no picture weighs much."""
BOTH, WIDE, PHONE = (1440, 390), (1440,), (390,)
DEMO_SIZE, DEMO_SEED = 30, 1
START_SECONDS = 300


class Picture(NamedTuple):
    name: str
    seat: str
    address: str
    widths: tuple[int, ...] = WIDE


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
    Picture("shelter", "claire", "/placements/house/", BOTH),
    Picture("offer", "claire", "/placements/house/ > Lire et répondre", PHONE),
    Picture("places", "claire", "/network/places/"),
    Picture("referral", "anne", "/referrals/new/", PHONE),
    Picture("escort", "yves", "/placements/escort/", PHONE),
    Picture("record", "lucie", "/record/"),
)


def take(page: Page, picture: Picture, width: int) -> str:
    """Go there, photograph, say how large the file became."""
    address, *steps = picture.address.split(" > ")
    page.goto(address, wait_until="networkidle")
    for step in steps:
        with page.expect_navigation(wait_until="networkidle"):
            link_of(page, step).click()
    page.evaluate("document.fonts.ready")
    stretch(page, width)
    tall = page.evaluate("document.documentElement.scrollHeight")
    target = TARGET / f"{picture.name}-{width}.png"
    page.screenshot(path=str(target), clip={"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)})
    return f"{target.name} {target.stat().st_size // 1024} kB"


def link_of(page: Page, step: str) -> Locator:
    """The link of the page itself, not of its navigation, that says so or whose row does."""
    main = page.locator("main")
    named = main.get_by_role("link", name=step)
    return named.first if named.count() else main.locator("tr", has_text=step).locator("a").first


def take_all(browser: Browser, base: str) -> Iterator[str]:
    TARGET.mkdir(parents=True, exist_ok=True)
    looks = sorted({(picture.seat, width) for picture in PICTURES for width in picture.widths})
    for seat, width in looks:
        page = open_page(browser, base, Shot(width, "light", "fr"), paper=False)
        if seat:
            sign_in(page, seat, "/sign-in/")
        first = page.viewport_size
        for picture in PICTURES:
            if picture.seat == seat and width in picture.widths:
                yield take(page, picture, width)
                if first:
                    page.set_viewport_size(first)
        page.context.close()


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
        browser = launch(playwright, options.chromium, "fr")
        for line in take_all(browser, base):
            sys.stdout.write(line + "\n")
        browser.close()


if __name__ == "__main__":
    main()
