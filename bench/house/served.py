"""One worker behind the server that Havre ships, in a process of its own, and clients that ask it pages.

``python -m bench.house.served KIND PORT [ACCOUNT]`` serves Havre itself (``havre``), the bare list of workload 1 on the same
database (``list``), or a Django with nothing but accounts and sessions (``django``). It writes one line once it listens: the
cookie of the account.
"""

import http.client
import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

THREADS = 8
CHECKOUT = Path(__file__).resolve().parents[2]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Worker:
    """A served application; ``cookie`` signs its clients in."""

    port: int
    cookie: str
    master: int

    def ask(self, path: str, times: int = 1) -> None:
        """One client that keeps its connection. Raises ``AssertionError`` for anything but a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(times):
            connection.request("GET", path, headers={"Cookie": f"havre={self.cookie}", "Accept-Language": "fr"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != http.client.OK:
                raise AssertionError(f"{path}: {answer.status}")
        connection.close()

    def burst(self, path: str, *, clients: int, times: int) -> None:
        """``clients`` at once, each asking ``times`` pages."""
        failed: list[BaseException] = []

        def one() -> None:
            try:
                self.ask(path, times)
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=one) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]

    def resident_bytes(self) -> int | None:
        """What the worker keeps in memory; ``None`` where the system does not say (anywhere but Linux)."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children")
        if not children.exists():
            return None
        status = Path(f"/proc/{children.read_text().split()[0]}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024


@contextmanager
def serving(kind: str, account: object = "") -> Iterator[Worker]:
    """``kind`` served in a process of its own, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bench.house.served", kind, str(port), str(account)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            assert process.stdout is not None
            cookie = process.stdout.readline().strip()
            yield Worker(port, cookie, process.pid)
        finally:
            process.terminate()


def havre(account: str) -> tuple[Application, str]:
    from havre.wsgi import application  # models can be imported only after it

    visitor, models = import_module("bench.house.visitor"), import_module("havre.accounts.models")
    return application, visitor.Visitor(models.User.objects.get(pk=account)).cookie


def bare_list(account: str) -> tuple[Application, str]:
    import django

    django.setup()
    from bench import pages
    from havre.accounts.models import User

    bare = pages.bare_list(User.objects.get(pk=account)).__self__  # type: ignore[attr-defined]
    return bare.application, bare.cookie


def bare_django(_account: str) -> tuple[Application, str]:
    """Accounts, sessions and one page with a template, on a database in memory."""
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY=secrets.token_hex(), ALLOWED_HOSTS=["*"], ROOT_URLCONF="bench.house.bare_urls", USE_TZ=True,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:bench?mode=memory&cache=shared"}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )  # fmt: skip
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    return get_wsgi_application(), ""


KINDS = {"havre": havre, "list": bare_list, "django": bare_django}


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """One worker with threads, as ``havre serve`` has, without sweeps."""

    def __init__(self, kind: str, port: int, account: str) -> None:
        self.kind, self.port, self.account = kind, port, account
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{self.port}", "workers": 1, "worker_class": "gthread", "threads": THREADS,
            "accesslog": None, "loglevel": "error", "control_socket_disable": True,
        }.items():  # fmt: skip
            self.cfg.set(name, value)

    def load(self) -> Application:
        application, cookie = KINDS[self.kind](self.account)
        print(cookie, flush=True)
        return application


if __name__ == "__main__":
    _Server(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "").run()
