"""What is sealed of a search and of an override, as plain data classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Choice:
    """What a named person decided on a search (law 6): a place with its rank (0 where it was not proposed) and every
    rule against it, or nobody could be placed (``place`` empty)."""

    by: str
    name: str
    at: datetime
    reason: str = ""
    place: str = ""
    rank: int = 0
    against: list[str] = field(default_factory=list)

    @property
    def is_override(self) -> bool:
        """Whether it is another place than the first proposed."""
        return bool(self.place) and self.rank != 1

    @property
    def is_unable(self) -> bool:
        return not self.place


@dataclass
class SearchContent:
    """A stored search; ``problem`` and ``result`` go after 90 days, the keyed ``digest`` of the problem stays."""

    at: datetime
    by: str
    name: str
    exploratory: bool
    engine: str
    digest: str
    fitting: int
    problem: dict[str, Any] | None = None
    result: dict[str, Any] | None = None
    decision: Choice | None = None


@dataclass
class OverrideContent:
    """An exception to the distance: what was asked and why, who agreed, what the review said."""

    asked_by: str
    asked_name: str
    asked_at: datetime
    reason: str
    km: float
    min_km: int
    alone: bool = False
    granted_by: str = ""
    granted_name: str = ""
    granted_at: datetime | None = None
    answer: str = ""
    reviewed_name: str = ""
    reviewed_at: datetime | None = None
    stands: bool = True
