"""Law 1: help never depends on cooperation with police or justice, so what decides help cannot even see justice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    """The source tree and its rules, with a compartment for justice that nobody imports yet."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    justice = tmp_path / "src" / "havre" / "justice"
    justice.mkdir(exist_ok=True)
    (justice / "__init__.py").touch()
    (justice / "complaints.py").write_text("FILED = 'filed'\n")
    return tmp_path


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--contract", "law-1"],
        cwd=house,
        env=os.environ | {"PYTHONPATH": str(house / "src"), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def plant(house: Path, module: str, statement: str) -> None:
    path = house / "src" / "havre" / Path(module)
    path.write_text((path.read_text() if path.exists() else "") + f"\n{statement}\n")


def test_a_compartment_that_nobody_imports_passes(copy_of_the_house: Path) -> None:
    result = lint_imports(copy_of_the_house)

    assert result.returncode == 0, result.stdout
    assert "1 kept, 0 broken" in result.stdout


@pytest.mark.parametrize("room", ["referrals", "assessments", "placements", "cases", "people", "directory", "record"])
def test_a_room_that_decides_help_cannot_import_justice(copy_of_the_house: Path, room: str) -> None:
    plant(copy_of_the_house, f"{room}/planted.py", "from havre.justice import complaints")

    result = lint_imports(copy_of_the_house)

    assert result.returncode == 1
    assert f"havre.{room}.planted -> havre.justice" in result.stdout


def test_nor_by_a_detour_through_a_room_that_may(copy_of_the_house: Path) -> None:
    plant(copy_of_the_house, "journey/planted.py", "from havre.justice import complaints")
    plant(copy_of_the_house, "placements/detour.py", "from havre.journey import planted")

    result = lint_imports(copy_of_the_house)

    assert result.returncode == 1
    assert "havre.placements.detour -> havre.journey.planted" in result.stdout


def test_the_pages_that_span_all_rooms_may(copy_of_the_house: Path) -> None:
    plant(copy_of_the_house, "journey/planted.py", "from havre.justice import complaints")
    plant(copy_of_the_house, "desk/planted.py", "import havre.justice")

    result = lint_imports(copy_of_the_house)

    assert result.returncode == 0, result.stdout
