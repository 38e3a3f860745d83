"""Closed lists of codes with a French and an English label; plain Python, no translation machinery."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Language = Literal["fr", "en"]
Mark = Literal["S", "K", "V", "P"]
"""S sourced, K commonly known, V to be verified before it drives a legal effect, P choice of the product."""


@dataclass(frozen=True)
class CodeList:
    """Codes in the order they are shown, each with its (French, English) label, and where they come from."""

    name: str
    labels: Mapping[str, tuple[str, str]]
    source: str
    mark: Mark

    def __contains__(self, code: object) -> bool:
        return code in self.labels

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.labels)

    def label(self, code: str, lang: str = "fr") -> str:
        """Raises ``KeyError`` for a code outside the list; any language but English gives French."""
        french, english = self.labels[code]
        return english if lang.startswith("en") else french

    def choices(self, lang: str = "fr") -> list[tuple[str, str]]:
        """(code, label) pairs for a form."""
        return [(code, self.label(code, lang)) for code in self.labels]


def code_list(name: str, labels: dict[str, tuple[str, str]], *, source: str, mark: Mark) -> CodeList:
    return CodeList(name, MappingProxyType(labels), source, mark)
