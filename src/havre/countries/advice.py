"""A piece of advice to professionals, with its reason, in French and in English."""

from __future__ import annotations

from dataclasses import dataclass

from havre.countries.codes import Mark


@dataclass(frozen=True, slots=True)
class Advice:
    """What to leave out, and why."""

    key: str
    text_fr: str
    text_en: str
    why_fr: str
    why_en: str
    source: str
    mark: Mark

    def text(self, lang: str = "fr") -> str:
        return self.text_en if lang.startswith("en") else self.text_fr

    def why(self, lang: str = "fr") -> str:
        return self.why_en if lang.startswith("en") else self.why_fr
