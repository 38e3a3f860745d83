"""What others made and we ship is what VENDOR.json says, byte for byte, licence beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = json.loads((ROOT / "VENDOR.json").read_text())
FOLDERS = ("src/havre/common/static/havre/fonts", "src/havre/training/papers/fonts", "tests/browser/vendor")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: Path(entry["file"]).name)
def test_a_vendored_file_is_unchanged(entry: dict[str, str]) -> None:
    assert hashlib.sha256((ROOT / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_every_vendored_file_is_listed() -> None:
    present = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).iterdir()}

    assert present == {entry["file"] for entry in ENTRIES}


def test_every_vendored_package_is_pinned_and_brings_its_licence() -> None:
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]

    assert {entry["name"]: entry["version"] for entry in ENTRIES} == pinned
    licences = {entry["name"] for entry in ENTRIES if Path(entry["file"]).name.startswith(("OFL", "LICENSE"))}
    assert licences == set(pinned)
