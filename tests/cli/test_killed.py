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

pytestmark = [pytest.mark.slow]

TELL = """
import json, uuid
from datetime import timedelta
from havre.cli import start
start.prepare()
from django.utils import timezone
from havre.directory.profiles import Place
from tests.cast import make_cast, shelter
from tests.quickly import quickly
from tests.stories import walk
from havre.directory.operations.accounts import grant_role, open_account
now = timezone.now()
with quickly():
    cast = make_cast(now)
    places = [Place(id=str(uuid.uuid4()), label=str(n), size=2, free_from=now.date(), confirmed_on=now.date()) for n in range(6)]
    house = shelter("S700", "FR-29", at=now, places=places)
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
from havre.journey.operations import recompute
from havre.placements.models import Offer, Transfer
from havre.record import audit
assert audit.verify().holds
assert recompute() == []
kind, pk = sys.argv[1:]
if kind == "offer":
    row = Offer.objects.get(pk=pk)
    print(json.dumps([row.state, bool(row.unseal("terms")["hold_until"])]))
else:
    row = Transfer.objects.get(pk=pk)
    print(json.dumps([row.state, row.person is None]))
"""
DIE = """
import os, signal, sys
from havre.cli import start
start.prepare()
from django.utils import timezone
from havre.accounts.models import User
from havre.placements.models import Offer, Transfer
from havre.placements.operations.offers import accept_offer
from havre.placements.operations.transfers import confirm_arrival
from havre.record import audit
kind, pk, moment = sys.argv[1:]
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
append = audit.append
def append_and_die(*args, **kwargs):
    append(*args, **kwargs)
    die()
if moment == "before the commit":
    audit.append = append_and_die
mona = User.objects.get(membership__role="shelter_manager", membership__organisation__code="S700")
row, act = (Offer, accept_offer) if kind == "offer" else (Transfer, confirm_arrival)
act(row.objects.get(pk=pk), by=mona, at=timezone.now())
die()
"""
ENDS: dict[str, tuple[list[object], list[object]]] = {
    "offer": (["asked", False], ["accepted", True]),
    "transfer": (["under_way", False], ["arrived", True]),
}
"""What stands there when nothing of it was done, and when all of it was."""


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
        form = form_to(self.get("/sign-in/"), "/sign-in/")
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
    """The row as a new process finds it, once the record verifies and every journey says what the rooms say."""
    result = network.python(LOOK, kind, pk)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])  # type: ignore[no-any-return]


@pytest.mark.parametrize(("kind", "after"), [("offer", 0.5), ("transfer", 0.03)])
def test_what_was_confirmed_to_somebody_is_never_lost(
    prepared: Network, story: dict[str, list[str]], kind: str, after: float
) -> None:
    pk = story[f"{kind}s"][0]
    room, verb = {"offer": ("offers", "yes"), "transfer": ("arrivals", "confirm")}[kind]
    page = f"/placements/house/{room}/{pk}/"

    answer = killed_while(prepared, page, f"{page}{verb}/", after=after)

    found = look(prepared, kind, pk)
    assert found in ENDS[kind]
    if answer == 302:
        assert found == ENDS[kind][1]


@pytest.mark.parametrize(("moment", "number"), [("before the commit", 1), ("after the commit", 2)])
@pytest.mark.parametrize("kind", ["offer", "transfer"])
def test_killed_on_the_last_statement_nothing_is_there_and_right_after_it_everything(
    prepared: Network, story: dict[str, list[str]], kind: str, moment: str, number: int
) -> None:
    pk = story[f"{kind}s"][number]

    assert prepared.python(DIE, kind, pk, moment).returncode == -signal.SIGKILL

    nothing, everything = ENDS[kind]
    assert look(prepared, kind, pk) == (nothing if moment == "before the commit" else everything)
