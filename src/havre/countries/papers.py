"""Papers handed to the person, as data: one file for each language, the same blocks and lines in all of them.

French is the master: it alone says the icon, the source and the mark of a block. No text counts as checked before its
``reviewed_by`` names somebody whose language it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from havre.countries.codes import Mark

FOLDER = Path(__file__).resolve().parent / "fr" / "papers"
MASTER = "fr"
LANGUAGES = ("fr", "en", "ro", "es", "ar", "pcm")
PAPERS = ("welcome", "rights")

NEAR = {
    "ary": "ar", "arq": "ar", "kri": "pcm", "bin": "pcm", "yo": "pcm", "ig": "pcm", "ha": "pcm", "ish": "pcm",
}  # fmt: skip
"""Language spoken → the paper somebody who speaks it may be able to read (P, our choice; ask her)."""


@dataclass(frozen=True, slots=True)
class Block:
    """One idea: a drawing beside its title, and a few short sentences."""

    key: str
    icon: str
    title: str
    lines: tuple[str, ...]
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Paper:
    """``name`` is how the language calls itself; ``reviewed_by`` is empty until somebody who speaks it has read it."""

    key: str
    language: str
    name: str
    direction: str
    title: str
    lead: str
    reviewed_by: str
    blocks: tuple[Block, ...]

    @property
    def to_verify(self) -> tuple[Block, ...]:
        """Blocks that a jurist has still to check."""
        return tuple(block for block in self.blocks if block.mark == "V")


@cache
def paper(key: str, language: str) -> Paper:
    """One paper in one language. Raises ``KeyError`` where there is none."""
    if key not in PAPERS or language not in LANGUAGES:
        raise KeyError(key, language)
    raw, master = _read(key, language), _read(key, MASTER)
    told = {block["key"]: block for block in raw["blocks"]}
    return Paper(
        key=key,
        language=raw["language"],
        name=raw["name"],
        direction=raw["direction"],
        title=raw["title"],
        lead=raw["lead"],
        reviewed_by=raw["reviewed_by"],
        blocks=tuple(_block(block, told[block["key"]]) for block in master["blocks"]),
    )


def _block(master: dict[str, Any], told: dict[str, Any]) -> Block:
    return Block(
        key=master["key"],
        icon=master["icon"],
        title=told["title"],
        lines=tuple(told["lines"]),
        source=master["source"],
        mark=master["mark"],
    )


def _read(key: str, language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{key}.{language}.toml").read_text(encoding="utf-8"))


def in_every_language(key: str) -> tuple[Paper, ...]:
    return tuple(paper(key, language) for language in LANGUAGES)


def best_first(spoken: Iterable[str]) -> list[str]:
    """The languages of the papers, those she speaks first, then those near to them, then the others."""
    codes = list(spoken)
    wanted = [code for code in codes if code in LANGUAGES] + [NEAR[code] for code in codes if code in NEAR]
    return list(dict.fromkeys([*wanted, *LANGUAGES]))


def readable(spoken: Iterable[str]) -> bool:
    """Whether one of the papers is in a language she speaks, or near to one."""
    return any(code in LANGUAGES or code in NEAR for code in spoken)
