#!/usr/bin/env python3
"""The committed translations are whole: catalogues collected anew, every text in English, compiled files fresh.

French is the language of the source. Reading catalogues and compiled files needs nothing; collecting the texts anew
needs ``xgettext`` (package gettext) and is left out without it, except in CI.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "havre"
LOCALE = Path("locale") / "en" / "LC_MESSAGES"
FRENCH = Path("locale") / "fr" / "LC_MESSAGES"
MAKE_MESSAGES = ["manage", "makemessages", "--locale", "en", "--no-location", "--no-wrap", "--verbosity", "0"]
MO_MAGIC = 0x950412DE
SHOWN = 30
NAMED = re.compile(r"%\((\w+)\)[sd]")
CONTEXT_SEPARATOR = "\x04"


@dataclass
class Entry:
    """One text of a catalogue; ``translations`` has one form, or one per grammatical number."""

    context: str | None = None
    text: str = ""
    plural: str | None = None
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """As compiled files name it."""
        return (self.context + CONTEXT_SEPARATOR if self.context is not None else "") + "\0".join(
            filter(None, [self.text, self.plural])
        )

    @property
    def value(self) -> str:
        return "\0".join(self.translations[number] for number in sorted(self.translations))

    @property
    def says_its_number(self) -> bool:
        """Whether one is written with its figure, as many are: «%(total)s jour», not «un jour»."""
        return self.plural is not None and set(NAMED.findall(self.text)) == set(NAMED.findall(self.plural))

    @property
    def is_translated(self) -> bool:
        return not self.fuzzy and bool(self.translations) and all(self.translations.values())


def main() -> int:
    complaints = [*untranslated(SOURCE), *stale(SOURCE), *uncounted(SOURCE), *uncollected()]
    print("\n".join(complaints[:SHOWN]))
    if len(complaints) > SHOWN:
        print(f"… and {len(complaints) - SHOWN} more")
    return 1 if complaints else 0


def untranslated(source: Path) -> Iterator[str]:
    """Texts without a final English form."""
    for catalogue in catalogues(source):
        for entry in read_catalogue(catalogue):
            if not entry.is_translated:
                yield f"{catalogue.name}: {'fuzzy' if entry.fuzzy else 'not translated'}: {entry.text!r}"


def stale(source: Path) -> Iterator[str]:
    """Compiled files that differ from their catalogue."""
    for catalogue in [*catalogues(source), *catalogues(source, FRENCH)]:
        compiled = catalogue.with_suffix(".mo")
        expected = {entry.key: entry.value for entry in read_catalogue(catalogue) if entry.is_translated}
        if not compiled.exists() or read_compiled(compiled) != expected:
            yield f"{compiled.name} is out of date. Run: make messages"


def uncounted(source: Path) -> Iterator[str]:
    """The French catalogue holds the texts that say a number, as the source writes them, and nothing else."""
    for catalogue in catalogues(source):
        entries = [entry for entry in read_catalogue(catalogue) if entry.says_its_number]
        counting = {entry.key: f"{entry.text}\0{entry.plural}" for entry in entries}
        french = source / FRENCH / catalogue.name
        known = {entry.key: entry.value for entry in read_catalogue(french)} if french.exists() else {}
        if known != counting:
            yield f"{french.relative_to(source)} is out of date. Run: make messages"


def uncollected() -> Iterator[str]:
    """Texts of the source that the catalogues do not know, and texts of the catalogues that the source lost."""
    if not shutil.which("xgettext"):
        if os.environ.get("CI"):
            yield "xgettext is missing: install the package gettext"
        return
    with tempfile.TemporaryDirectory(prefix="havre-messages-") as folder:
        fresh = collect(Path(folder))
        for name in sorted({path.name for path in [*catalogues(fresh), *catalogues(SOURCE)]}):
            found, known = keys(fresh / LOCALE / name), keys(SOURCE / LOCALE / name)
            yield from (f"{name}: not collected: {key!r}. Run: make messages" for key in sorted(found - known))
            yield from (f"{name}: no longer used: {key!r}. Run: make messages" for key in sorted(known - found))


def collect(folder: Path) -> Path:
    """A copy of the package whose catalogues were collected a moment ago."""
    copy = folder / "src" / "havre"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-c", "from havre.cli import main; raise SystemExit(main())", *MAKE_MESSAGES],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy.parent), "HAVRE_DATA_DIR": str(folder / "data")},
        check=True,
    )
    return copy


def catalogues(source: Path, locale: Path = LOCALE) -> list[Path]:
    return sorted((source / locale).glob("*.po"))


def keys(catalogue: Path) -> set[str]:
    return {entry.key for entry in read_catalogue(catalogue)} if catalogue.exists() else set()


def read_catalogue(path: Path) -> list[Entry]:
    """The entries of a ``.po`` file without its head; obsolete ones (``#~``) are passed over."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    entries = [parse_block(block) for block in blocks]
    return [entry for entry in entries if entry.text]


def parse_block(block: str) -> Entry:
    """One entry: keywords, each followed by quoted strings that are joined."""
    entry = Entry()
    parts: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            entry.fuzzy = True
        elif line.startswith('"') and parts:
            parts[-1][1].append(line)
        elif match := re.match(r"(msg\w+(?:\[\d+\])?)\s+(\".*\")\s*$", line):
            parts.append((match[1], [match[2]]))
    for keyword, quoted in parts:
        assign(entry, keyword, "".join(ast.literal_eval(each) for each in quoted))
    return entry


def assign(entry: Entry, keyword: str, text: str) -> None:
    if keyword == "msgctxt":
        entry.context = text
    elif keyword == "msgid":
        entry.text = text
    elif keyword == "msgid_plural":
        entry.plural = text
    else:
        number = re.search(r"\[(\d+)\]", keyword)
        entry.translations[int(number[1]) if number else 0] = text


def read_compiled(path: Path) -> dict[str, str]:
    """Texts and translations of a ``.mo`` file, without its head.

    Format: GNU gettext manual, section «The Format of GNU MO Files».
    """
    raw = path.read_bytes()
    order = "<" if struct.unpack("<I", raw[:4])[0] == MO_MAGIC else ">"
    count, texts, translations = struct.unpack(f"{order}3I", raw[8:20])

    def at(table: int, row: int) -> str:
        length, offset = struct.unpack(f"{order}2I", raw[table + 8 * row : table + 8 * row + 8])
        return raw[offset : offset + length].decode()

    pairs = {at(texts, row): at(translations, row) for row in range(count)}
    pairs.pop("", None)
    return pairs


if __name__ == "__main__":
    sys.exit(main())
