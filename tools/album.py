"""The pictures of docs/screens and of the guides: a small demo network of its own, served, and photographed seat by
seat, in English and in French. Whole pages for docs/screens, in light and, for the faces that are seen most, in the
dark, and every kind of page once (``every_page``); for the guides (``guide_pictures``) the part of a page that a task
is about. All as WebP.

    make screens
    python tools/album.py --base http://127.0.0.1:8000     # of a demo that runs already

An address may be followed by steps: ``/situations/ > Proposition`` opens the list, then the first link that says
« Proposition » or stands in a row that does.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
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

import every_page
import guide_pictures
from camera import Ways, in_every_language, seated, snap, walk
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from screens import CHROMIUM, HEIGHTS, Shot, stretch

TARGET = Path(__file__).resolve().parents[1] / "docs" / "screens"
HEAVIEST = 200_000
"""Bytes of one picture."""
BOTH, WIDE, PHONE = (1440, 390), (1440,), (390,)
DARK = {"dashboard", "journey", "search", "shelter", "referral"}
"""Pictures taken in the dark too."""
DEMO_SIZE, DEMO_SEED = 30, 1
START_SECONDS = 300


class Picture(NamedTuple):
    name: str
    seat: str
    way: str
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


def take(page: Page, address: str, shot: Shot, target: Path) -> str:
    """Go there and photograph the whole page."""
    page.set_viewport_size({"width": shot.width, "height": HEIGHTS[shot.width]})
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    stretch(page, shot.width)
    return snap(page, target, HEAVIEST)


def take_all(playwright: Playwright, chromium: str, base: str) -> Iterator[str]:
    TARGET.mkdir(parents=True, exist_ok=True)
    found = walk(playwright, chromium, base, [(one.seat, one.way) for one in PICTURES])
    seats = sorted({picture.seat for picture in PICTURES})
    every = in_every_language(playwright, chromium, base, seats, lambda language, _seat: Shot(1440, "light", language))
    for language, seat, page in every:
        if browser := page.context.browser:
            yield from take_seat(browser, base, language, seat, found)


def take_seat(browser: Browser, base: str, language: str, seat: str, found: Ways) -> Iterator[str]:
    """What one seat shows in one language, on every width and in every theme that is asked for."""
    for width, theme in itertools.product(BOTH, ("light", "dark")):
        wanted = [one for one in PICTURES if one.seat == seat and width in one.widths and theme in one.themes]
        if not wanted:
            continue
        shot = Shot(width, theme, language)
        with seated(browser, base, seat, shot) as page:
            for picture in wanted:
                yield take(page, found[seat, picture.way], shot, TARGET / f"{picture.name}-{shot.suffix()}.webp")


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
    parser = argparse.ArgumentParser(description="Take the pictures of docs/screens and of the guides.")
    parser.add_argument("--base", default="", help="address of a demo that runs; without it one is built")
    parser.add_argument("--chromium", default=CHROMIUM)
    parser.add_argument("--guides-only", action="store_true", help="only the pictures of the guides")
    options = parser.parse_args()
    running = contextlib.nullcontext(options.base) if options.base else demo()
    with running as base, sync_playwright() as playwright:
        taken = (take_all, every_page.take_all, guide_pictures.take_all)
        chosen = taken[-1:] if options.guides_only else taken
        for line in itertools.chain.from_iterable(every(playwright, options.chromium, base) for every in chosen):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
