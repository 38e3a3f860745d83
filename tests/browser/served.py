"""The running house that the tests of pages share: its server, its pages, its seats."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240
WIDE, LAPTOP, PHONE, NARROW = 1440, 1100, 390, 360
TOURS = "coordinator.shelter.referrer"
"""Tours of the demonstration that these browsers have been through."""


class House:
    """The running server, the pages of each seat, and one signed-in state per seat."""

    def __init__(self, base: str, pages: dict[str, dict[str, str]], browser: Browser) -> None:
        self.base, self.pages, self.browser = base, pages, browser
        self._seated: dict[str, Any] = {}

    def context(
        self, seat: str = "", *, width: int = WIDE, theme: str = "light", script: bool = True
    ) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.base,
            storage_state=self._seat(seat) if seat else None,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.add_cookies([{"name": "havre_visited", "value": TOURS, "url": self.base}])
        context.set_default_timeout(15_000)
        return context

    def _seat(self, seat: str) -> Any:
        if seat not in self._seated:
            context = self.context()
            page = context.new_page()
            page.goto("/sign-in/")
            with page.expect_navigation():
                page.locator(f'button[name="seat"][value="{seat}"]').click()
            self._seated[seat] = context.storage_state()
            context.close()
        return self._seated[seat]

    @contextmanager
    def opened(self, seat: str, **look: Any) -> Iterator[Page]:
        context = self.context(seat, **look)
        yield context.new_page()
        context.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(browser: Browser, folder: Path) -> Iterator[House]:
    """A house of its own in ``folder``, running as long as it is asked."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HAVRE_", "DJANGO_"))}
    environment |= {
        "HAVRE_DATA_DIR": str(folder / "data"),
        "HAVRE_KEYS_DIR": str(folder / "keys"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.house", str(port), str(folder / "pages.json")],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_for(server, log)
        pages = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
        yield House(f"http://127.0.0.1:{port}", pages, browser)
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        if "open" in log.read_text(encoding="utf-8").splitlines():
            return
        time.sleep(0.2)
    raise AssertionError(f"The server did not open: {log.read_text(encoding='utf-8')[-4000:]}")
