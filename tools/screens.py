"""Take pictures of pages: wide and phone, light and dark, in French and English, signed in as a demo seat.

    python tools/screens.py today=/ situations=/situations/ --seat nora --out docs/screens
    python tools/screens.py login=/sign-in/ --themes light --languages fr --widths 390

Pictures are named ``NAME-WIDTH[-dark][-en].png``. The server must be running; Chromium is the system's. Once
signed in, a page speaks the language of the account, whatever was chosen before.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

CHROMIUM = "/usr/bin/chromium"
HEIGHTS = {1440: 900, 390: 844}
TOURS = "coordinator.shelter.referrer"
"""Tours of the demonstration that this browser has been through: none stands on a picture."""


class Shot(NamedTuple):
    """One way of looking at a page."""

    width: int
    theme: str
    language: str

    def suffix(self) -> str:
        parts = [str(self.width)]
        parts += ["dark"] if self.theme == "dark" else []
        parts += [self.language] if self.language != "fr" else []
        return "-".join(parts)


def named(page: str) -> tuple[str, str]:
    """``today=/`` or a bare address, whose name is its path."""
    name, equals, address = page.partition("=")
    if equals and not name.startswith("/"):
        return name, address
    return page.strip("/").replace("/", "-") or "home", page


def launch(playwright: Playwright, chromium: str, language: str) -> Browser:
    """A browser whose own parts (date pickers) speak that language."""
    return playwright.chromium.launch(
        executable_path=chromium,
        args=["--no-sandbox", f"--lang={language}"],
        env={**os.environ, "LANGUAGE": language},
    )


def open_page(browser: Browser, base: str, shot: Shot, paper: bool) -> Page:
    """A fresh browser of that width, theme and language."""
    context = browser.new_context(
        base_url=base,
        viewport={"width": shot.width, "height": HEIGHTS.get(shot.width, 900)},
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale="fr-FR" if shot.language == "fr" else "en-GB",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        device_scale_factor=1,
    )
    kept = {"havre_language": shot.language, "havre_visited": TOURS}
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in kept.items()])
    page = context.new_page()
    if paper:
        page.emulate_media(media="print")
    return page


def sign_in(page: Page, seat: str, login: str) -> None:
    """Take a demo seat. Raises when the sign-in page does not offer it."""
    page.goto(login)
    button = page.locator(f'button[name="seat"][value="{seat}"]')
    if not button.count():
        raise SystemExit(f"The sign-in page offers no seat named {seat}.")
    with page.expect_navigation():
        button.click()


def stretch(page: Page, width: int) -> None:
    """Make the screen as tall as the page, so that what sticks to an edge stands where it belongs."""
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(tall, HEIGHTS.get(width, 900))})


def shoot(browser: Browser, shot: Shot, options: argparse.Namespace) -> Iterator[str]:
    """All pages in one way of looking; says what went wrong on a page (error, overflow, refused by the policy)."""
    page = open_page(browser, options.base, shot, options.paper)
    troubles: list[str] = []
    first = page.viewport_size
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    if options.seat:
        sign_in(page, options.seat, options.login)
    for name, address in map(named, options.pages):
        if first:
            page.set_viewport_size(first)
        answer = page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        if not options.first_screen:
            stretch(page, shot.width)
        target = options.out / f"{name}-{shot.suffix()}.png"
        page.screenshot(path=str(target))
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        status = answer.status if answer else 0
        notes = [
            *([f"status {status}"] if status >= 400 else []),
            *(["wider than the screen"] if wide else []),
            *troubles,
        ]
        troubles.clear()
        yield f"{target.name}{': ' + '; '.join(notes) if notes else ''}"
    page.context.close()


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Take pictures of pages.")
    parser.add_argument("pages", nargs="+", metavar="NAME=/address/")
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--seat", default="", help="key of a demo seat; without it nobody is signed in")
    parser.add_argument("--login", default="/sign-in/")
    parser.add_argument("--out", type=Path, default=Path("docs/screens"))
    parser.add_argument("--widths", nargs="+", type=int, default=[1440, 390])
    parser.add_argument("--themes", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    parser.add_argument("--languages", nargs="+", choices=["fr", "en"], default=["fr", "en"])
    parser.add_argument("--first-screen", action="store_true", help="only what shows without scrolling")
    parser.add_argument("--paper", action="store_true", help="as it prints")
    parser.add_argument("--chromium", default=CHROMIUM)
    return parser.parse_args(words)


def main() -> None:
    options = arguments(sys.argv[1:])
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        for language in options.languages:
            browser = launch(playwright, options.chromium, language)
            for shot in (Shot(*look, language) for look in itertools.product(options.widths, options.themes)):
                for line in shoot(browser, shot, options):
                    sys.stdout.write(line + "\n")
            browser.close()


if __name__ == "__main__":
    main()
