"""Messages out: one fixed sentence whatever the means; a gateway that fails or hangs delays nobody else."""

from __future__ import annotations

import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import LazySettings
from django.core import mail

from havre.accounts.models import User
from havre.directory.operations.accounts import set_phone
from havre.record import gateways, outbox
from havre.record.models import OutboxMessage
from havre.record.operations import operation
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@dataclass
class Provider:
    """An SMS provider in a thread: ``mode`` is ok, fails, hangs or redirects."""

    url: str = ""
    mode: str = "ok"
    got: list[dict[str, str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[Provider]:
    it = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            it.seen.append(f"{self.path} {self.headers['Authorization']}")
            if it.mode == "hangs":
                it.over.wait(10)
                return
            if it.mode == "ok":
                it.got.append(dict(urllib.parse.parse_qsl(body)))
            self.send_response({"ok": 200, "fails": 503, "redirects": 302}[it.mode])
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    it.url = f"http://127.0.0.1:{server.server_port}/send"
    settings.HAVRE_DEMO = False
    settings.HAVRE_SMS_URL, settings.HAVRE_SMS_TOKEN = it.url, "jeton"
    settings.HAVRE_MAIL_URL, settings.HAVRE_MAIL_FROM = "smtp://localhost", "havre@example.org"
    yield it
    it.over.set()
    server.shutdown()
    server.server_close()


@operation
def tell(user: User, kind: str, *, by: User | None, at: datetime) -> None:
    outbox.tell(user, kind)


def test_whatever_the_kind_a_message_is_one_fixed_sentence(cast: Cast, provider: Provider) -> None:
    set_phone(cast.judith, phone="+33612345678", by=cast.judith, at=AT)
    for kind in ("alarm", "arrival_asked", "offer"):
        tell(cast.judith, kind, by=None, at=AT)

    assert outbox.send_waiting(AT) == 6

    sentence = "Quelque chose vous attend dans Havre."
    assert provider.got == [{"to": "+33612345678", "text": sentence}] * 3
    assert set(provider.seen) == {"/send Bearer jeton"}, "no number in an address"
    assert {(m.subject, m.body, m.from_email) for m in mail.outbox} == {("Havre", sentence, "havre@example.org")}
    assert not OutboxMessage.objects.exists()


def test_in_a_demo_nothing_leaves(cast: Cast, provider: Provider, settings: LazySettings) -> None:
    settings.HAVRE_DEMO = True
    tell(cast.judith, "alarm", by=None, at=AT)

    outbox.send_waiting(AT)

    assert (provider.seen, mail.outbox) == ([], [])
    assert not OutboxMessage.objects.exists()


def test_who_gave_no_number_gets_a_mail(cast: Cast, provider: Provider) -> None:
    tell(cast.marc, "alarm", by=None, at=AT)
    outbox.send_waiting(AT)

    assert (provider.seen, len(mail.outbox)) == ([], 1)


@pytest.mark.parametrize("mode", ["fails", "redirects"])
def test_a_gateway_that_fails_keeps_the_message_and_delays_no_mail(cast: Cast, provider: Provider, mode: str) -> None:
    for user in (cast.judith, cast.marc, cast.nora):
        set_phone(user, phone="+33612345678", by=user, at=AT)
        tell(user, "alarm", by=None, at=AT)
    provider.mode = mode

    assert outbox.send_waiting(AT) == 3
    assert (len(mail.outbox), len(provider.seen)) == (3, 2), "it rests after two failures"
    tell(cast.judith, "alarm", by=None, at=AT)
    outbox.send_waiting(AT + timedelta(seconds=10))
    assert outbox.failing() == {gateways.SMS: AT}
    assert OutboxMessage.objects.count() == 3, "what waits already says the same"

    provider.mode = "ok"
    for minute in range(1, 12):
        outbox.send_waiting(AT + timedelta(minutes=minute))
    assert len(provider.got) == 3
    assert outbox.failing() == {}


def test_a_gateway_that_hangs_costs_one_round_a_few_seconds(
    cast: Cast, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "TIMEOUT_SECONDS", 0.3)
    for user in (cast.judith, cast.marc, cast.nora, cast.head):
        set_phone(user, phone="+33612345678", by=user, at=AT)
        tell(user, "alarm", by=None, at=AT)
    provider.mode = "hangs"
    begun = time.monotonic()

    outbox.send_waiting(AT)

    assert time.monotonic() - begun < 2
    assert len(mail.outbox) == 4
    assert set(outbox.failing()) == {gateways.SMS}


def test_the_pause_between_two_tries_grows_to_five_minutes_and_no_further(cast: Cast, provider: Provider) -> None:
    set_phone(cast.judith, phone="+33612345678", by=cast.judith, at=AT)
    tell(cast.judith, "alarm", by=None, at=AT)
    provider.mode = "fails"

    for second in range(0, 3600, 30):
        outbox.send_waiting(AT + timedelta(seconds=second))

    assert 12 <= len(provider.seen) <= 20
