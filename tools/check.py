#!/usr/bin/env python3
"""All checks of ``make check``, one after the other, each with its time; what fails is shown whole.

``tools/check.py NAME…`` runs only those named.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy", "src", "tools"],
    "imports": ["lint-imports"],
    "templates": ["djlint", "src/havre", "--lint", "--quiet"],
    "dependencies": ["deptry", "."],
    "migrations": ["havre", "manage", "makemigrations", "--check", "--dry-run"],
    "django": ["havre", "manage", "check", "--fail-level", "WARNING"],
    "diagrams": ["havre", "check", "--diagrams"],
    "translations": ["python", "tools/check_translations.py"],
    "traces": ["python", "tools/check_traces.py"],
}


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    unknown = [name for name in wanted if name not in CHECKS]
    if unknown:
        print(f"No such check: {', '.join(unknown)}. There are: {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    failed = [name for name in wanted if not passes(name)]
    print(f"{len(wanted) - len(failed)} of {len(wanted)} checks are green.")
    if failed:
        print(f"Red: {', '.join(failed)}")
    return 1 if failed else 0


def passes(name: str) -> bool:
    program, *arguments = CHECKS[name]
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="havre-check-") as scratch:
        result = subprocess.run(
            [str(BIN / program), *arguments],
            cwd=ROOT,
            env=environment(Path(scratch)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    word = "ok " if result.returncode == 0 else "RED"
    print(f"{word} {name:<16} {time.monotonic() - started:5.1f} s", flush=True)
    if result.returncode != 0:
        print(result.stdout.rstrip(), flush=True)
    return result.returncode == 0


def environment(scratch: Path) -> dict[str, str]:
    """Ours, with folders to throw away instead of anybody's data, and no configured database."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HAVRE_")}
    return ours | {
        "HAVRE_DATA_DIR": str(scratch / "data"),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }


if __name__ == "__main__":
    sys.exit(main())
