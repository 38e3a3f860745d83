"""The locks: every package pinned with hashes, made for every platform, and silent on where they were made."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["uv", "build", "run", "dev"]
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==\S+( ; [^\\]+)? \\$")


def lines(lock: str) -> list[str]:
    return (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()


def packages(lock: str) -> dict[str, list[str]]:
    """Each pinned name with its hashes, as many as there are pins of it."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lines(lock):
        if match := PINNED.match(line):
            name = match[1]
            found.setdefault(name, [])
        else:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
            found[name].append(line.strip())
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    assert all(packages(lock).values())


@pytest.mark.parametrize("lock", [*(f"requirements/{lock}.txt" for lock in LOCKS), "package-lock.json", ".npmrc"])
def test_no_lock_names_a_registry(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert '"resolved"' not in text
    assert re.findall(r"https?://\S*(?:registry|pypi|simple|\.whl|\.tgz)", text) == []


def test_working_on_the_house_contains_running_it() -> None:
    run, dev = packages("run"), packages("dev")

    assert {name: dev.get(name) for name in run} == run


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {
        "run": project["project"]["dependencies"],
        "dev": project["dependency-groups"]["dev"],
        "build": project["build-system"]["requires"],
    }

    for lock, requirements in wanted.items():
        names = {re.split(r"[\[<>=]", requirement)[0].strip().lower() for requirement in requirements}
        assert names - set(packages(lock)) == set()
