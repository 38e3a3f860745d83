"""A browser that reads pages from memory: our own HTML and static files under the real policy, no server, no network."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Request, Route

HOST = "http://havre.test"


class Reader:
    """One open page; remembers what was refused, what failed and what was posted."""

    def __init__(
        self,
        browser: Browser,
        pages: Mapping[str, str],
        *,
        width: int = 1440,
        theme: str = "light",
        script: bool = True,
    ) -> None:
        self._pages = pages
        self.troubles: list[str] = []
        self.posted: list[Request] = []
        self.answer = 204
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        context.route("**/*", self._answer)

    def open(self, path: str) -> Page:
        self.page.goto(HOST + path)
        return self.page

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" != HOST:
            self.troubles.append(f"asked outside: {route.request.url}")
            route.abort()
        elif route.request.method == "POST":
            self.posted.append(route.request)
            route.fulfill(status=self.answer, headers={"Location": "/"} if self.answer == 302 else {})
        elif address.path.startswith("/static/"):
            self._give_file(route, address.path.removeprefix("/static/"))
        else:
            route.fulfill(
                body=self._pages[address.path],
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": build_policy()},
            )

    def _give_file(self, route: Route, name: str) -> None:
        found = finders.find(name)
        if not isinstance(found, str):
            self.troubles.append(f"no such file: {name}")
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
