"""The guides of the house: one for each who works with it, as data, the same sections in French and in English.

A text may hold two marks: `` `n` `` is a key, ``**Je m’en occupe**`` are words that stand on the screen.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("fr", "en")
MASTER, EVERYONE = "fr", "everyone"
SIZES = {
    "coordinator": (860, 560), "network": (860, 560), "shelter": (640, 560), "referrer": (640, 560), "everyone": (860, 560),
}  # fmt: skip
"""Guide → width and height of its pictures, in CSS pixels."""

OWN: dict[str, tuple[P, ...]] = {
    "coordinator": (P.READ_SITUATIONS, P.NOTE_CALLS),
    "network": (P.READ_DIRECTORY, P.KEEP_SURVEYS, P.KEEP_TRAINING),
    "shelter": (P.SEE_RESIDENTS,),
    "referrer": (P.REFER,),
    "everyone": (),
}
"""Guide → whose it is. The last one is everybody's."""
ALSO: dict[str, tuple[P, ...]] = {"shelter": (P.COORDINATE, P.KEEP_DIRECTORY), "referrer": (P.COORDINATE,)}
"""Guide → who reads it too, because they telephone with those whose it is and write in their name."""
KEYS = tuple(OWN)

TASKS: dict[str, tuple[P, ...]] = {
    "escort": (P.ESCORT, P.CONFIRM_ARRIVAL, P.COORDINATE),
    "accounts": (P.KEEP_ACCOUNTS, P.CONFIRM_ROLES),
    "record": (P.READ_RECORD,),
    "downloads": (P.READ_SITUATIONS, P.NOTE_CALLS, P.KEEP_DIRECTORY),
    "numbers": (P.READ_NUMBERS, P.READ_PUBLIC_NUMBERS),
    "papers": (P.READ_SITUATIONS, P.SEE_RESIDENTS, P.REFER),
    "training": (P.ATTEND_TRAINING, P.TRAIN, P.KEEP_TRAINING),
}
"""Section of everybody's guide → whose task it is; the others are everybody's."""

_KEY = re.compile(r"`([^`]+)`")
_SCREEN = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Section:
    """One task. ``picture`` is a static file, in the language of the guide, or empty."""

    key: str
    title: str
    says: tuple[SafeString, ...]
    steps: tuple[SafeString, ...]
    beware: SafeString
    picture: str
    alt: str


@dataclass(frozen=True, slots=True)
class Guide:
    key: str
    language: str
    title: str
    lead: SafeString
    sections: tuple[Section, ...]

    @property
    def width(self) -> int:
        return SIZES[self.key][0]

    @property
    def height(self) -> int:
        return SIZES[self.key][1]


def readable(user: Any) -> list[str]:
    """The guides this account reads, its own first, then everybody's, then those of its partners."""
    own = [key for key in KEYS if any(may(user, right) for right in OWN[key])]
    also = [key for key in ALSO if key not in own and any(may(user, right) for right in ALSO[key])]
    return [*own, EVERYONE, *also]


def for_reader(key: str, user: Any) -> Guide:
    """One guide in the language of the page, without the tasks of others."""
    language = (get_language() or MASTER).partition("-")[0]
    whole = guide(key, language if language in LANGUAGES else MASTER)
    return replace(whole, sections=tuple(one for one in whole.sections if concerns(key, one.key, user)))


def concerns(key: str, section: str, user: Any) -> bool:
    """Whether that section of a guide is a task of this account."""
    rights = TASKS.get(section, ()) if key == EVERYONE else ()
    return not rights or any(may(user, right) for right in rights)


def tells(key: str, section: str, user: Any) -> bool:
    """Whether a guide has that section, for this account."""
    return section in {one.key for one in guide(key, MASTER).sections} and concerns(key, section, user)


@cache
def guide(key: str, language: str) -> Guide:
    """Raises ``KeyError`` where there is none."""
    if key not in KEYS or language not in LANGUAGES:
        raise KeyError(key, language)
    raw = read(key, language)
    return Guide(
        key, language, raw["title"], marked(raw["lead"]), tuple(_section(one, language) for one in raw["section"])
    )


def read(key: str, language: str) -> dict[str, Any]:
    """The file as it is written."""
    return tomllib.loads((FOLDER / language / f"{key}.toml").read_text(encoding="utf-8"))


def _section(raw: dict[str, Any], language: str) -> Section:
    return Section(
        key=raw["key"],
        title=raw["title"],
        says=tuple(map(marked, raw.get("says", ()))),
        steps=tuple(map(marked, raw.get("steps", ()))),
        beware=marked(raw.get("beware", "")),
        picture=f"havre/guides/{language}/{raw['picture']}.webp" if "picture" in raw else "",
        alt=raw.get("alt", ""),
    )


def marked(text: str) -> SafeString:
    """The text as HTML, with its keys and the words of the screen."""
    safe = _SCREEN.sub(r"<b>\1</b>", _KEY.sub(r"<kbd>\1</kbd>", escape(text)))
    return mark_safe(safe)  # noqa: S308  escaped just before; the marks are ours


def screen_words(text: str) -> list[str]:
    """What a text says stands on the screen."""
    return _SCREEN.findall(text)


def keys_named(text: str) -> list[str]:
    """The keys that a text tells to press."""
    return _KEY.findall(text)
