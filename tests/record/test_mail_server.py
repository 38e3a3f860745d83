"""A mail server that hangs, refuses, or is not there: the message waits, the alarm goes on by SMS, a person is named."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

import pytest
from django.conf import LazySettings

from havre.record import gateways, outbox
from havre.record.models import OutboxMessage
from tests.cast import AT, Cast
from tests.record.test_gateways import tell

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HANGS, HANGS_AFTER_HELLO, REFUSES_SENDER, REFUSES_ALL = "hangs", "after hello", "sender", "all"


@dataclass
class MailServer:
    """An SMTP server in a thread; ``mode`` is how it fails, empty while it takes everything."""

    mode: str = ""
    taken: list[str] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)


class _Talk(socketserver.StreamRequestHandler):
    it: ClassVar[MailServer]

    def handle(self) -> None:
        self.it.connections += 1
        if self.it.mode == HANGS:
            self.it.over.wait(10)
            return
        self.say("554 no service" if self.it.mode == REFUSES_ALL else "220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            if self.it.mode == HANGS_AFTER_HELLO and verb == "MAIL":
                self.it.over.wait(10)
                return
            if verb == "DATA":
                self.say("354 go on")
                self.it.taken.append(self.message())
            refused = self.it.mode == REFUSES_SENDER and verb == "MAIL"
            self.say("550 not from you" if refused else "221 bye" if verb == "QUIT" else "250 fine")
            if verb == "QUIT":
                return

    def message(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(settings: LazySettings) -> Iterator[MailServer]:
    it = MailServer()
    listening = socketserver.ThreadingTCPServer(("127.0.0.1", 0), type("Talk", (_Talk,), {"it": it}))
    listening.daemon_threads = True
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    port = listening.server_address[1]
    settings.HAVRE_DEMO, settings.HAVRE_SMS_URL = False, ""
    settings.HAVRE_MAIL_URL, settings.HAVRE_MAIL_FROM = f"smtp://127.0.0.1:{port}", "havre@example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    yield it
    it.over.set()
    listening.shutdown()
    listening.server_close()


@pytest.mark.parametrize("mode", [HANGS, HANGS_AFTER_HELLO, REFUSES_SENDER, REFUSES_ALL])
def test_what_a_mail_server_does_not_take_waits_and_leaves_later(
    cast: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(gateways, "TIMEOUT_SECONDS", 0.4)
    server.mode = mode
    for user in (cast.judith, cast.marc, cast.head):
        tell(user, "alarm", by=None, at=AT)
    begun = time.monotonic()

    assert outbox.send_waiting(AT) == 0

    assert time.monotonic() - begun < 2, "two tries of the gateway, and it rests"
    assert server.connections == outbox.FAILURES_A_ROUND
    assert outbox.failing() == {gateways.MAIL: AT}
    assert OutboxMessage.objects.count() == 3

    monkeypatch.setattr(gateways, "TIMEOUT_SECONDS", 5.0)
    server.mode = ""
    for minute in range(1, 12):
        outbox.send_waiting(AT + timedelta(minutes=minute))

    assert len(server.taken) == 3, "each once"
    assert outbox.failing() == {} and not OutboxMessage.objects.exists()
    for mail in server.taken:
        assert "Subject: Havre" in mail and "From: havre@example.org" in mail
        assert mail.split("\n\n", 1)[1].strip() == "Quelque chose vous attend dans Havre."


def test_a_mail_server_that_is_not_there_is_a_gateway_that_fails(
    cast: Cast, server: MailServer, settings: LazySettings
) -> None:
    settings.EMAIL_PORT = 1
    tell(cast.judith, "alarm", by=None, at=AT)

    outbox.send_waiting(AT)

    assert outbox.failing() == {gateways.MAIL: AT}
