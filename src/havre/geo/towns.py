"""Every French commune, and the arrondissements of Paris, Lyon and Marseille; read on first use."""

import bisect
import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from havre.geo.departments import DATA, INDEX


@dataclass(frozen=True, slots=True)
class Town:
    """A commune or arrondissement; ``department`` is a code such as ``06``, or ``975`` to ``989`` in a collectivity."""

    insee: str
    name: str
    department: str
    postcode: str
    lat: float
    lon: float
    population: int

    @property
    def area(self) -> str | None:
        """``FR-06``; ``None`` in an overseas collectivity, where no distance is ever needed."""
        area = f"FR-{self.department}"
        return area if area in INDEX else None


@cache
def all_towns() -> MappingProxyType[str, Town]:
    """Towns by INSEE code."""
    with (DATA / "towns.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["insee"]: _town(row) for row in csv.DictReader(file)})


def by_insee(insee: str) -> Town:
    """Raises ``KeyError`` for a code the gazetteer does not hold."""
    return all_towns()[insee]


def search(text: str, limit: int = 10) -> list[Town]:
    """Towns whose name, or a word of it, begins with ``text``; whose postcode or code does, for figures.

    Accents, capitals, hyphens and apostrophes do not count, ``st`` stands for ``saint``. An exact name comes first,
    then names that begin so, then words; the most populous first within each.
    """
    wanted = fold(text)
    if not wanted:
        return []
    entries = _entries()
    start = bisect.bisect_left(entries, (wanted,))
    found: dict[str, tuple[int, int, Town]] = {}
    for key, place, insee in entries[start:]:
        if not key.startswith(wanted):
            break
        town = by_insee(insee)
        rank = 0 if place == 0 and key == wanted else 1 + place
        found[insee] = min(found.get(insee, (9, 0, town)), (rank, -town.population, town), key=lambda item: item[:2])
    ordered = sorted(found.values(), key=lambda item: (item[0], item[1], item[2].insee))
    return [town for _, _, town in ordered[:limit]]


def fold(text: str) -> str:
    """Lower case without accents, words parted by one space, ``saint`` for ``st``."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    bare = bare.replace("œ", "oe").replace("æ", "ae")
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


@cache
def _entries() -> list[tuple[str, int, str]]:
    """Sorted (text that can be begun, 0 for a whole name or code and 1 for a later word, INSEE code)."""
    entries = []
    for town in all_towns().values():
        words = fold(town.name).split()
        entries += [(" ".join(words[n:]), min(n, 1), town.insee) for n in range(len(words))]
        entries += [(town.postcode, 0, town.insee), (town.insee.casefold(), 0, town.insee)]
    return sorted(set(entries))


def _town(row: dict[str, str]) -> Town:
    return Town(
        row["insee"],
        row["name"],
        row["dept"],
        row["postcode"],
        float(row["lat"]),
        float(row["lon"]),
        int(row["population"] or 0),
    )
