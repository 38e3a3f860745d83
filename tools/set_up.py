#!/usr/bin/env python3
"""Make ``.venv`` ready: ``tools/set_up.py run`` for using Havre, ``tools/set_up.py dev`` for working on it.

Needs nothing but Python 3.11 or newer with its ``venv`` module. Every file that is installed is checked against the
hashes in ``requirements/``. A stamp per level lies in ``.venv``: when nothing changed, a second call does nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
LEVELS = ("run", "dev")
STAMPED_FILES = ("pyproject.toml", "requirements/uv.txt", "requirements/build.txt")
OLDEST_PYTHON = (3, 11)


def main() -> int:
    level = sys.argv[1] if len(sys.argv) == 2 else ""
    if level not in LEVELS:
        return refuse("Usage: tools/set_up.py run|dev")
    if sys.version_info < OLDEST_PYTHON:
        found = sys.version.split()[0]
        return refuse(f"Havre needs Python 3.11 or newer and found {found}. Try: make run PYTHON=python3.13")
    if is_ready(level):
        return 0
    started = time.monotonic()
    if not make_environment():
        return 1
    install = installer()
    for title, arguments in steps(level):
        say(title)
        if subprocess.run([*install, *arguments], cwd=ROOT).returncode != 0:
            return refuse("The installation stopped. What went wrong stands above; run the same command again.")
    stamp(level).write_text(fingerprint(level))
    say(f"Ready in {time.monotonic() - started:.0f} s")
    return 0


def steps(level: str) -> list[tuple[str, list[str]]]:
    """What the installer is told, in order, with the line that announces it."""
    return [
        (f"Installing the {level} packages (some 100 MB the first time)", ["--require-hashes", "-r", lock(level)]),
        ("Installing the build tools", ["--require-hashes", "-r", "requirements/build.txt"]),
        ("Installing Havre itself", ["--no-build-isolation", "--no-deps", "--editable", "."]),
    ]


def make_environment() -> bool:
    """Create ``.venv`` with pip; without the ``venv`` module, say which package of the system brings it."""
    if (BIN / "python").exists() and runs([str(BIN / "python"), "-m", "pip", "--version"]):
        return True
    say("Creating .venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], stdout=subprocess.DEVNULL).returncode == 0:
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    refuse(
        "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv\n"
        "Then run the same command again."
    )
    return False


def installer() -> list[str]:
    """uv from its hashed lock; plain pip on machines for which uv has no build."""
    uv, python = BIN / "uv", str(BIN / "python")
    if not uv.exists():
        say("Installing uv")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", "requirements/uv.txt"], cwd=ROOT)
    if runs([str(uv), "--version"]):
        return [str(uv), "pip", "install", "--python", python]
    say("uv does not run here: pip does the work, more slowly")
    return [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "on"]


def is_ready(level: str) -> bool:
    """Whether ``level``, or a level that contains it, was installed from the files as they are now."""
    wide_enough = LEVELS[LEVELS.index(level) :]
    return (BIN / "havre").exists() and any(
        stamp(each).exists() and stamp(each).read_text() == fingerprint(each) for each in wide_enough
    )


def fingerprint(level: str) -> str:
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n".encode())
    for name in (*STAMPED_FILES, lock(level)):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def lock(level: str) -> str:
    return f"requirements/{level}.txt"


def stamp(level: str) -> Path:
    return VENV / f".{level}-ready"


def runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def say(line: str) -> None:
    print(f"havre: {line}", flush=True)


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
