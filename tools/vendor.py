#!/usr/bin/env python3
"""Copy the fonts we ship and the script our tests drive out of ``node_modules``, and list them in ``VENDOR.json``.

Called by ``make vendor`` after ``npm ci``. Nothing is changed on the way: the packages' own files, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
LIST = ROOT / "VENDOR.json"
FONTS = "src/havre/common/static/havre/fonts"
PAPERS = "src/havre/training/papers/fonts"
SCRIPTS = "tests/browser/vendor"


class Vendored(NamedTuple):
    """A package, the folder it goes to, and its files: name in the package, name here."""

    package: str
    folder: str
    files: dict[str, str]


VENDORED = [
    Vendored(
        "@fontsource-variable/source-sans-3",
        FONTS,
        {f"files/source-sans-3-{part}-wght-normal.woff2": "" for part in ("latin", "latin-ext", "vietnamese")}
        | {"LICENSE": "OFL-source-sans-3.txt"},
    ),
    Vendored(
        "@fontsource/ibm-plex-sans-arabic",
        FONTS,
        {f"files/ibm-plex-sans-arabic-arabic-{weight}-normal.woff2": "" for weight in (400, 600)}
        | {"LICENSE": "OFL-ibm-plex-sans-arabic.txt"},
    ),
    Vendored(
        "source-sans",
        PAPERS,
        {f"OTF/SourceSans3-{style}.otf": "" for style in ("Regular", "It", "Semibold")}
        | {"LICENSE.md": "OFL-source-sans.txt"},
    ),
    Vendored("axe-core", SCRIPTS, {"axe.min.js": "", "LICENSE": "LICENSE-axe-core.txt"}),
]


def main() -> int:
    if not PACKAGES.is_dir():
        print("The folder node_modules is missing. Run: make vendor", file=sys.stderr)
        return 1
    entries = [entry for vendored in VENDORED for entry in copy(vendored)]
    LIST.write_text(json.dumps(sorted(entries, key=lambda entry: entry["file"]), indent=2) + "\n")
    print(f"{len(entries)} files copied and listed in {LIST.name}")
    return 0


def copy(vendored: Vendored) -> list[dict[str, str]]:
    """Copy one package's files; an entry of the list for each."""
    source = PACKAGES / vendored.package
    about = json.loads((source / "package.json").read_text())
    (ROOT / vendored.folder).mkdir(parents=True, exist_ok=True)
    entries = []
    for name, ours in vendored.files.items():
        target = ROOT / vendored.folder / (ours or Path(name).name)
        shutil.copyfile(source / name, target)
        entries.append(
            {
                "file": target.relative_to(ROOT).as_posix(),
                "name": vendored.package,
                "version": about["version"],
                "licence": about["license"],
                "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
            }
        )
    return entries


if __name__ == "__main__":
    sys.exit(main())
