"""What the environment alone tells, before anything of Havre is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from havre import preflight


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA_DIR", "KEYS_DIR", "DATABASE_URL", "KEYS_URL", "PORT", "MODE"):
        monkeypatch.delenv(f"HAVRE_{name}", raising=False)


def test_folders_default_to_var_and_its_neighbour(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    assert (preflight.data_folder(), preflight.keys_folder()) == (tmp_path / "var", tmp_path / "var-keys")


def test_keys_stay_beside_a_data_folder_of_another_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAVRE_DATA_DIR", str(tmp_path / "nice"))

    assert preflight.keys_folder() == tmp_path / "nice-keys"


def test_fresh_folders_are_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAVRE_DATA_DIR", str(tmp_path / "data"))

    preflight.check_folders()

    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("data", "data-keys")] == [0o700, 0o700]


def test_an_old_sqlite_is_refused_by_both_numbers() -> None:
    with pytest.raises(preflight.Refusal, match=r"SQLite 3\.31\.1 est trop ancien.: il faut 3\.37\.0"):
        preflight.check_sqlite_version((3, 31, 1))


def test_the_oldest_good_sqlite_passes() -> None:
    preflight.check_sqlite_version(preflight.OLDEST_SQLITE)


def test_without_an_address_the_embedded_database_is_used() -> None:
    assert preflight.database_address("HAVRE_DATABASE_URL") == {}


def test_an_empty_address_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVRE_DATABASE_URL", "")

    assert preflight.database_address("HAVRE_DATABASE_URL") == {}


def test_an_address_is_read_with_its_marks_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVRE_KEYS_URL", "postgres://havre:p%40ss@[::1]:5433/keys")

    arguments = preflight.connection_arguments(preflight.database_address("HAVRE_KEYS_URL"))

    assert arguments == {
        "host": "::1",
        "port": 5433,
        "user": "havre",
        "password": "p@ss",
        "dbname": "keys",
        "connect_timeout": preflight.CONNECT_SECONDS,
    }


def test_one_server_may_hold_both_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVRE_DATABASE_URL", "postgres://havre@server/house")
    monkeypatch.setenv("HAVRE_KEYS_URL", "postgres://havre@server/house_keys")

    preflight.check_keys_apart()


def test_a_demo_on_an_empty_database_gets_keys_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAVRE_KEYS_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("HAVRE_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.sqlite3")
    key_file = tmp_path / "keys" / "master.json"

    preflight.create_demo_keys()
    first = key_file.read_bytes()
    preflight.create_demo_keys()

    assert key_file.read_bytes() == first


def test_a_filled_database_never_gets_new_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAVRE_KEYS_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("HAVRE_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.sqlite3")
    (tmp_path / "elsewhere.sqlite3").write_bytes(b"filled")

    preflight.create_demo_keys()

    assert not (tmp_path / "keys" / "master.json").exists()


def test_the_port_defaults_to_8000() -> None:
    assert preflight.port() == 8000
