"""The command on a network that stands: prepared, served, checked, and refused when its keys are not its own."""

from __future__ import annotations

import shutil
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from havre import preflight
from havre.vault import master
from tests.cli.conftest import Network

MOVE_THE_END = """
import sys
from havre.cli import start
start.prepare()
from django.db import connection
from havre.record import guard
with guard.housekeeping("a test"), connection.cursor() as cursor:
    cursor.execute("UPDATE record_auditchain SET sequence = sequence + %s", [int(sys.argv[1])])
    cursor.execute("SELECT sequence FROM record_auditchain")
    print(cursor.fetchone()[0])
"""


def assert_refused(result: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1, result.stderr
    for part in parts:
        assert part in result.stderr


def test_the_settings_and_the_preflight_read_the_same_folders() -> None:
    assert (preflight.data_folder(), preflight.keys_folder()) == (settings.DATA_DIR, settings.KEYS_DIR)


def test_a_demo_on_empty_databases_gets_its_tables_and_keys(empty: Network) -> None:
    result = empty.havre("manage", "migrate")

    assert result.returncode == 0, result.stderr
    assert (empty.folder / "keys" / "master.json").stat().st_mode & 0o777 == 0o600


def test_what_is_not_prepared_is_not_served(empty: Network) -> None:
    assert empty.havre("manage", "check").returncode == 0

    assert_refused(empty.havre("serve"), "havre manage migrate")


def test_a_prepared_network_is_whole(prepared: Network) -> None:
    result = prepared.havre("audit", "verify")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("The record is whole: ")
    assert not result.stdout.startswith("The record is whole: 0 entries")


def test_a_prepared_network_passes_its_own_check(prepared: Network) -> None:
    result = prepared.havre("check")

    assert (result.returncode, result.stderr) == (0, "")
    assert "Journeys that differ: 0" in result.stdout
    assert prepared.havre("check", "--repair").stdout == "Journeys written anew: 0\n"


def test_the_committed_diagrams_are_those_of_the_tables(prepared: Network) -> None:
    result = prepared.havre("check", "--diagrams")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_record_that_lost_its_end_is_told_from_a_whole_one(prepared: Network) -> None:
    lost = prepared.python(MOVE_THE_END, "1").stdout.strip()

    result = prepared.havre("audit", "verify")

    assert prepared.python(MOVE_THE_END, "-1").returncode == 0
    assert (result.returncode, result.stdout) == (1, "")
    assert f"does not hold from entry {lost} on" in result.stderr


@pytest.mark.parametrize("command", [["serve"], ["run"], ["audit", "verify"]])
def test_the_master_keys_of_another_network_are_refused(prepared: Network, tmp_path: Path, command: list[str]) -> None:
    shutil.copytree(prepared.folder / "keys", tmp_path / "keys")
    (tmp_path / "keys" / "master.json").unlink()
    master.create(tmp_path / "keys", purpose="demo")

    result = prepared.havre(*command, HAVRE_KEYS_DIR=str(tmp_path / "keys"))

    assert result.returncode == 2
    assert f"The keys in {tmp_path / 'keys'} are not those of this database" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["serve"], ["run"], ["demo"], ["manage", "migrate"]])
def test_lost_master_keys_are_asked_back_and_never_made_anew(
    prepared: Network, tmp_path: Path, command: list[str]
) -> None:
    result = prepared.havre(*command, HAVRE_KEYS_DIR=str(tmp_path))

    assert_refused(result, f"The keys are not in {tmp_path}", "backup")
    assert not (tmp_path / "master.json").exists()


def test_it_serves_until_it_is_told_to_stop_and_keeps_no_log_of_visits(prepared: Network) -> None:
    server = prepared.start("serve")
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == f"Havre: http://127.0.0.1:{prepared.port}/\n"
        status = visit(f"http://127.0.0.1:{prepared.port}/static/havre/fonts/OFL-source-sans-3.txt")
    finally:
        server.send_signal(signal.SIGTERM)
        output, errors = server.communicate(timeout=60)

    assert (status, server.returncode, output, errors) == (200, 0, "", "")


def test_the_sweeps_alone_end_on_the_first_signal(prepared: Network) -> None:
    worker = prepared.start("work")
    try:
        assert worker.stdout is not None
        started = worker.stdout.readline()
    finally:
        worker.send_signal(signal.SIGTERM)
        output, errors = worker.communicate(timeout=60)

    assert started.startswith("The sweeps run.")
    assert (worker.returncode, output, errors) == (0, "", "")


def visit(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  # our own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
