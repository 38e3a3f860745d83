"""The command as a person meets it: in a terminal, in folders of her own, one sentence when something is wrong."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from havre import __version__
from havre.cli import COMMANDS
from havre.cli.manage import ALLOWED

Havre = Callable[..., subprocess.CompletedProcess[str]]
CALL = "import sys; from havre.cli import main; sys.exit(main())"


@pytest.fixture
def havre(tmp_path: Path) -> Havre:
    """Run ``havre`` in an empty place; environment variables as keywords."""

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("HAVRE_", "DJANGO_"))}
        return subprocess.run(
            [sys.executable, "-c", CALL, *words],
            env=clean
            | {
                "HAVRE_DATA_DIR": str(tmp_path / "data"),
                "PYTHONPATH": os.pathsep.join(sys.path),
                "HAVRE_LANGUAGE": "en",
            }
            | variables,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def assert_refused(result: subprocess.CompletedProcess[str], *parts: str) -> None:
    """Exit status 2, one line on standard error that holds ``parts``, nothing else."""
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1, result.stderr
    for part in parts:
        assert part in result.stderr


def test_alone_it_names_every_command(havre: Havre) -> None:
    result = havre()

    assert result.returncode == 0
    assert [line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")] == list(COMMANDS)


def test_it_speaks_french_unless_the_terminal_asks_for_english(havre: Havre) -> None:
    french, english = havre("check", HAVRE_LANGUAGE="fr", HAVRE_MODE="prod"), havre("check", HAVRE_MODE="prod")
    unasked = havre("demo", "--help", HAVRE_LANGUAGE="", LC_ALL="", LC_MESSAGES="", LANG="de_DE.UTF-8")

    assert_refused(french, "HAVRE_MODE vaut 'prod'")
    assert_refused(english, "HAVRE_MODE is 'prod'")
    assert "nombre de partenaires" in unasked.stdout


def test_it_tells_its_version(havre: Havre) -> None:
    assert havre("--version").stdout == f"havre {__version__}\n"


def test_an_unknown_command_is_named_and_the_known_ones_shown(havre: Havre) -> None:
    result = havre("shel")

    assert (result.returncode, result.stdout) == (2, "")
    assert "no command 'shel'" in result.stderr
    assert "havre COMMAND" in result.stderr


@pytest.mark.parametrize("command", ["serve", "run"])
def test_a_taken_port_is_named_with_a_free_way_out(havre: Havre, taken_port: int, command: str) -> None:
    result = havre(command, HAVRE_PORT=str(taken_port))

    assert_refused(result, f"Port {taken_port} is taken", "HAVRE_PORT")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000.5", "٨"])
def test_what_is_no_port_is_refused(havre: Havre, port: str) -> None:
    assert_refused(havre("serve", HAVRE_PORT=port), "HAVRE_PORT", "1 to 65535")


@pytest.mark.parametrize("count", ["0", "-2", "many", "1000"])
def test_what_is_no_number_of_workers_is_refused(havre: Havre, count: str) -> None:
    assert_refused(havre("serve", HAVRE_PORT=str(free_port()), HAVRE_WORKERS=count), "HAVRE_WORKERS")


def test_a_data_folder_that_cannot_be_written_to_is_named(havre: Havre, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = havre("check", HAVRE_DATA_DIR=str(tmp_path / "file" / "data"))

    assert_refused(result, str(tmp_path / "file" / "data"), "HAVRE_DATA_DIR")


def test_a_keys_folder_that_cannot_be_written_to_is_named(havre: Havre, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = havre("check", HAVRE_KEYS_DIR=str(tmp_path / "file"))

    assert_refused(result, str(tmp_path / "file"), "HAVRE_KEYS_DIR")


def test_keys_and_data_never_share_a_folder(havre: Havre, tmp_path: Path) -> None:
    assert_refused(havre("check", HAVRE_KEYS_DIR=str(tmp_path / "data")), "folder of their own")


@pytest.mark.parametrize(
    "url", ["havre", "mysql://u:p@server/havre", "postgres://", "sqlite://", "postgres://u:secret@server:many/havre"]
)
@pytest.mark.parametrize("variable", ["HAVRE_DATABASE_URL", "HAVRE_KEYS_URL"])
def test_what_is_no_database_address_is_refused_without_repeating_it(havre: Havre, variable: str, url: str) -> None:
    result = havre("check", **{variable: url})

    assert_refused(result, variable, "postgres://USER:PASSWORD@SERVER:5432/NAME")
    assert "secret" not in result.stderr


def test_a_server_that_does_not_answer_is_named_without_its_password(havre: Havre) -> None:
    result = havre("check", HAVRE_DATABASE_URL=f"postgres://havre:secret@127.0.0.1:{free_port()}/house")

    assert_refused(result, "HAVRE_DATABASE_URL", "database house on 127.0.0.1")
    assert "secret" not in result.stderr


def test_the_keys_never_share_a_database_with_what_they_seal(havre: Havre) -> None:
    url = "postgres://havre:secret@127.0.0.1/house"

    assert_refused(havre("check", HAVRE_DATABASE_URL=url, HAVRE_KEYS_URL=url), "the same database")


def test_a_file_that_is_no_database_is_named(havre: Havre, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "havre.sqlite3").write_text("These are notes, not a database. " * 40)

    assert_refused(havre("check"), str(tmp_path / "data" / "havre.sqlite3"), "backup")


def test_data_without_its_keys_do_not_open(havre: Havre, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "havre.sqlite3").touch()

    assert_refused(havre("check"), "The keys are not in", f"{tmp_path / 'data'}-keys")


def test_damaged_keys_are_named(havre: Havre, tmp_path: Path) -> None:
    (tmp_path / "data-keys").mkdir()
    (tmp_path / "data-keys" / "master.json").write_text('{"purpose": "demo"}')

    assert_refused(havre("check"), "cannot be read", str(tmp_path / "data-keys" / "master.json"))


@pytest.mark.parametrize("command", [["serve"], ["run"], ["work"], ["check"], ["demo"], ["audit", "verify"]])
def test_nothing_starts_live_before_second_factors_exist(havre: Havre, command: list[str]) -> None:
    assert_refused(havre(*command, HAVRE_MODE="live", HAVRE_PORT=str(free_port())), "second factor")


def test_a_mode_nobody_knows_is_refused(havre: Havre) -> None:
    assert_refused(havre("check", HAVRE_MODE="prod"), "HAVRE_MODE is 'prod'")


@pytest.mark.parametrize(
    "command", ["shell", "dbshell", "dumpdata", "loaddata", "sqlmigrate", "changepassword", "flush"]
)
def test_manage_opens_no_way_around_the_record(havre: Havre, command: str) -> None:
    assert_refused(havre("manage", command), repr(command), "on record", *ALLOWED)


def test_manage_alone_names_what_it_runs(havre: Havre) -> None:
    result = havre("manage")

    assert result.returncode == 0
    assert result.stdout.splitlines()[-1] == "Commands: " + ", ".join(ALLOWED)


def test_the_command_itself_starts_without_django(havre: Havre) -> None:
    program = "import sys; from havre.cli import main; main(['help']); sys.exit('django' in sys.modules)"

    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={"PYTHONPATH": os.pathsep.join(sys.path)}
    )

    assert result.returncode == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
