"""What the library begins with: one Markdown file for each page and language, the same pages in French and English.

How a page is written, and what its marks mean, stands in the README beside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("fr", "en")
FENCE = "---\n"


@dataclass(frozen=True, slots=True)
class StartPage:
    """One page in one language. ``articles`` are written as ``str(Article)`` writes them, ``body`` is Markdown; ``rights`` are
    told of a film only."""

    language: str
    slug: str
    title: str
    summary: str
    theme: str
    phase: str
    audience: str
    country: str
    kind: str
    verified: str
    sources: tuple[str, ...]
    articles: tuple[str, ...]
    body: str
    rights: str


class Malformed(ValueError):
    """A file that is not written as a page; its words name the file and what is wrong."""


def pages() -> list[StartPage]:
    """Every page in every language, by language, then by slug."""
    return [read(path, language) for language in LANGUAGES for path in sorted((FOLDER / language).glob("*.md"))]


def read(path: Path, language: str) -> StartPage:
    """The page of one file. Raises ``Malformed``."""
    before, *parts = path.read_text(encoding="utf-8").split(FENCE, 2)
    if before or len(parts) != 2:
        raise Malformed(f"{path}: a page begins with its description between two lines of ---")
    front, body = parts
    told = {"language": language, "body": body.strip(), "rights": ""} | dict(
        _line(path, line) for line in front.splitlines()
    )
    wanted = {field.name for field in fields(StartPage)}
    if told.keys() != wanted:
        raise Malformed(f"{path}: {', '.join(sorted(told.keys() ^ wanted))} missing or unknown")
    return StartPage(**told)


def _line(path: Path, line: str) -> tuple[str, Any]:
    key, colon, value = line.partition(": ")
    if not colon:
        raise Malformed(f"{path}: {line!r} is not written as key: value")
    try:
        said = json.loads(value) if value[:1] in ('"', "[") else value
    except json.JSONDecodeError as fault:
        raise Malformed(f"{path}: {key} is not closed as it was opened") from fault
    return key, tuple(said) if isinstance(said, list) else said
