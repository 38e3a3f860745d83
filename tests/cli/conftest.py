"""A fresh network of its own for the command, on the kind of database this run is for."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

OPEN_AN_ACCOUNT = """
from havre.cli import start
start.prepare()
from django.utils import timezone
from havre.directory.operations import accounts
accounts.open_account(mail="nora@example.org", name="Nora", password="un-long-mot-de-passe", by=None, at=timezone.now())
"""
CALL = "import sys; from havre.cli import main; sys.exit(main())"


class Network:
    """Folders and databases that nobody else uses, and the command run on them."""

    def __init__(self, folder: Path, databases: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("HAVRE_", "DJANGO_"))}
        self.environment = ours | {
            "HAVRE_DATA_DIR": str(folder / "data"),
            "HAVRE_KEYS_DIR": str(folder / "keys"),
            "HAVRE_PORT": str(self.port),
            "HAVRE_LANGUAGE": "en",
            "PYTHONPATH": os.pathsep.join(sys.path),
            **databases,
        }

    def havre(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return self.python(CALL, *words, **variables)

    def python(self, program: str, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *words],
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        """The command in the background; whoever starts it ends it."""
        return subprocess.Popen(
            [sys.executable, "-c", CALL, *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Network]:
    """Nothing is there yet."""
    with databases() as addresses:
        yield Network(tmp_path, addresses)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """Tables are there, and one account. Shared by a module: leave it as you found it."""
    with databases() as addresses:
        network = Network(tmp_path_factory.mktemp("prepared"), addresses)
        for result in (network.havre("manage", "migrate"), network.python(OPEN_AN_ACCOUNT)):
            assert result.returncode == 0, result.stderr
        yield network


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Addresses of two new databases where this run is for a server, none where it is for files."""
    server = os.environ.get("HAVRE_DATABASE_URL")
    if not server:
        yield {}
        return
    names = {variable: f"havre_{secrets.token_hex(6)}" for variable in ("HAVRE_DATABASE_URL", "HAVRE_KEYS_URL")}
    on_server(server, "CREATE DATABASE {}", names.values())
    yield {variable: beside(server, name) for variable, name in names.items()}
    on_server(server, "DROP DATABASE {} WITH (FORCE)", names.values())


def beside(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def on_server(url: str, statement: str, names: Iterable[str]) -> None:
    with psycopg.connect(beside(url, "postgres"), autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
