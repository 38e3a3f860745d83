"""``havre serve``: gunicorn with threads, the sweeps inside, no access log."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from havre import preflight
from havre.cli import start
from havre.common.terminal import Parser
from havre.common.terminal import gettext as _

THREADS = 8
GRACEFUL_SECONDS = 30
MAX_WORKERS = 64


def main(arguments: Sequence[str]) -> int:
    Parser(
        prog="havre serve",
        description=_("Sert les pages : gunicorn et ses fils, les passages dedans, aucun journal des accès."),
    ).parse_args(arguments)
    port = preflight.port()
    preflight.check_port(port)
    workers()
    start.prepare_filled()
    collect_static()
    listen(port, when_ready=lambda: print(f"Havre: {address(port)}", flush=True))
    return 0


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


def workers() -> int:
    """How many processes answer, from ``HAVRE_WORKERS``; SQLite is at its best with one."""
    text = os.environ.get("HAVRE_WORKERS") or "1"
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MAX_WORKERS):
        told = {"text": text, "most": MAX_WORKERS}
        raise preflight.Refusal(_("HAVRE_WORKERS vaut %(text)r ; il faut un nombre de 1 à %(most)s.") % told)
    return int(text)


def collect_static() -> None:
    """Copy style sheets, scripts and fonts to where they are served from, under names that change with content.

    Does nothing when the sources are as they were the last time.
    """
    from django.conf import settings
    from django.core.management import call_command

    folder = Path(settings.STATIC_ROOT)
    stamp, sources = folder.with_name(f"{folder.name}.stamp"), static_sources()
    if not (folder.is_dir() and stamp.exists() and stamp.read_text() == sources):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(sources)


def static_sources() -> str:
    """A digest of the names, sizes and times of all static files."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return digest.hexdigest()


def listen(port: int, *, when_ready: Callable[[], None]) -> None:
    """Serve until a signal ends it; ``when_ready`` is called once the port is open."""
    from django.db import connections

    connections.close_all()
    Server(port, when_ready).run()


class DiscreetLog(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """The server's own log without what it knows of a request: no address of a machine, no page asked for."""

    def exception(self, message: str, *_details: object, **options: Any) -> None:
        super().exception(message.partition(" %s")[0], **options)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn's application object, configured here and nowhere else."""

    def __init__(self, port: int, when_ready: Callable[[], None]) -> None:
        self.options = {
            "bind": f"127.0.0.1:{port}",
            "workers": workers(),
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "accesslog": None,
            "loglevel": "error",  # its warnings name the address of whoever sent a malformed request
            "logger_class": DiscreetLog,
            "control_socket_disable": True,
            "proc_name": "havre",
            "post_worker_init": start_sweeps,
            "worker_exit": stop_sweeps,
            "when_ready": lambda _server: when_ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from havre.wsgi import application

        return application


def start_sweeps(_worker: Any) -> None:
    """Run the sweeps beside the pages; the lease in the database lets one process at a time do the work."""
    from havre.record import sweeps

    sweeps.start_thread()


def stop_sweeps(_server: Any, _worker: Any) -> None:
    """Let a running sweep finish before its process ends."""
    from havre.record import sweeps

    sweeps.stop_thread()
