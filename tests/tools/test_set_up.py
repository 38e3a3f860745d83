"""The set-up script, in a copy of the project, without the network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def set_up(project: Path, level: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tools/set_up.py", level],
        cwd=project,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def pretend_installed(project: Path, level: str) -> None:
    """Leave what a finished set-up leaves, so that only the stamps decide."""
    (project / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    (project / ".venv" / "bin" / "havre").touch()
    program = (
        f"import sys; sys.path.insert(0, 'tools'); import set_up; "
        f"set_up.stamp({level!r}).write_text(set_up.fingerprint({level!r}))"
    )
    subprocess.run([sys.executable, "-c", program], cwd=project, check=True)


def test_without_the_venv_module_the_missing_package_is_named(project: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    (broken / "venv").mkdir(parents=True)
    (broken / "venv" / "__main__.py").write_text("raise SystemExit('ensurepip is not available')")
    (broken / "venv" / "__init__.py").touch()

    result = set_up(project, "run", PYTHONPATH=str(broken))

    assert result.returncode == 1
    assert "apt install python3-venv" in result.stderr
    assert not (project / ".venv").exists()


def test_a_word_it_does_not_know_is_answered_with_those_it_knows(project: Path) -> None:
    result = set_up(project, "all")

    assert (result.returncode, result.stderr) == (1, "Usage: tools/set_up.py run|dev\n")


@pytest.mark.parametrize(("installed", "asked"), [("run", "run"), ("dev", "dev"), ("dev", "run")])
def test_a_second_call_does_nothing(project: Path, installed: str, asked: str) -> None:
    pretend_installed(project, installed)

    result = set_up(project, asked, PATH="")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements/run.txt", "requirements/build.txt"])
def test_a_changed_lock_is_noticed(project: Path, changed: str) -> None:
    pretend_installed(project, "run")
    with (project / changed).open("a") as file:
        file.write("# changed\n")

    assert not is_ready(project, "run")


def test_what_runs_is_not_enough_to_work(project: Path) -> None:
    pretend_installed(project, "run")

    assert (is_ready(project, "run"), is_ready(project, "dev")) == (True, False)


def is_ready(project: Path, level: str) -> bool:
    program = f"import sys; sys.path.insert(0, 'tools'); import set_up; sys.exit(not set_up.is_ready({level!r}))"
    return subprocess.run([sys.executable, "-c", program], cwd=project).returncode == 0
