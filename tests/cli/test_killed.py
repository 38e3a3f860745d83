"""The serving process is killed while a hold or an arrival is being confirmed: one or the other, never half of it."""

from __future__ import annotations

import contextlib
import http.cookiejar
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.cli.conftest import CALL, Network
from tests.page_forms import form_to

pytestmark = pytest.mark.slow

TELL = """
import json
from datetime import timedelta
from havre.cli import start
start.prepare()
from django.utils import timezone
from tests.cast import make_cast, shelter
from havre.directory.profiles import Place
from tests.stories import walk
import uuid
now = timezone.now()
cast = make_cast(now)
places = [Place(id=str(uuid.uuid4()), label=str(n), size=2, free_from=now.date(), confirmed_on=now.date()) for n in range(6)]
house = shelter("S700", "FR-29", at=now, places=places)
from havre.directory.operations.accounts import open_account, grant_role
mona = open_account(mail="mona@example.org", name="Mona", password="un-long-mot-de-passe", by=None, at=now)
grant_role(mona, role="shelter_manager", organisation=house.organisation, by=None, at=now)
asked = [walk(cast, "asked", house=house, place=n, start=now - timedelta(hours=8), manager=mona) for n in range(3)]
going = [walk(cast, "travelling", house=house, place=n, start=now - timedelta(hours=56), manager=mona) for n in range(3, 6)]
print(json.dumps({"offers": [str(it.offer.pk) for it in asked], "transfers": [str(it.transfer.pk) for it in going]}))
"""
LOOK = """
import json, sys
from havre.cli import start
start.prepare()
from havre.placements.models import Offer, Transfer
kind, pk = sys.argv[1:]
if kind == "offer":
    row = Offer.objects.get(pk=pk)
    print(json.dumps([row.state, bool(row.unseal("terms")["hold_until"])]))
else:
    row = Transfer.objects.get(pk=pk)
    print(json.dumps([row.state, row.person is None]))
"""


@pytest.fixture(scope="module")
def story(prepared: Network) -> dict[str, list[str]]:
    result = prepared.python(TELL)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])  # type: ignore[no-any-return]


class Browser:
    """Keeps cookies and follows nothing."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar, _Stay())

    def get(self, path: str) -> str:
        with self._opener.open(self.base + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, data: dict[str, object]) -> int:
        body = urllib.parse.urlencode(data, doseq=True).encode()
        try:
            with self._opener.open(self.base + path, body, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def sign_in(self) -> None:
        form = form_to(self.get("/sign-in/"), "")
        status = self.post("/sign-in/", form.filled(login="mona@example.org", password="un-long-mot-de-passe"))
        assert status == 302


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


@contextlib.contextmanager
def serving(network: Network):  # type: ignore[no-untyped-def]
    server = subprocess.Popen(
        [sys.executable, "-c", CALL, "serve"],
        env=network.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("Havre: ")
        yield server
    finally:
        kill(server)


def kill(server: subprocess.Popen[str]) -> None:
    """The whole of it, at once: nobody says goodbye."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait(30)
    if server.stdout is not None:
        server.stdout.close()


def killed_while(network: Network, page: str, action: str, *, after: float) -> int | None:
    """Send the form of ``page`` that goes to ``action`` and kill the server ``after`` so many seconds. The answer, if any."""
    answers: list[int] = []
    with serving(network) as server:
        browser = Browser(f"http://127.0.0.1:{network.port}")
        browser.sign_in()
        form = form_to(browser.get(page), action)

        def send() -> None:
            with contextlib.suppress(OSError, urllib.error.URLError):
                answers.append(browser.post(action, dict(form.values)))

        sending = threading.Thread(target=send)
        sending.start()
        time.sleep(after)
        kill(server)
        sending.join(30)
    return answers[0] if answers else None


def look(network: Network, kind: str, pk: str) -> list[object]:
    result = network.python(LOOK, kind, pk)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def whole(network: Network) -> None:
    verified, checked = network.havre("audit", "verify"), network.havre("check")
    assert (verified.returncode, checked.returncode) == (0, 0), verified.stderr + checked.stderr
    assert "Journeys that differ: 0" in checked.stdout


@pytest.mark.parametrize(("number", "after"), [(0, 0.0), (1, 0.03), (2, 0.5)])
def test_a_hold_is_there_or_it_is_not(
    prepared: Network, story: dict[str, list[str]], number: int, after: float
) -> None:
    offer = story["offers"][number]
    page = f"/placements/house/offers/{offer}/"

    answer = killed_while(prepared, page, f"{page}yes/", after=after)

    found = look(prepared, "offer", offer)
    assert found in (["asked", False], ["accepted", True])
    if answer == 302:
        assert found == ["accepted", True], "what was confirmed to somebody is never lost"
    whole(prepared)


@pytest.mark.parametrize(("number", "after"), [(0, 0.0), (1, 0.03), (2, 0.5)])
def test_an_arrival_is_there_or_it_is_not(
    prepared: Network, story: dict[str, list[str]], number: int, after: float
) -> None:
    transfer = story["transfers"][number]
    page = f"/placements/house/arrivals/{transfer}/"

    answer = killed_while(prepared, page, f"{page}confirm/", after=after)

    found = look(prepared, "transfer", transfer)
    assert found in (["under_way", False], ["arrived", True])
    if answer == 302:
        assert found == ["arrived", True]
    whole(prepared)
