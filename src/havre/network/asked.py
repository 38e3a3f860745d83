"""What partners ask in exchanges, summed by field and year; read of the sums beside the exchanges, never of their texts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from havre.countries.fr.network import EXCHANGE_TOPICS
from havre.directory.models import Partnership
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache

YEARS = 4


@dataclass(frozen=True)
class Asked:
    """One field: how many times it was asked in each year, the latest first, and by how many partners in two years."""

    field: str
    times: list[int]
    partners: int


def organisations_asking(field: str, year: int) -> set[uuid.UUID]:
    """Partners that asked about it this year or the last, those gone left out."""
    return {
        organisation_id
        for organisation_id, asked in _dealings().items()
        if any(asked.get(f"{one}-{field}") for one in (year, year - 1))
    }


def by_field(year: int) -> list[Asked]:
    """Every field of the closed list, what is asked most in two years first."""
    dealings = list(_dealings().values())
    years = range(year, year - YEARS, -1)
    found = [
        Asked(
            field,
            [sum(asked.get(f"{one}-{field}", 0) for asked in dealings) for one in years],
            sum(bool(asked.get(f"{year}-{field}") or asked.get(f"{year - 1}-{field}")) for asked in dealings),
        )
        for field in EXCHANGE_TOPICS
    ]
    return sorted(found, key=lambda one: -sum(one.times[:2]))


def _dealings() -> dict[uuid.UUID, dict[str, int]]:
    """Two statements for all partners."""
    partnerships = list(Partnership.objects.exclude(state="ended"))
    with key_cache():
        fetch_keys(partnerships)
        return {one.organisation_id: one.read_dealings().asked for one in partnerships}
