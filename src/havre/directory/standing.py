"""Where a partner stands with the network, as whoever keeps the directory reads it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from havre.countries.fr.network import EXCHANGES
from havre.countries.fr.policy import EXCHANGE_WITHIN
from havre.directory.models import Exchange, Partnership
from havre.directory.profiles import ExchangeCard
from havre.directory.states import PARTNERSHIP
from havre.record.transitions import State
from havre.vault.keys import key_cache

MEMBERS = frozenset({"agreed", "trained", "specialised"})


@dataclass(frozen=True)
class Standing:
    """``age`` is that of the last exchange, in days; ``None`` where nothing was ever noted. ``counted`` is by kind, for
    the year that runs."""

    id: uuid.UUID
    state: str
    last_on: date | None
    last_kind: str
    age: int | None
    counted: dict[str, int]

    @property
    def step(self) -> State:
        return PARTNERSHIP.state(self.state)

    @property
    def is_in(self) -> bool:
        """With a convention, and not gone."""
        return self.state in MEMBERS

    @property
    def is_silent(self) -> bool:
        """Nothing was exchanged for too long; whoever left is not called."""
        return self.state != "ended" and (self.age is None or self.age > EXCHANGE_WITHIN.value)


def standing_of(partnership: Partnership, on: date) -> Standing:
    dealings = partnership.read_dealings()
    return Standing(
        partnership.pk,
        partnership.state,
        dealings.last_on,
        dealings.last_kind,
        (on - dealings.last_on).days if dealings.last_on else None,
        {kind: count for kind in EXCHANGES if (count := dealings.count(kind, on.year))},
    )


def exchanges_of(partnership: Partnership) -> list[ExchangeCard]:
    """All that was exchanged with it, the newest first."""
    with key_cache():
        found = [row.read_content() for row in Exchange.objects.filter(partnership=partnership)]
    return sorted(found, key=lambda card: card.on, reverse=True)
