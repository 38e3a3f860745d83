"""Countries of the world and codes of languages, for nationalities and for what people speak."""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Country:
    """``languages`` are codes of ISO 639, most spoken first."""

    iso2: str
    iso3: str
    name_fr: str
    name_en: str
    continent: str
    in_eu: bool
    languages: tuple[str, ...]

    def label(self, lang: str = "fr") -> str:
        return self.name_en if lang.startswith("en") else self.name_fr


@cache
def countries() -> MappingProxyType[str, Country]:
    """By ISO 3166 two-letter code."""
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["iso2"]: _country(row) for row in csv.DictReader(file)})


def country_choices(lang: str = "fr") -> list[tuple[str, str]]:
    """(code, name) pairs in the alphabetical order of the language, accents aside."""
    pairs = [(code, country.label(lang)) for code, country in countries().items()]
    return sorted(pairs, key=lambda pair: unicodedata.normalize("NFKD", pair[1]).encode("ascii", "ignore").lower())


@cache
def language_codes() -> frozenset[str]:
    """ISO 639-1, and ISO 639-3 for individual languages without a two-letter code (``pcm``).

    Neither groups of languages nor three-letter doubles (``eng``), nor ``und`` and ``mul``.
    """
    return frozenset((DATA / "languages.txt").read_text(encoding="ascii").split())


def _country(row: dict[str, str]) -> Country:
    return Country(
        row["iso2"],
        row["iso3"],
        row["name_fr"],
        row["name_en"],
        row["continent"],
        row["eu_member"] == "1",
        tuple(row["languages"].split()),
    )
