"""The sentences of the command line: French, or English where ``HAVRE_LANGUAGE`` or the terminal asks for it.

Knows no Django: ``havre help`` and ``havre match`` start without it. The catalogue is the one of the pages.
"""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any, NoReturn

CATALOGUE = Path(__file__).resolve().parents[1] / "locale"
ASKED_IN = ("HAVRE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first of these that names a language decides."""
FRENCH, ENGLISH = "fr", "en"
BAD_WORDS = 2


def language() -> str:
    """``en`` where English is asked for; ``fr`` for every other language, and for none."""
    asked = next((os.environ[name] for name in ASKED_IN if os.environ.get(name)), "")
    return ENGLISH if asked.lower().startswith(ENGLISH) else FRENCH


def gettext(sentence: str) -> str:
    """``sentence``, which is French, in the language of the terminal."""
    return _catalogue(language()).gettext(sentence)


def gettext_noop(sentence: str) -> str:
    """Marks a sentence that is translated when it is said."""
    return sentence


@cache
def _catalogue(code: str) -> NullTranslations:
    return translation("django", CATALOGUE, [code], fallback=True)


class Parser(ArgumentParser):
    """``argparse`` with its own words in the language of the terminal; each command says what it is for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, **options)
        self._positionals.title = gettext("ce qu’il lui faut")
        self._optionals.title = gettext("options")
        self.add_argument("-h", "--help", action="help", help=gettext("affiche cette aide"))

    def format_usage(self) -> str:
        return _usage(super().format_usage())

    def format_help(self) -> str:
        return _usage(super().format_help())

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_WORDS, f"{self.format_usage()}{self.prog}: {message}\n")


def _usage(text: str) -> str:
    return re.sub("^usage:", gettext("emploi :"), text)
